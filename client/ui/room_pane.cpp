// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "client/model/pin_lines.h"
#include "client/model/room_timeline_model.h"
#include "client/platform/loop_watch.h"
#include "client/ui/composer.h"
#include "client/ui/composer_names.h"
#include "client/ui/connection_banner.h"
#include "client/ui/delivery_watch.h"
#include "client/ui/empty_state.h"
#include "client/ui/failure_notices.h"
#include "client/ui/message_actions.h"
#include "client/ui/reply_bar.h"
#include "client/ui/room_header.h"
#include "client/ui/room_jumps.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/timeline_view.h"
#include "client/ui/typing_line.h"
#include "client/ui/writing_task.h"
#include <QEvent>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {

RoomPane::RoomPane(Chat &chat, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_chat(chat), m_header(new RoomHeader(this)),
      m_stack(new QStackedWidget(this)), m_timeline(new TimelineView(m_stack, clock)),
      m_jumps(new RoomJumps(chat, *this, clock)), m_watch(new DeliveryWatch(chat, m_timeline)),
      m_empty(new EmptyState(m_stack)), m_banner(new ConnectionBanner(m_stack, clock)),
      m_notice(new NoticeBar(this)), m_replyBar(new ReplyBar(this)), m_composer(new Composer(this)),
      m_typing(new TypingLine(chat, this)),
      m_writing(new WritingTask(chat, *m_composer, *m_replyBar, this)),
      m_actions(new MessageActions(chat, *this, *m_writing, *m_timeline)),
      m_names(new ComposerNames(chat, *m_composer, this))
{
    setObjectName(u"roomPane"_s);
    m_timeline->setObjectName(u"timeline"_s);
    m_timeline->setFrameShape(QFrame::NoFrame);
    m_stack->addWidget(m_timeline);
    m_stack->addWidget(m_empty);
    m_stack->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_stack, 1);
    auto *notices = new QVBoxLayout; // takes no room while the notice is hidden
    notices->setContentsMargins(4 * Theme::kStep, 0, 4 * Theme::kStep, 2 * Theme::kStep);
    notices->addWidget(m_notice);
    column->addLayout(notices);
    column->addWidget(m_replyBar);
    column->addWidget(m_composer);
    m_typing->takePlace(column, 3 * Theme::kStep);
    connect(m_empty, &EmptyState::actionTriggered, this, &RoomPane::browseRequested);
    connect(m_notice, &NoticeBar::actionTriggered, this, &RoomPane::logInRequested);
    connect(m_writing, &WritingTask::begun, this, &RoomPane::focusComposer);
    connect(m_writing, &WritingTask::sent, this, [this] {
        if (m_model->hasNewer())
            m_timeline->jumpToEnd();
    });
    connect(m_composer, &Composer::changeLastRequested, m_actions, &MessageActions::changeLast);
    connect(m_banner, &ConnectionBanner::retryRequested, &m_chat.connection(),
            &Connection::retryNow);
    connect(m_banner, &ConnectionBanner::certificateRequested, this,
            &RoomPane::certificateRequested);
    connect(m_banner, &ConnectionBanner::detailsRequested, this, &RoomPane::connectionRequested);
    connectChat();
    new FailureNotices(chat, *this);
    connectTimeline();
    showNothing();
}

RoomPane::~RoomPane()
{
    keepPlace();
    m_watch->setRoom({}, nullptr);
    m_timeline->setModel(nullptr);
}

void RoomPane::connectChat()
{
    connect(&m_chat.connection(), &Connection::stateChanged, this, &RoomPane::showConnection);
    connect(&m_chat.connection(), &Connection::failureExplained, this, &RoomPane::showConnection);
    connect(&m_chat, &Chat::ready, this,
            [this] { m_composer->setLimit(m_chat.connection().limits().messageText); });
    connect(&m_chat.rooms(), &RoomsState::changed, this, &RoomPane::showRoom);
    connect(&m_chat.rooms(), &RoomsState::reset, this, &RoomPane::showRoom);
    connect(&m_chat, &Chat::textNotTaken, this, &RoomPane::textNotTaken);
    connect(&m_chat, &Chat::messagesNotLoaded, this, &RoomPane::messagesNotLoaded);
    connect(&m_chat, &Chat::openedAgain, this, [this](RoomId room) {
        if (room != m_room)
            return;
        m_timeline->setModel(nullptr);
        m_timeline->setModel(m_model.get());
    });
    connect(&m_chat, &Chat::sendingPaused, this, &RoomPane::showPause);
    const auto countPins = [this] { m_header->setPinCount(pinsShown(m_chat).size()); };
    connect(&m_chat.pins(), &RoomPins::changed, this, countPins);
    connect(&m_chat.wanted(), &WantedChanges::changed, this, countPins);
    connect(&m_chat.quoted(), &QuotedMessages::changed, this, countPins);
}

void RoomPane::connectTimeline()
{
    connect(m_timeline, &TimelineView::settled, this, &RoomPane::keepPlace);
    connect(m_timeline, &TimelineView::olderWanted, this, [this] { m_chat.loadOlder(m_room); });
    connect(m_timeline, &TimelineView::newerWanted, this, [this] { m_chat.loadNewer(m_room); });
    connect(m_timeline, &TimelineView::latestWanted, this, [this] { m_chat.loadLatest(m_room); });
    connect(m_timeline, &TimelineView::lastVisibleSeqChanged, this,
            [this](Seq seq) { m_chat.markRead(m_room, seq); });
}

void RoomPane::openRoom(RoomId room)
{
    if (room == m_room)
        return showRoom();
    const StageScope stage(LoopStage::Opening);
    keepPlace();
    m_timeline->setModel(nullptr);
    m_watch->setRoom({}, nullptr);
    m_actions->setModel(nullptr);
    m_model.reset();
    if (m_room.isValid()) {
        m_notice->hide();
        m_chat.closeRoom(m_room);
    }
    m_room = room;
    m_chat.pins().open(room);
    m_writing->openRoom(room);
    m_typing->showRoom(room);
    if (!room.isValid())
        return showNothing();
    m_model =
        std::make_unique<RoomTimelineModel>(m_chat, m_chat.openRoom(room), [](const Error &error) {
            return errorSentence(error).toString();
        });
    m_watch->setRoom(room, m_model.get());
    m_actions->setModel(m_model.get());
    m_timeline->setModel(m_model.get(), m_chat.openingPlace(room));
    connect(m_model.get(), &QAbstractItemModel::modelReset, this, &RoomPane::showMessages);
    connect(m_model.get(), &QAbstractItemModel::rowsInserted, this, &RoomPane::showMessages);
    connect(m_model.get(), &QAbstractItemModel::rowsRemoved, this, &RoomPane::showMessages);
    connect(m_model.get(), &TimelineModel::boundsChanged, this, &RoomPane::showMessages);
    showMessages();
    m_names->setRoom(room);
    m_composer->show();
    showRoom();
    showPause();
}

void RoomPane::keepPlace()
{
    if (const auto place = m_timeline->place())
        m_chat.setReading(m_room, *place);
}

void RoomPane::escape()
{
    if (m_writing->isSpecial())
        m_writing->giveUp();
    else
        m_chat.markAllRead(m_room);
}

void RoomPane::showPause()
{
    const Chat::Pause pause = m_chat.pause();
    if (pause.leftMs > 0)
        m_notice->countDown(pause.leftMs, [why = pause.why](qint64 leftMs) {
            return waitingSentence(why, leftMs);
        });
}

void RoomPane::showRoom()
{
    const protocol::Room *room = m_chat.rooms().find(m_room);
    if (!room)
        return;
    m_header->showRoom(*room);
    m_timeline->setAccessibleName(tr("Messages in %1").arg(isolated(room->name)));
    m_composer->setPlaceholder(tr("Message %1").arg(isolated(room->name)));
}

void RoomPane::showMessages()
{
    const bool isEmpty = m_model->rowCount() == 0 && !m_model->hasOlder() && !m_model->hasNewer();
    if (isEmpty)
        m_empty->setContent(u"message-square"_s, tr("No messages yet"),
                            tr("Write the first one below; everybody in the room will see it."));
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : m_timeline);
}

void RoomPane::showNothing()
{
    m_header->showNothing();
    m_composer->hide();
    if (m_hasRooms)
        m_empty->setContent(u"message-square"_s, tr("No room is open"),
                            tr("Choose one from the list, or look at what else there is."),
                            tr("Browse rooms"));
    else
        m_empty->setContent(u"messages-square"_s, tr("You are in no room yet"),
                            tr("Join one of the rooms of this server, or make the first."),
                            tr("Browse rooms"));
    m_stack->setCurrentWidget(m_empty);
}

void RoomPane::setHasRooms(bool hasRooms)
{
    m_hasRooms = hasRooms;
    if (!m_room.isValid())
        showNothing();
}

void RoomPane::setBlocked(const ErrorSentence &reason)
{
    m_composer->setBlocked(reason.what); // what to do stands above
    const bool isBlocked = !reason.what.isEmpty();
    const bool wasBlocked = std::exchange(m_isBlocked, isBlocked);
    if (isBlocked)
        m_notice->showSentence(NoticeKind::Warn, reason, tr("Log in"));
    else if (wasBlocked)
        m_notice->hide();
}

void RoomPane::showConnection()
{
    const Connection &connection = m_chat.connection();
    switch (connection.state()) {
    case ConnectionState::Closed:
        return m_banner->showNothing();
    case ConnectionState::Connecting:
        return m_banner->showConnecting();
    case ConnectionState::Online:
        return m_banner->showOnline();
    case ConnectionState::Waiting:
        const ErrorSentence why = errorSentence(connection.lastFailure(), m_server);
        return m_banner->showWaiting(connection.retryInMs(), why,
                                     connection.lastFailure().certificate.has_value());
    }
}

void RoomPane::notice(NoticeKind kind, const ErrorSentence &sentence)
{
    m_notice->showSentence(kind, sentence);
}

void RoomPane::messagesNotLoaded(RoomId room, const Error &error)
{
    if (room == m_room)
        notice(errorSentence(error));
}

void RoomPane::textNotTaken(RoomId room, const QString &text)
{
    notice(textNotKeptSentence(FailureNotices::localFailure(m_chat.storeTrouble())));
    if (!text.isEmpty())
        m_writing->takeBack(room, text);
}

bool RoomPane::tellsOfFailure() const
{
    return !m_notice->isHidden() && m_notice->kind() == NoticeKind::Error;
}

void RoomPane::focusComposer()
{
    m_composer->setFocus(Qt::OtherFocusReason);
}

void RoomPane::setEmojiChoices(EmojiChoices &choices)
{
    m_composer->setEmojiChoices(choices);
    m_actions->setEmojiChoices(choices);
}

void RoomPane::jumpTo(Seq seq)
{
    m_jumps->toMessage(seq);
}

void RoomPane::pin(Seq seq, bool isPinned)
{
    m_chat.pin(m_room, seq, isPinned);
}

bool RoomPane::eventFilter(QObject *watched, QEvent *event)
{
    // The banner lies over the messages: its coming and going moves nothing.
    if (watched == m_stack && event->type() == QEvent::Resize && !m_banner->isHidden())
        m_banner->fit(m_stack->width());
    return QWidget::eventFilter(watched, event);
}

void RoomPane::resizeEvent(QResizeEvent *event)
{
    m_composer->setPaneHeight(height());
    QWidget::resizeEvent(event);
}

void RoomPane::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::current().background);
}

} // namespace salon::client
