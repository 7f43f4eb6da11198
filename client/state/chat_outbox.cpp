// SPDX-License-Identifier: MIT
// The Chat's outbox: on disk before it is shown, sent in order by room, the same key until it is
// answered.
#include "client/state/chat.h"
#include "shared/base/clock.h"
#include <QUuid>

namespace salon::client {
namespace {

constexpr qint64 kTryAgainMs = 3'000;
constexpr qint64 kMostPauseMs = 60'000;
constexpr int kMostDoublings = 5;

protocol::Message messageOf(const OutboxRow &row, UserId self)
{
    protocol::Message message;
    message.room = row.room;
    message.at = row.createdAt;
    message.by = self;
    message.key = row.key;
    message.text = row.text;
    return message;
}

protocol::PostMessage requestOf(const OutboxRow &row)
{
    return {row.room, row.key, row.text, {}};
}

QString freshKey()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

//! It is not the message that was refused: it waits for the next login.
bool isAboutSession(ErrorCode code)
{
    return code == ErrorCode::Unauthorized || code == ErrorCode::SessionExpired
        || code == ErrorCode::SessionRevoked;
}

} // namespace

void Chat::post(RoomId room, const QString &text, qint64 pressedAt, const QString &replaced)
{
    if (!m_isOpen)
        return Q_EMIT textNotTaken(room, text);
    OutboxRow row{room, freshKey(), text, Clock::system().now(), {}};
    row.failure = brokenRule(requestOf(row), m_connection.limits());
    m_stages.begin(row.key, room, pressedAt);
    const auto done = [this, row, replaced, generation = m_generation](bool stored) {
        if (generation != m_generation)
            return;
        if (!stored) // what was replaced still has the text
            return Q_EMIT textNotTaken(row.room, unsentText(replaced) ? QString() : row.text);
        m_stages.passed(row.key, Stage::Outbox);
        if (!replaced.isEmpty())
            forgetUnsent(row.room, replaced);
        m_unsent.append(row);
        Q_EMIT unsentChanged();
        if (Timeline *timeline = timelineOf(row.room))
            showUnsent(*timeline);
        sendNext(row.room);
    };
    if (unsentText(replaced))
        m_store.rewriteOutbox(m_account, replaced, row, done);
    else
        m_store.putOutbox(m_account, row, done);
}

void Chat::showUnsent(Timeline &timeline)
{
    for (const OutboxRow &row : std::as_const(m_unsent)) {
        if (row.room != timeline.room())
            continue;
        timeline.addPending(messageOf(row, m_self));
        if (row.failure)
            timeline.setFailed(row.key, *row.failure);
    }
}

void Chat::sendAll()
{
    QSet<RoomId> rooms;
    for (const OutboxRow &row : std::as_const(m_unsent))
        rooms.insert(row.room);
    for (const RoomId room : std::as_const(rooms))
        sendNext(room);
}

void Chat::sendNext(RoomId room)
{
    if (m_connection.state() != ConnectionState::Online || m_inFlight.contains(room)
        || m_pause.isActive() || m_isListing)
        return;
    const auto next = std::ranges::find_if(std::as_const(m_unsent), [room](const OutboxRow &row) {
        return row.room == room && !row.failure;
    });
    if (next == m_unsent.cend())
        return;
    m_inFlight.insert(room);
    m_stages.passed(next->key, Stage::Turn);
    m_connection.request(requestOf(*next),
                         [this, room, key = next->key](const Result<protocol::Posted> &answer) {
                             sent(room, key, answer);
                         });
}

void Chat::sent(RoomId room, const QString &key, const Result<protocol::Posted> &answer)
{
    m_inFlight.remove(room);
    const QString trace = answer ? m_connection.trace() : answer.error().trace;
    if (answer || !trace.isEmpty())
        m_stages.answered(key, trace);
    const auto row = std::ranges::find(m_unsent, key, &OutboxRow::key);
    if (answer) {
        m_pauses = 0;
        m_store.removeOutbox(m_account, key);
        if (row != m_unsent.end())
            m_unsent.erase(row);
        Q_EMIT unsentChanged();
        if (Timeline *timeline = timelineOf(room))
            timeline->setPosted(key, answer->seq);
    } else if (isPassing(answer.error().code)) {
        return wait(answer.error());
    } else if (isAboutSession(answer.error().code)) {
        return;
    } else if (row != m_unsent.end()) {
        fail(*row, answer.error());
    }
    sendNext(room);
}

void Chat::fail(OutboxRow &row, const Error &failure)
{
    row.failure = failure;
    m_store.replaceOutbox(m_account, row.key, row, {});
    if (Timeline *timeline = timelineOf(row.room))
        timeline->setFailed(row.key, failure);
    Q_EMIT unsentChanged();
}

void Chat::leaveUnsentBehind(RoomId room)
{
    int count = 0;
    for (OutboxRow &row : m_unsent) {
        if (row.room != room || row.failure)
            continue;
        fail(row, Error(ErrorCode::Forbidden, Reason::NotAMember, {}));
        ++count;
    }
    if (count > 0)
        Q_EMIT unsentLeftBehind(room, count);
}

void Chat::wait(const Error &why)
{
    if (m_pause.isActive())
        return;
    const qint64 usual =
        std::min(kMostPauseMs, kTryAgainMs << std::min(m_pauses++, kMostDoublings));
    m_pause.start(int(why.retryAfterMs.value_or(usual)));
    m_pauseWhy = why;
    if (m_connection.state() == ConnectionState::Online)
        Q_EMIT sendingPaused(why, m_pause.interval());
}

Chat::Pause Chat::pause() const
{
    const bool isPaused = m_pause.isActive() && m_connection.state() == ConnectionState::Online;
    return isPaused ? Pause{m_pauseWhy, m_pause.remainingTime()} : Pause{};
}

void Chat::retry(RoomId room, const QString &key)
{
    const auto row = std::ranges::find(m_unsent, key, &OutboxRow::key);
    if (row == m_unsent.end() || !row->failure)
        return;
    // Under a key that means another message this one can never be sent. Every other failure keeps
    // it: whatever became of the first try, there will be one message.
    if (row->failure->code == ErrorCode::Conflict)
        row->key = freshKey();
    m_stages.rename(key, row->key);
    row->failure.reset();
    Q_EMIT unsentChanged();
    m_store.replaceOutbox(m_account, key, *row, [this, room, generation = m_generation](bool) {
        if (generation == m_generation)
            sendNext(room);
    });
    if (Timeline *timeline = timelineOf(room)) {
        timeline->changeKey(key, row->key);
        timeline->setPending(row->key);
    }
}

void Chat::discard(RoomId room, const QString &key)
{
    m_store.removeOutbox(m_account, key);
    forgetUnsent(room, key);
    Q_EMIT unsentChanged();
}

void Chat::discardAll()
{
    const QList<OutboxRow> rows = m_unsent;
    for (const OutboxRow &row : rows)
        discard(row.room, row.key);
}

void Chat::forgetUnsent(RoomId room, const QString &key)
{
    m_unsent.removeIf([&key](const OutboxRow &row) { return row.key == key; });
    if (Timeline *timeline = timelineOf(room))
        timeline->discard(key);
}

OutboxCount Chat::outboxCount() const
{
    OutboxCount count;
    for (const OutboxRow &row : m_unsent) {
        if (row.failure) {
            ++count.refused;
            continue;
        }
        ++count.waiting;
        count.oldest = std::min(row.createdAt, count.oldest.value_or(row.createdAt));
    }
    return count;
}

std::optional<QString> Chat::unsentText(const QString &key) const
{
    const auto row = std::ranges::find(m_unsent, key, &OutboxRow::key);
    return row != m_unsent.end() && row->failure ? std::optional(row->text) : std::nullopt;
}

void Chat::setUnsentText(const QString &key, const QString &text)
{
    const auto row = std::ranges::find(m_unsent, key, &OutboxRow::key);
    if (row == m_unsent.end() || !row->failure || text.trimmed().isEmpty() || row->text == text)
        return;
    row->text = text;
    m_store.setOutboxText(m_account, key, text);
}

void Chat::showUnsentText(const QString &key)
{
    const auto row = std::ranges::find(m_unsent, key, &OutboxRow::key);
    Timeline *timeline = row == m_unsent.end() ? nullptr : timelineOf(row->room);
    if (timeline)
        timeline->changeText(key, row->text);
}

void Chat::setDraft(RoomId room, const QString &text)
{
    if (!m_isOpen || m_drafts.value(room) == text)
        return;
    m_drafts.insert(room, text);
    m_store.setDraft(m_account, room, text);
}

} // namespace salon::client
