// SPDX-License-Identifier: MIT
// The Chat's outbox: on disk before it is shown, sent in order by room, the same key until it is answered.
#include "client/state/chat.h"
#include "shared/base/clock.h"
#include <QUuid>

namespace salon::client {
namespace {

constexpr qint64 kTryAgainMs = 3'000;

protocol::Message messageOf(const OutboxRow &row)
{
    protocol::Message message;
    message.room = row.room;
    message.at = row.createdAt;
    message.by = row.user;
    message.key = row.key;
    message.text = row.text;
    return message;
}

//! The outcome is unknown or the server asks to wait: the same message is sent again later.
bool isPassing(ErrorCode code)
{
    return code == ErrorCode::Unavailable || code == ErrorCode::RateLimited
        || code == ErrorCode::Stopping || code == ErrorCode::Internal;
}

} // namespace

void Chat::post(RoomId room, const QString &text)
{
    const OutboxRow row{m_self, room, QUuid::createUuid().toString(QUuid::WithoutBraces), text,
                        Clock::system().now()};
    m_store.putOutbox(row, [this, row](bool stored) {
        if (!stored)
            return Q_EMIT textNotTaken(row.room, row.text);
        m_unsent.append({row, false});
        if (const auto open = m_timelines.find(row.room); open != m_timelines.end())
            open->second->addPending(messageOf(row));
        sendNext(row.room);
    });
}

void Chat::showUnsent(Timeline &timeline)
{
    for (const Unsent &unsent : m_unsent) {
        if (unsent.row.room == timeline.room())
            timeline.addPending(messageOf(unsent.row));
    }
}

void Chat::sendNext(RoomId room)
{
    if (m_connection.state() != ConnectionState::Online || m_inFlight.contains(room)
        || m_pause.isActive())
        return;
    const auto next = std::ranges::find_if(m_unsent, [room](const Unsent &unsent) {
        return unsent.row.room == room && !unsent.isFailed;
    });
    if (next == m_unsent.end())
        return;
    m_inFlight.insert(room);
    protocol::PostMessage message;
    message.room = room;
    message.key = next->row.key;
    message.text = next->row.text;
    m_connection.request(message, [this, room, key = message.key](const Result<protocol::Posted> &answer) {
        sent(room, key, answer);
    });
}

void Chat::sent(RoomId room, const QString &key, const Result<protocol::Posted> &answer)
{
    m_inFlight.remove(room);
    const auto found = std::ranges::find_if(
        m_unsent, [&key](const Unsent &unsent) { return unsent.row.key == key; });
    if (!answer && isPassing(answer.error().code))
        return wait(answer.error().retryAfterMs.value_or(kTryAgainMs));
    if (answer) {
        m_store.removeOutbox(key);
        if (found != m_unsent.end())
            m_unsent.erase(found);
    } else if (found != m_unsent.end()) {
        found->isFailed = true;
        if (const auto open = m_timelines.find(room); open != m_timelines.end())
            open->second->setFailed(key, answer.error());
    }
    sendNext(room);
}

void Chat::wait(qint64 milliseconds)
{
    if (!m_pause.isActive())
        m_pause.start(int(milliseconds));
}

void Chat::retry(RoomId room, const QString &key)
{
    for (Unsent &unsent : m_unsent) {
        if (unsent.row.key == key)
            unsent.isFailed = false;
    }
    if (const auto open = m_timelines.find(room); open != m_timelines.end())
        open->second->setPending(key);
    sendNext(room);
}

void Chat::discard(RoomId room, const QString &key)
{
    m_unsent.removeIf([&key](const Unsent &unsent) { return unsent.row.key == key; });
    m_store.removeOutbox(key);
    if (const auto open = m_timelines.find(room); open != m_timelines.end())
        open->second->discard(key);
}

void Chat::setDraft(RoomId room, const QString &text)
{
    if (m_drafts.value(room) == text)
        return;
    m_drafts.insert(room, text);
    m_store.setDraft(m_self, room, text);
}

} // namespace salon::client
