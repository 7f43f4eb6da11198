// SPDX-License-Identifier: MIT
#include "client/app/chat_notifications.h"
#include "client/state/chat.h"
#include "client/ui/main_window.h"
#include "client/ui/room_pane.h"
#include "client/ui/text/shown_text.h"
#include "client/ui/timeline/display_text.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kGatherMs = 200; // the window has shown by then what it can show
constexpr int kMostWaits = 10; // for names

QString plainText(const QString &sent)
{
    return drawable(ShownText::of(sent).text);
}

} // namespace

ChatNotifications::ChatNotifications(Chat &chat, MainWindow &window, NotificationSettings &settings,
                                     std::unique_ptr<DesktopNotifier> notifier)
    : m_chat(chat), m_window(window), m_settings(settings), m_center(std::move(notifier))
{
    m_gather.setSingleShot(true);
    m_gather.setInterval(kGatherMs);
    m_look.setSingleShot(true);
    m_look.setInterval(0);
    connect(&m_gather, &QTimer::timeout, this, &ChatNotifications::tellAll);
    connect(&m_look, &QTimer::timeout, this, &ChatNotifications::look);
    connect(&chat, &Chat::eventApplied, this, &ChatNotifications::happened);
    connect(&chat.connection(), &Connection::stateChanged, this, [this](ConnectionState state) {
        m_isCatchingUp = m_isCatchingUp || state == ConnectionState::Connecting;
    });
    connect(&chat, &Chat::caughtUp, this, &ChatNotifications::caughtUp);
    connect(&chat, &Chat::restored, this, [this] {
        m_knowsSeen = true;
        for (const protocol::Room &room : m_chat.rooms().all())
            m_seen.insert(room.id, room.head);
    });
    const auto soon = [this] { m_look.start(); };
    connect(&chat.rooms(), &RoomsState::changed, this, soon);
    connect(&chat.rooms(), &RoomsState::inserted, this, soon);
    connect(&chat.rooms(), &RoomsState::removed, this, soon);
    connect(&chat.rooms(), &RoomsState::reset, this, [this, soon] {
        if (m_chat.rooms().all().isEmpty()) // another account may follow, with the same numbers
            forgetAll();
        soon();
    });
    connect(&settings, &NotificationSettings::changed, this, soon);
    connect(&m_center, &NotificationCenter::opened, this, &ChatNotifications::open);
}

void ChatNotifications::caughtUp()
{
    m_isCatchingUp = false;
    for (const protocol::Room &room : m_chat.rooms().all()) {
        if (m_knowsSeen && room.head > m_seen.value(room.id))
            m_missed.insert(room.id);
        m_seen.insert(room.id, room.head);
    }
    m_knowsSeen = true;
    m_gather.start();
}

void ChatNotifications::happened(const protocol::RoomEvent &event)
{
    const auto seen = m_seen.find(event.room);
    if (seen != m_seen.end() && event.seq > std::exchange(*seen, event.seq) + 1)
        m_missed.insert(event.room);
    if (const auto message = event.message())
        return arrived(*message);
    const Seq changed = event.changes();
    const bool isGone = std::holds_alternative<protocol::MessageDeleted>(event.data);
    const auto *edit = std::get_if<protocol::MessageEdited>(&event.data);
    const auto waiting = m_arrived.find(event.room);
    if (waiting != m_arrived.end() && waiting->seq == changed)
        event.change(*waiting);
    if (m_center.toldOf(event.room) != changed)
        return;
    if (isGone || (edit && edit->deleted.value_or(false)))
        m_center.withdraw(event.room);
    else if (edit)
        m_center.correct(event.room, changed, plainText(edit->text));
}

Verdict ChatNotifications::verdictOn(const protocol::Message &message,
                                     const protocol::Room &room) const
{
    return judge({.message = message,
                  .room = room,
                  .self = m_chat.self(),
                  .chosen = m_settings.chosen(room.id),
                  .isInView = m_window.showsMessage(room.id, message.seq),
                  .isDoNotDisturb = m_settings.isQuiet()});
}

void ChatNotifications::arrived(const protocol::Message &message)
{
    const protocol::Room *room = m_chat.rooms().find(message.room);
    const auto later = m_arrived.constFind(message.room);
    if (!room || (later != m_arrived.constEnd() && later->seq > message.seq)
        || !std::holds_alternative<NotificationRule>(verdictOn(message, *room)))
        return;
    m_arrived.insert(message.room, message);
    m_waits = 0;
    if (!m_gather.isActive())
        m_gather.start();
}

void ChatNotifications::tellAll()
{
    if (m_isCatchingUp)
        return; // until Chat::caughtUp
    bool waits = false;
    const auto arrived = std::exchange(m_arrived, {});
    const QList<protocol::User> people = m_chat.knownPeople();
    for (const protocol::Message &message : arrived) {
        const bool isNamed =
            std::ranges::find(people, message.by, &protocol::User::id) != people.end();
        if (!isNamed && m_waits < kMostWaits) {
            m_arrived.insert(message.room, message);
            waits = true;
        } else {
            tell(message);
        }
    }
    ++m_waits;
    if (waits)
        m_gather.start();
    for (const RoomId id : std::exchange(m_missed, {})) {
        if (const protocol::Room *room = m_chat.rooms().find(id))
            tellMissed(*room);
    }
}

void ChatNotifications::tellMissed(const protocol::Room &room)
{
    const NotificationLevel level = m_settings.level(room);
    const bool areCalls = level == NotificationLevel::Mentions;
    const qint64 unread = areCalls ? room.mentions : room.unread;
    const bool isOpen = m_window.isActiveWindow() && m_window.pane()->room() == room.id;
    const bool isToldOf = m_center.toldOf(room.id) > 0 || m_arrived.contains(room.id);
    if (level == NotificationLevel::Nothing || unread == 0 || isOpen || isToldOf
        || m_settings.isQuiet())
        return;
    m_center.tell({.room = room.id,
                   .seq = room.head,
                   .roomName = drawable(room.name),
                   .rule = NotificationRule::Missed,
                   .unread = unread,
                   .areCalls = areCalls},
                  {m_settings.hasSound(), m_settings.hidesText()});
}

void ChatNotifications::tell(const protocol::Message &message)
{
    const protocol::Room *room = m_chat.rooms().find(message.room);
    if (!room)
        return;
    const Verdict verdict = verdictOn(message, *room);
    const auto *rule = std::get_if<NotificationRule>(&verdict);
    if (!rule || m_center.toldOf(room->id) >= message.seq)
        return;
    const bool isOfTwo = room->isDirect() && room->with && room->with->size() == 1;
    const bool isCalled =
        *rule == NotificationRule::Mention || *rule == NotificationRule::EverybodyCalled;
    m_center.tell({.room = room->id,
                   .seq = message.seq,
                   .author = drawable(m_chat.nameOf(message.by)),
                   .roomName = isOfTwo ? QString() : drawable(room->name),
                   .text = plainText(message.text),
                   .rule = *rule,
                   .unread = isCalled ? room->mentions : room->unread,
                   .areCalls = isCalled},
                  {m_settings.hasSound(), m_settings.hidesText()});
}

void ChatNotifications::forgetAll()
{
    m_arrived.clear();
    m_seen.clear();
    m_missed.clear();
    m_knowsSeen = false;
    m_gather.stop();
    m_center.withdrawAll();
}

void ChatNotifications::look()
{
    withdrawRead();
    count();
}

void ChatNotifications::withdrawRead()
{
    for (const RoomId id : m_center.rooms()) {
        const protocol::Room *room = m_chat.rooms().find(id);
        if (!room || room->read >= m_center.toldOf(id))
            m_center.withdraw(id);
    }
}

void ChatNotifications::count()
{
    qint64 unread = 0;
    qint64 mentions = 0;
    for (const protocol::Room &room : m_chat.rooms().all()) {
        if (m_settings.level(room) == NotificationLevel::Nothing)
            continue;
        unread += room.unread;
        mentions += room.mentions;
    }
    Q_EMIT unreadCounted(unread, mentions);
}

void ChatNotifications::open(RoomId room, Seq seq)
{
    Q_EMIT opened();
    if (!m_chat.rooms().find(room))
        return;
    m_window.openRoom(room);
    if (seq > 0)
        m_window.pane()->jumpTo(seq);
}

} // namespace salon::client
