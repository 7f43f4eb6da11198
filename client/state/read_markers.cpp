// SPDX-License-Identifier: MIT
#include "client/state/read_markers.h"
#include "client/state/try_later.h"

namespace salon::client {
namespace {

constexpr int kGatherMs = 300;
constexpr int kSendAgainMs = 3'000;

} // namespace

ReadMarkers::ReadMarkers(Connection &connection, LocalStore &store, RoomsState &rooms,
                         WhenListed whenListed)
    : m_connection(connection), m_store(store), m_rooms(rooms), m_whenListed(std::move(whenListed))
{
    m_sendAgain.setSingleShot(true);
    connect(&m_sendAgain, &QTimer::timeout, this, &ReadMarkers::sendWanted);
    m_compareTimer.setSingleShot(true);
    m_compareTimer.setInterval(kCompareMs);
    connect(&m_compareTimer, &QTimer::timeout, this, &ReadMarkers::compare);
}

ReadMarkers::~ReadMarkers()
{
    keepAll();
}

void ReadMarkers::open(const StoreAccount &account, const QHash<RoomId, WantedMarker> &kept)
{
    m_account = account;
    m_wanted = kept;
    m_kept = QSet<RoomId>(kept.keyBegin(), kept.keyEnd());
}

void ReadMarkers::close()
{
    keepAll();
    m_sendAgain.stop();
    m_compareTimer.stop();
    m_markers.clear();
    m_remembered.clear();
    m_wanted.clear();
    m_kept.clear();
    m_held.clear();
    m_changed.clear();
    m_skipped.clear();
    m_doubted.clear();
    m_recounted.clear();
}

protocol::Room ReadMarkers::shown(protocol::Room row) const
{
    const Marker marker = m_markers.value(row.id);
    row.read = marker.seq;
    row.counter = marker.counter;
    row.unread = std::max<qint64>(0, row.n - marker.n);
    row.mentions = marker.mentions;
    const auto wanted = m_wanted.constFind(row.id);
    if (wanted == m_wanted.constEnd())
        return row;
    row.read = wanted->seq;
    row.unread = std::max<qint64>(0, row.n - wanted->n);
    row.mentions = std::min(row.mentions, row.unread);
    return row;
}

void ReadMarkers::show(RoomId room)
{
    if (const protocol::Room *row = m_rooms.find(room))
        m_rooms.put(shown(*row));
}

ReadMarkers::Marker ReadMarkers::markerOf(const protocol::Room &row)
{
    return {row.read, row.n - row.unread, row.counter, row.mentions, row.head};
}

protocol::Room ReadMarkers::remembered(const protocol::Room &row)
{
    m_remembered.insert(row.id);
    m_markers.insert(row.id, markerOf(row));
    return shown(row);
}

protocol::Room ReadMarkers::told(const protocol::Room &row)
{
    if (!m_remembered.remove(row.id))
        hold(row.id, m_markers.value(row.id).seq, row.read);
    m_markers.insert(row.id, markerOf(row));
    m_changed.remove(row.id);
    m_skipped.remove(row.id);
    const auto wanted = m_wanted.constFind(row.id);
    if (wanted != m_wanted.constEnd() && !wanted->isBack) {
        // Below where it was: somebody set it back since, who knows more than this device.
        const bool wasSetBack = row.read < wanted->base;
        if (wasSetBack || wanted->seq <= row.read)
            drop(row.id);
    }
    return shown(row);
}

void ReadMarkers::count(protocol::Room &row, const protocol::Message &message, bool isOwn)
{
    row.n = message.n;
    Marker &marker = m_markers[row.id];
    if (isOwn && message.seq > marker.head) { // the server moved the marker with it
        marker = {message.seq, message.n, marker.counter + 1, 0, message.seq};
        drop(row.id);
        m_held.remove(row.id);
    }
    if (message.isFor(m_account.user) && message.seq > marker.seq)
        ++marker.mentions;
    changed(row.id);
    row = shown(row);
}

void ReadMarkers::messageChanged(const protocol::RoomEvent &event)
{
    const Marker marker = m_markers.value(event.room);
    const bool isText = std::holds_alternative<protocol::MessageEdited>(event.data)
        || std::holds_alternative<protocol::MessageDeleted>(event.data);
    if (!isText || event.changes() <= marker.seq || m_recounted.contains(event.room))
        return;
    m_recounted.insert(event.room);
    QTimer::singleShot(kGatherMs, this, [this, room = event.room] {
        if (m_recounted.remove(room) && m_connection.state() == ConnectionState::Online)
            ask({room});
    });
}

void ReadMarkers::skip(protocol::Room &row, const protocol::Message &last)
{
    row.n = last.n;
    m_skipped.insert(row.id);
    changed(row.id);
    row = shown(row);
}

//! False when it was overtaken, or is known.
bool ReadMarkers::apply(const protocol::ReadState &state)
{
    if (!m_rooms.find(state.room) || state.counter <= m_markers.value(state.room).counter)
        return false;
    m_markers.insert(state.room, {state.seq, state.n, state.counter, state.mentions, state.head});
    m_skipped.remove(state.room);
    changed(state.room);
    return true;
}

void ReadMarkers::moved(const protocol::ReadState &state)
{
    const Seq before = m_markers.value(state.room).seq;
    if (!apply(state))
        return;
    const auto wanted = m_wanted.constFind(state.room);
    const bool isForward = wanted != m_wanted.constEnd() && !wanted->isBack;
    hold(state.room, before, state.seq);
    if (state.seq < before) {
        if (isForward)
            drop(state.room);
    } else if (isForward && wanted->seq <= state.seq) {
        drop(state.room);
    }
    show(state.room);
}

//! The server's word of the marker went from `before` to `now`: who set it back wants it to stay,
//! and who read on after that, on whatever device, does not any more.
void ReadMarkers::hold(RoomId room, Seq before, Seq now)
{
    const auto wanted = m_wanted.constFind(room);
    const bool isSettingBack = wanted != m_wanted.constEnd() && wanted->isBack;
    if (now < before)
        m_held.insert(room);
    else if (now > before && !isSettingBack)
        m_held.remove(room);
}

void ReadMarkers::read(RoomId room, Seq seq, qint64 n, Why why)
{
    const protocol::Room *row = m_rooms.find(room);
    if (!row || seq <= row->read || (why == Why::Seen && m_held.contains(room)))
        return;
    m_held.remove(room);
    const WantedMarker wanted{seq, n, m_markers.value(room).seq, false};
    want(room, wanted);
    QTimer::singleShot(kGatherMs, this, [this, room, wanted] { send(room, wanted); });
}

void ReadMarkers::setBack(RoomId room, Seq seq, qint64 n)
{
    if (!m_rooms.find(room) || seq <= 0)
        return;
    m_held.insert(room);
    const WantedMarker wanted{seq - 1, n - 1, m_markers.value(room).seq, true};
    want(room, wanted);
    send(room, wanted);
}

void ReadMarkers::want(RoomId room, const WantedMarker &wanted)
{
    m_wanted.insert(room, wanted);
    m_kept.remove(room); // what lies there is another one
    show(room);
}

void ReadMarkers::drop(RoomId room)
{
    if (m_wanted.remove(room) > 0)
        m_store.removeMarker(m_account, room);
    m_kept.remove(room);
}

void ReadMarkers::keep(RoomId room)
{
    if (!m_wanted.contains(room) || m_kept.contains(room))
        return;
    m_store.putMarker(m_account, room, m_wanted.value(room));
    m_kept.insert(room);
}

void ReadMarkers::keepAll()
{
    for (auto wanted = m_wanted.cbegin(); wanted != m_wanted.cend(); ++wanted)
        keep(wanted.key());
}

bool ReadMarkers::isWanted(RoomId room, const WantedMarker &wanted) const
{
    const auto found = m_wanted.constFind(room);
    return found != m_wanted.constEnd() && *found == wanted;
}

void ReadMarkers::sendWanted()
{
    const auto all = m_wanted;
    for (auto wanted = all.begin(); wanted != all.end(); ++wanted)
        send(wanted.key(), *wanted);
}

void ReadMarkers::send(RoomId room, const WantedMarker &wanted)
{
    if (!isWanted(room, wanted))
        return; // a later one follows
    if (m_connection.state() != ConnectionState::Online)
        return keep(room); // the next hello sends it
    const auto told = [this, room, wanted](const Result<protocol::ReadState> &state) {
        answered(room, wanted, state);
    };
    if (wanted.isBack)
        m_connection.request(protocol::UnreadRoom{room, wanted.seq}, told);
    else
        m_connection.request(protocol::ReadRoom{room, wanted.seq}, told);
}

void ReadMarkers::answered(RoomId room, const WantedMarker &wanted,
                           const Result<protocol::ReadState> &state)
{
    if (!state && isPassing(state.error().code)) {
        keep(room);
        if (m_connection.state() == ConnectionState::Online && !m_sendAgain.isActive())
            m_sendAgain.start(int(state.error().retryAfterMs.value_or(kSendAgainMs)));
        return;
    }
    m_whenListed([this, room, wanted, state] {
        if (isWanted(room, wanted))
            drop(room);
        if (state)
            apply(*state);
        show(room);
    });
}

void ReadMarkers::remove(RoomId room)
{
    drop(room);
    m_markers.remove(room);
    m_held.remove(room);
    m_changed.remove(room);
    m_skipped.remove(room);
    m_doubted.remove(room);
}

} // namespace salon::client
