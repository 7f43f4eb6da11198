// SPDX-License-Identifier: MIT
// TimelineView: what can be done with a message, by its bar, its menu and keys.
#include "client/ui/text/safe_links.h"
#include "client/ui/theme/icons.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/message_bar.h"
#include "client/ui/timeline/timeline_texts.h"
#include "client/ui/timeline/timeline_view.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

bool isThere(const TimelineRow &row)
{
    return row.delivery == Delivery::Delivered && !row.isDeleted && !row.isToBeDeleted;
}

QString pinWords(const TimelineRow &row)
{
    return row.pin ? TimelineView::tr("Pinned by %1\n%2").arg(row.pin->by, fullTime(row.pin->at))
                   : QString();
}

} // namespace

bool TimelineView::isEditTimeOver(const TimelineRow &row) const
{
    return m_model && m_model->isEditTimeOver(row, m_clock.now());
}

bool TimelineView::mayChange(const TimelineRow &row) const
{
    return row.isOwn && isThere(row) && !isEditTimeOver(row);
}

bool TimelineView::mayDelete(const TimelineRow &row) const
{
    return isThere(row) && (row.isOwn || m_model->ownsRoom());
}

void TimelineView::connectBar()
{
    m_bar = new MessageBar(viewport());
    connect(m_bar, &MessageBar::reactRequested, this, [this] { chooseReaction(m_hovered.index); });
    connect(m_bar, &MessageBar::replyRequested, this,
            [this] { Q_EMIT replyRequested(m_hovered.id); });
    connect(m_bar, &MessageBar::editRequested, this,
            [this] { Q_EMIT changeRequested(m_hovered.id); });
    connect(m_bar, &MessageBar::menuRequested, this, [this] {
        m_current = m_hovered;
        openMenu(m_hovered.index, m_bar->mapToGlobal(m_bar->rect().bottomRight()));
    });
}

// Over the text's upper edge, so that it hides as little as it can.
void TimelineView::placeBar()
{
    const RowBox *box = m_hovered.isValid() && !m_isDragging && m_model
        ? m_geometry.boxOf(m_hovered.index)
        : nullptr;
    if (!box || !isThere(m_model->row(box->index)))
        return m_bar->hide();
    m_bar->setEditable(mayChange(m_model->row(box->index)));
    const int author = box->decoration.hasAuthor ? m_style.theme.body.line : 0;
    const int top = qMax(box->textY - author, m_bar->sizeHint().height() / 2);
    m_bar->place(contentSize().width() - m_style.margin, top);
}

bool TimelineView::actByKey(int key)
{
    const TimelineRow &row = m_model->row(m_current.index);
    const bool isFailed = row.delivery == Delivery::Failed;
    if (key == Qt::Key_Delete && isFailed)
        Q_EMIT deleteRequested(m_current.id);
    else if (key == Qt::Key_Delete && mayDelete(row))
        Q_EMIT deletionRequested(m_current.id);
    else if (key == Qt::Key_E && isFailed)
        Q_EMIT editRequested(m_current.id);
    else if (key == Qt::Key_E && mayChange(row))
        Q_EMIT changeRequested(m_current.id);
    else if (key == Qt::Key_R && isThere(row))
        Q_EMIT replyRequested(m_current.id);
    else if (key == Qt::Key_T && isThere(row))
        Q_EMIT threadRequested(row.seq);
    else if (key == Qt::Key_P && isThere(row))
        Q_EMIT pinRequested(m_current.id);
    else if (key == Qt::Key_Plus && isThere(row))
        chooseReaction(m_current.index);
    else if (key == Qt::Key_U && row.delivery == Delivery::Delivered)
        Q_EMIT unreadRequested(row.seq);
    else
        return false;
    return true;
}

void TimelineView::chooseReaction(int index)
{
    const RowBox *box = m_geometry.boxOf(index);
    if (!box)
        return;
    QRect beside(m_style.gutter, box->textY, m_geometry.columnWidth(), m_style.theme.body.line);
    if (m_bar->isVisible() && m_hovered.index == index)
        beside = m_bar->geometry();
    Q_EMIT reactionChoiceRequested(m_model->row(index).id,
                                   {viewport()->mapToGlobal(beside.topLeft()), beside.size()});
}

void TimelineView::openMenu(int index, QPoint global)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"messageMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const TimelineRow &row = m_model->row(index);
    addActions(*menu, row);
    if (m_model->isTimed(index)) {
        menu->addSeparator();
        menu->addAction(tr("Why did this take so long?"), this,
                        [this, id = row.id] { Q_EMIT timesRequested(id); })
            ->setObjectName(u"messageTimes"_s);
    }
    menu->popup(global);
}

void TimelineView::addActions(QMenu &menu, const TimelineRow &row)
{
    const auto add = [&menu, this](const QString &icon, const QString &words, const QString &name,
                                   auto act) {
        menu.addAction(icon.isEmpty() ? QIcon() : lineIcon(icon), words, this, act)
            ->setObjectName(name);
    };
    const auto ask = [this, id = row.id](void (TimelineView::*asked)(qint64)) {
        return [this, id, asked] { (this->*asked)(id); };
    };
    const auto askAbout = [this, seq = row.seq](void (TimelineView::*asked)(Seq)) {
        return [this, seq, asked] { (this->*asked)(seq); };
    };
    if (row.delivery == Delivery::Failed) {
        add(u"pencil"_s, tr("Edit\tE"), u"edit"_s, ask(&TimelineView::editRequested));
        add(u"refresh-cw"_s, tr("Retry"), u"retry"_s, ask(&TimelineView::retryRequested));
        add(u"trash-2"_s, tr("Delete"), u"delete"_s, ask(&TimelineView::deleteRequested));
    }
    if (isThere(row)) {
        add(u"reply"_s, tr("Reply\tR"), u"reply"_s, ask(&TimelineView::replyRequested));
        add(u"smile-plus"_s, tr("React…\t+"), u"react"_s,
            [this, index = m_current.index] { chooseReaction(index); });
        add(u"messages-square"_s, tr("Show thread\tT"), u"thread"_s,
            askAbout(&TimelineView::threadRequested));
        add(row.pin ? u"pin-off"_s : u"pin"_s, row.pin ? tr("Unpin\tP") : tr("Pin\tP"), u"pin"_s,
            ask(&TimelineView::pinRequested));
    }
    if (mayChange(row))
        add(u"pencil"_s, tr("Edit\tE"), u"changeMessage"_s, ask(&TimelineView::changeRequested));
    if (row.isEdited && isThere(row))
        add({}, tr("What it said before…"), u"versions"_s, ask(&TimelineView::versionsRequested));
    if (row.delivery == Delivery::Delivered)
        add({}, tr("Mark unread from here\tU"), u"markUnread"_s,
            askAbout(&TimelineView::unreadRequested));
    menu.addSeparator();
    addCopyActions(&menu);
    if (row.isToBeDeleted) {
        menu.addSeparator();
        add({}, tr("Do not delete it"), u"keepMessage"_s, ask(&TimelineView::keepRequested));
    }
    if (mayDelete(row)) {
        menu.addSeparator();
        add(u"trash-2"_s, tr("Delete…\tDel"), u"deleteMessage"_s,
            ask(&TimelineView::deletionRequested));
    }
}

//! What a target of the row is, for a tooltip and a screen reader.
QString TimelineView::targetWords(int index, const RowTarget &target) const
{
    switch (target.kind) {
    case RowTarget::Kind::Link:
        return describedTarget(target.url);
    case RowTarget::Kind::Reaction:
        return tr("%1: %2").arg(target.emoji, m_model->reactors(index, target.emoji));
    case RowTarget::Kind::CopyCode:
        return tr("Copy this code");
    case RowTarget::Kind::AddReaction:
        return tr("React");
    case RowTarget::Kind::Quote:
        return tr("Show the message that this one answers");
    case RowTarget::Kind::Versions:
        return tr("Show what it said before");
    case RowTarget::Kind::Pin:
        return pinWords(m_model->row(index));
    case RowTarget::Kind::PinLine:
        return tr("Show the pinned message\n%1")
            .arg(fullTime(m_model->row(index).pinLines[target.line].at));
    default:
        return {};
    }
}

} // namespace salon::client
