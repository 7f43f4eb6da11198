// SPDX-License-Identifier: MIT
// The Chat's outbox: on disk before it is shown, sent in order by room, the same key until it is
// answered.
#include "client/state/chat.h"
#include "shared/base/clock.h"
#include <QUuid>

namespace salon::client {
namespace {

protocol::Message messageOf(const OutboxRow &row, UserId self)
{
    protocol::Message message;
    message.room = row.room;
    message.at = row.createdAt;
    message.by = self;
    message.key = row.key;
    message.text = row.text;
    if (row.replyTo > 0)
        message.replyTo = row.replyTo;
    return message;
}

protocol::PostMessage requestOf(const OutboxRow &row)
{
    return {row.room, row.key, row.text,
            row.replyTo > 0 ? std::optional(row.replyTo) : std::nullopt};
}

protocol::EditMessage editOf(const OutboxRow &row)
{
    return {row.room, row.edits, row.text};
}

std::optional<Error> brokenRuleOf(const OutboxRow &row, const wire::Limits &limits)
{
    return row.edits > 0 ? brokenRule(editOf(row), limits) : brokenRule(requestOf(row), limits);
}

QString freshKey()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

void Chat::post(RoomId room, const QString &text, qint64 pressedAt, Seq replyTo)
{
    put({room, freshKey(), text, Clock::system().now(), {}, replyTo}, pressedAt, {});
}

void Chat::postAgain(const QString &key, const QString &text, qint64 pressedAt)
{
    const OutboxRow *before = unsent(key);
    if (!before)
        return;
    OutboxRow row{before->room, freshKey(),      text,         Clock::system().now(),
                  {},           before->replyTo, before->edits};
    row.base = std::max(before->base, revOf(row.room, row.edits));
    put(row, pressedAt, key);
}

void Chat::put(OutboxRow row, qint64 pressedAt, const QString &replaced)
{
    if (!m_isOpen)
        return Q_EMIT textNotTaken(row.room, row.text);
    row.failure = brokenRuleOf(row, m_connection.limits());
    if (row.edits == 0)
        m_stages.begin(row.key, row.room, pressedAt);
    const auto done = [this, row, replaced, generation = m_generation](bool stored) {
        if (generation != m_generation)
            return;
        if (!stored) // what was replaced still has the text
            return Q_EMIT textNotTaken(row.room, unfinished(replaced) ? QString() : row.text);
        m_stages.passed(row.key, Stage::Outbox);
        if (!replaced.isEmpty())
            forgetUnsent(row.room, replaced);
        m_unsent.append(row);
        Q_EMIT unsentChanged();
        showUnsent(row);
        sendNext(row.room);
    };
    if (!unfinished(replaced))
        return m_store.putOutbox(m_account, row, done);
    m_store.rewriteOutbox(
        m_account, replaced, row,
        [this, row, replaced, done, account = m_account](LocalStore::RowChange change) {
            if (change != LocalStore::RowChange::NoRow)
                return done(change == LocalStore::RowChange::Stored);
            // Its failure may have brought it back there meanwhile.
            m_store.removeOutbox(account, replaced);
            m_store.putOutbox(account, row, done);
        });
}

//! Of a row that has `key` on the disk. One that is gone from there is still to be kept: it is put
//! there as the last.
void Chat::storeAgain(const QString &key, const OutboxRow &row, std::function<void()> done)
{
    m_store.replaceOutbox(
        m_account, key, row,
        [this, key = row.key, done, account = m_account](LocalStore::RowChange change) {
            const OutboxRow *now = account == m_account ? unsent(key) : nullptr;
            if (now && change == LocalStore::RowChange::NoRow)
                return m_store.putOutbox(account, *now, [done](bool) { done(); });
            done();
        });
}

void Chat::showUnsent(Timeline &timeline)
{
    for (const OutboxRow &row : std::as_const(m_unsent)) {
        if (row.room == timeline.room())
            showUnsent(row);
    }
}

void Chat::showUnsent(const OutboxRow &row)
{
    Timeline *timeline = timelineOf(row.room);
    if (!timeline || row.isDraft)
        return;
    if (row.edits > 0)
        return timeline->setEdit(row.edits, PendingEdit{row.key, row.text, row.failure});
    timeline->addPending(messageOf(row, m_self));
    if (row.failure)
        timeline->setFailed(row.key, *row.failure);
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
        || m_pause.isOn() || m_isListing)
        return;
    const auto next = std::ranges::find_if(m_unsent, [room](const OutboxRow &row) {
        return row.room == room && !row.failure && !row.isDraft;
    });
    if (next == m_unsent.end())
        return;
    m_inFlight.insert(room);
    if (next->edits > 0)
        return sendEdit(*next);
    m_stages.passed(next->key, Stage::Turn);
    m_connection.request(requestOf(*next),
                         [this, room, key = next->key](const Result<protocol::Posted> &answer) {
                             sent(room, key, answer);
                         });
}

void Chat::sent(RoomId room, const QString &key, const Result<protocol::Posted> &answer)
{
    const QString trace = answer ? m_connection.trace() : answer.error().trace;
    if (answer || !trace.isEmpty())
        m_stages.answered(key, trace);
    if (!answer)
        return notSent(room, key, answer.error());
    if (Timeline *timeline = timelineOf(room))
        timeline->setPosted(key, answer->seq);
    isWithServer(room, key);
}

void Chat::isWithServer(RoomId room, const QString &key)
{
    m_inFlight.remove(room);
    m_pause.shorten();
    m_store.removeOutbox(m_account, key);
    m_unsent.removeIf([&key](const OutboxRow &row) { return row.key == key; });
    Q_EMIT unsentChanged();
    m_wanted.send(room);
    sendNext(room);
}

void Chat::notSent(RoomId room, const QString &key, const Error &why)
{
    m_inFlight.remove(room);
    if (isPassing(why.code))
        return wait(why);
    if (isAboutSession(why.code))
        return;
    const auto row = std::ranges::find(m_unsent, key, &OutboxRow::key);
    if (row != m_unsent.end())
        fail(*row, why);
    sendNext(room);
}

void Chat::fail(OutboxRow &row, const Error &failure)
{
    const RoomId room = row.room;
    row.failure = failure;
    storeAgain(row.key, row, [] {});
    showUnsent(row);
    Q_EMIT unsentChanged();
    m_wanted.send(room);
}

qsizetype Chat::leaveUnsentBehind(RoomId room)
{
    qsizetype count = 0;
    for (OutboxRow &row : m_unsent) {
        if (row.room != room || row.failure || row.isDraft)
            continue;
        fail(row, Error(ErrorCode::Forbidden, Reason::NotAMember, {}));
        ++count;
    }
    return count;
}

void Chat::wait(const Error &why)
{
    const qint64 pauseMs = m_pause.begin(why);
    if (pauseMs > 0 && m_connection.state() == ConnectionState::Online)
        Q_EMIT sendingPaused(why, pauseMs);
}

Chat::Pause Chat::pause() const
{
    if (m_connection.state() != ConnectionState::Online)
        return {};
    const SendingPause &pause = m_pause.isOn() ? m_pause : m_wanted.pause();
    return {pause.why(), pause.leftMs()};
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
    storeAgain(key, *row, [this, room, generation = m_generation] {
        if (generation == m_generation)
            sendNext(room);
    });
    Timeline *timeline = timelineOf(room);
    if (timeline && row->edits == 0) {
        timeline->changeKey(key, row->key);
        timeline->setPending(row->key);
    } else {
        showUnsent(*row);
    }
}

void Chat::discard(RoomId room, const QString &key)
{
    m_store.removeOutbox(m_account, key);
    forgetUnsent(room, key);
    Q_EMIT unsentChanged();
    m_wanted.send(room);
}

void Chat::discardAll()
{
    m_wanted.removeAll();
    const QList<OutboxRow> rows = m_unsent;
    for (const OutboxRow &row : rows)
        discard(row.room, row.key);
}

//! What is done with a message goes out behind the texts that it is still to get.
bool Chat::maySend(RoomId room, Seq seq) const
{
    return !m_isListing && std::ranges::none_of(m_unsent, [&](const OutboxRow &row) {
        return row.room == room && row.edits == seq && !row.failure && !row.isDraft;
    });
}

void Chat::forgetUnsent(RoomId room, const QString &key)
{
    const OutboxRow *row = unsent(key);
    const Seq edits = row ? row->edits : 0;
    m_unsent.removeIf([&key](const OutboxRow &other) { return other.key == key; });
    Timeline *timeline = timelineOf(room);
    if (timeline && edits > 0)
        timeline->setEdit(edits, {});
    else if (timeline)
        timeline->discard(key);
}

OutboxCount Chat::outboxCount() const
{
    OutboxCount count{m_wanted.count(), 0, m_wanted.oldest()};
    for (const OutboxRow &row : m_unsent) {
        if (row.isDraft)
            continue;
        if (row.failure) {
            ++count.refused;
            continue;
        }
        ++count.waiting;
        count.oldest = std::min(row.createdAt, count.oldest.value_or(row.createdAt));
    }
    return count;
}

const OutboxRow *Chat::unsent(const QString &key) const
{
    const auto row = std::ranges::find(m_unsent, key, &OutboxRow::key);
    return row == m_unsent.end() ? nullptr : &*row;
}

const OutboxRow *Chat::unfinished(const QString &key) const
{
    const OutboxRow *row = unsent(key);
    return row && (row->failure || row->isDraft) ? row : nullptr;
}

const OutboxRow *Chat::unfinishedEdit(RoomId room) const
{
    const auto row = std::ranges::find_if(
        m_unsent, [room](const OutboxRow &other) { return other.room == room && other.isDraft; });
    return row == m_unsent.end() ? nullptr : &*row;
}

void Chat::beginEdit(RoomId room, Seq seq, const QString &text, std::function<void(QString)> begun)
{
    const auto before = std::ranges::find_if(m_unsent, [&](const OutboxRow &row) {
        return row.room == room && row.edits == seq && (row.failure || row.isDraft);
    });
    if (before != m_unsent.end())
        return begun(before->key);
    OutboxRow row{room, freshKey(), text, Clock::system().now()};
    row.edits = seq;
    row.base = revOf(room, seq);
    row.isDraft = true;
    m_store.putOutbox(m_account, row, [this, row, begun, generation = m_generation](bool stored) {
        if (generation != m_generation)
            return;
        if (!stored)
            return Q_EMIT textNotTaken(row.room, {});
        m_unsent.append(row);
        begun(row.key);
    });
}

void Chat::setUnsentText(const QString &key, const QString &text)
{
    const auto row = std::ranges::find(m_unsent, key, &OutboxRow::key);
    const bool isUnfinished = row != m_unsent.end() && (row->failure || row->isDraft);
    if (!isUnfinished || text.trimmed().isEmpty() || row->text == text)
        return;
    row->text = text;
    m_store.setOutboxText(m_account, key, text);
}

void Chat::showUnsentText(const QString &key)
{
    const OutboxRow *row = unsent(key);
    Timeline *timeline = row ? timelineOf(row->room) : nullptr;
    if (timeline && row->edits == 0)
        timeline->changeText(key, row->text);
    else if (timeline)
        showUnsent(*row);
}

void Chat::setDraft(RoomId room, const Draft &draft)
{
    if (!m_isOpen || m_drafts.value(room) == draft)
        return;
    m_drafts.insert(room, draft);
    m_store.setDraft(m_account, room, draft);
}

} // namespace salon::client
