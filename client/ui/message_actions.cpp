// SPDX-License-Identifier: MIT
#include "client/ui/message_actions.h"

#include "client/model/timeline_model.h"
#include "client/state/chat.h"
#include "client/ui/delete_message_dialog.h"
#include "client/ui/emoji/emoji_choices.h"
#include "client/ui/emoji/emoji_picker.h"
#include "client/ui/message_link.h"
#include "client/ui/message_times_dialog.h"
#include "client/ui/reaction_popup.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "client/ui/versions_dialog.h"
#include "client/ui/writing_task.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QPointer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {

MessageActions::MessageActions(Chat &chat, RoomPane &pane, WritingTask &writing, TimelineView &view)
    : QObject(&view), m_chat(chat), m_pane(pane), m_view(view), m_writing(writing)
{
    connectUnsent();
    connect(&view, &TimelineView::changeRequested, this, [this](qint64 row) {
        if (const auto message = m_model->find(row))
            change(*message);
    });
    connect(&view, &TimelineView::replyRequested, this, &MessageActions::answer);
    connect(&view, &TimelineView::reactionRequested, this, &MessageActions::react);
    connect(&view, &TimelineView::reactionChoiceRequested, this, &MessageActions::chooseReaction);
    connect(&view, &TimelineView::pinRequested, this, &MessageActions::pin);
    connect(&view, &TimelineView::pinsRequested, &pane, &RoomPane::pinsRequested);
    connect(&view, &TimelineView::deletionRequested, this, &MessageActions::askToDelete);
    connect(&view, &TimelineView::keepRequested, this, &MessageActions::keep);
    connect(&view, &TimelineView::versionsRequested, this, &MessageActions::showVersions);
    connect(&view, &TimelineView::timesRequested, this, &MessageActions::showTimes);
    connect(&view, &TimelineView::quoteActivated, &pane, &RoomPane::jumpTo);
    connect(&view, &TimelineView::threadRequested, &pane, &RoomPane::threadRequested);
    connect(&view, &TimelineView::linkRequested, this, &MessageActions::copyLink);
    connect(&view, &TimelineView::webLinkRequested, this, &MessageActions::copyWebLink);
    connect(&view, &TimelineView::unreadRequested, this,
            [this](Seq seq) { m_chat.markUnread(m_pane.room(), seq); });
    view.setLinkOpener([this](const QUrl &url) { openUrl(url); });
}

void MessageActions::openUrl(const QUrl &url)
{
    if (const auto link = MessageLink::parse(url.toString()))
        Q_EMIT m_pane.linkOpened(*link);
    else if (const auto ofPage = MessageLink::ofPage(url, m_chat.connection().server()))
        Q_EMIT m_pane.linkOpened(*ofPage);
    else if (url.scheme() != "salon"_L1) // which would come back to us
        QDesktopServices::openUrl(url);
}

void MessageActions::copyLink(Seq seq)
{
    const auto link = MessageLink::to(m_chat.connection().server(), m_pane.room(), seq);
    QGuiApplication::clipboard()->setText(link.toString());
    m_pane.notice(NoticeKind::Info, {tr("The address of the message is on the clipboard.")});
}

void MessageActions::copyWebLink(Seq seq)
{
    const QUrl server = m_chat.connection().server();
    const auto link = MessageLink::to(server, m_pane.room(), seq);
    QGuiApplication::clipboard()->setText(link.page(server.scheme()));
    m_pane.notice(NoticeKind::Info, {tr("The web address of the message is on the clipboard.")});
}

void MessageActions::connectUnsent()
{
    const TimelineView *view = &m_view;
    connect(view, &TimelineView::editRequested, this,
            [this](qint64 row) { m_writing.editUnsent(m_model->unsentKeyOf(row)); });
    connect(view, &TimelineView::retryRequested, this, [this](qint64 row) {
        const QString key = m_model->unsentKeyOf(row);
        m_writing.unsentGoes(key, true);
        m_chat.retry(m_pane.room(), key);
    });
    connect(view, &TimelineView::deleteRequested, this, [this](qint64 row) {
        const QString key = m_model->unsentKeyOf(row);
        m_writing.unsentGoes(key, false);
        m_chat.discard(m_pane.room(), key);
    });
}

void MessageActions::change(const TimelineRow &row)
{
    if (!m_view.isEditTimeOver(row))
        return m_writing.change(row.seq, row.text);
    if (!m_pane.tellsOfFailure())
        m_pane.notice(NoticeKind::Info,
                      {tr("Your message is too old to be changed on this server.")});
}

void MessageActions::changeLast()
{
    if (!m_model)
        return;
    for (int i = m_model->rowCount() - 1; i >= 0; --i) {
        const TimelineRow &row = m_model->row(i);
        if (!row.isOwn || row.isDeleted || row.delivery == Delivery::Pending)
            continue;
        if (row.delivery == Delivery::Failed)
            m_writing.editUnsent(m_model->unsentKeyOf(row.id));
        else
            change(row);
        return;
    }
}

void MessageActions::answer(qint64 row)
{
    if (const auto message = m_model->find(row))
        m_writing.answer(message->seq);
}

void MessageActions::react(qint64 row, const QString &emoji)
{
    const auto message = m_model->find(row);
    if (!message)
        return;
    const auto known = std::ranges::find(message->reactions, emoji, &RowReaction::emoji);
    const bool isTakenBack = known != message->reactions.end() && known->isOwn;
    m_chat.react(m_pane.room(), message->seq, emoji, !isTakenBack);
}

void MessageActions::pin(qint64 row)
{
    if (const auto message = m_model->find(row))
        m_pane.pin(message->seq, !message->pin);
}

void MessageActions::chooseReaction(qint64 row, const QRect &beside)
{
    const QStringList recent = m_choices ? m_choices->recent() : QStringList();
    auto *popup = new ReactionPopup(recent, &m_view);
    connect(popup, &ReactionPopup::chosen, this, [this, row](const QString &emoji) {
        if (m_choices)
            m_choices->use(emoji);
        react(row, emoji);
    });
    connect(popup, &ReactionPopup::moreRequested, this,
            [this, row, beside] { chooseOfAll(row, beside); });
    popup->openBeside(beside);
}

void MessageActions::chooseOfAll(qint64 row, const QRect &beside)
{
    if (!m_choices)
        return;
    QWidget *view = m_view.viewport();
    delete m_picker;
    m_picker = new EmojiPicker(*m_choices);
    connect(m_picker, &EmojiPicker::emojiPicked, this,
            [this, row](const QString &emoji) { react(row, emoji); });
    m_picker->open(view, {view->mapFromGlobal(beside.topLeft()), beside.size()});
}

void MessageActions::askToDelete(qint64 row)
{
    const auto message = m_model->find(row);
    if (!message)
        return;
    auto *dialog = new DeleteMessageDialog(message->text, m_pane.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DeleteMessageDialog::chosen, this,
            [this, dialog, room = m_pane.room(), seq = message->seq] {
                dialog->accept();
                m_chat.deleteMessage(room, seq);
            });
    dialog->open();
}

void MessageActions::keep(qint64 row)
{
    if (const auto message = m_model->find(row))
        m_chat.keepMessage(m_pane.room(), message->seq);
}

void MessageActions::showVersions(qint64 row)
{
    const auto message = m_model->find(row);
    if (!message)
        return;
    auto *dialog = new VersionsDialog(m_pane.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_chat.listVersions(m_pane.room(), message->seq,
                        [dialog = QPointer(dialog)](const Result<protocol::VersionsReply> &reply) {
                            if (!dialog)
                                return;
                            if (reply)
                                dialog->setVersions(reply->versions);
                            else
                                dialog->showError(errorSentence(reply.error()));
                        });
    dialog->open();
}

void MessageActions::showTimes(qint64 row)
{
    auto *dialog = new MessageTimesDialog(m_chat.stages(), m_model->keyOf(row), m_pane.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

} // namespace salon::client
