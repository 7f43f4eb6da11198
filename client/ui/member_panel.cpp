// SPDX-License-Identifier: MIT
#include "client/ui/member_panel.h"

#include "client/state/presence_state.h"
#include "client/ui/person_delegate.h"
#include "client/ui/person_item.h"
#include "client/ui/presence_in_list.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QContextMenuEvent>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {
MemberPanel::MemberPanel(QWidget *parent)
    : QWidget(parent), m_title(new TextLabel(TextKind::SectionLabel, {}, this)),
      m_problem(new TextLabel(TextKind::Secondary, {}, this)), m_list(new QListView(this)),
      m_model(new QStandardItemModel(this)), m_add(new QPushButton(tr("Add people…"), this))
{
    setObjectName(u"memberPanel"_s);
    m_title->setObjectName(u"memberCount"_s);
    m_problem->setObjectName(u"memberProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(16, 8, 16, 8);
    m_problem->hide();
    m_title->setContentsMargins(16, 16, 16, 8);
    m_list->setObjectName(u"memberList"_s);
    m_list->setAccessibleName(tr("Members"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setItemDelegate(new PersonDelegate(this));
    m_list->setModel(m_model);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_add->setObjectName(u"addPeople"_s);
    m_add->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_problem);
    column->addWidget(m_list, 1);
    auto *addRow = new QVBoxLayout; // takes no room while the button is hidden
    addRow->setContentsMargins(12, 0, 12, 12);
    addRow->addWidget(m_add);
    column->addLayout(addRow);
    connect(m_add, &QPushButton::clicked, this, &MemberPanel::addRequested);
    connect(m_list, &QWidget::customContextMenuRequested, this, &MemberPanel::openMenu);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) {
        if (const UserId user = otherAt(index); user.isValid())
            Q_EMIT messageRequested(user);
    });
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &MemberPanel::followTheme);
    followTheme();
    setMembers({});
}

void MemberPanel::setPresence(PresenceState &presence)
{
    m_presence = &presence;
    new PresenceInList(m_list, presence);
}

void MemberPanel::setMembers(const QList<MemberRow> &members, bool hasMore)
{
    m_problem->hide();
    m_model->clear();
    m_self = {};
    for (const MemberRow &member : members) {
        if (member.isSelf)
            m_self = member.user;
        auto *item = new PersonItem(member.user, member.name, member.name,
                                    m_presence ? &m_presence->people() : nullptr);
        item->setData(member.isSelf        ? tr("you")
                          : member.isOwner ? tr("owner")
                                           : QString(),
                      PersonDelegate::NoteRole);
        m_model->appendRow(item);
    }
    m_title->setText(hasMore                   ? tr("More than %1 members").arg(members.size())
                         : members.size() == 1 ? tr("1 member")
                                               : tr("%1 members").arg(members.size()));
}

void MemberPanel::setMayAdd(bool mayAdd)
{
    m_add->setVisible(mayAdd);
}

UserId MemberPanel::otherAt(const QModelIndex &index) const
{
    const UserId user{index.data(PersonDelegate::UserRole).toLongLong()};
    return user == m_self ? UserId() : user;
}

void MemberPanel::openMenu(const QPoint &at)
{
    const QModelIndex index = m_list->indexAt(at);
    const UserId user = otherAt(index);
    if (!user.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"memberActions"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(lineIcon(u"message-square"_s),
                    tr("Message %1").arg(isolated(index.data().toString())), this,
                    [this, user] { Q_EMIT messageRequested(user); })
        ->setObjectName(u"messageMember"_s);
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

void MemberPanel::clear()
{
    m_problem->hide();
    m_model->clear();
    m_title->setText(tr("Members"));
}

void MemberPanel::setProblem(const ErrorSentence &problem)
{
    clear();
    const QString detail = problem.detail();
    m_problem->setText(detail.isEmpty() ? problem.text() : problem.text() + u'\n' + detail);
    m_problem->show();
}

int MemberPanel::count() const
{
    return m_model->rowCount();
}

void MemberPanel::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.sidebar);
    painter.fillRect(QRect(layoutDirection() == Qt::LeftToRight ? 0 : width() - 1, 0, 1, height()),
                     theme.hairline);
}

void MemberPanel::followTheme()
{
    QPalette colors = m_list->palette();
    colors.setColor(QPalette::Base, Theme::current().sidebar);
    m_list->setPalette(colors);
    m_list->doItemsLayout();
}

} // namespace salon::client
