// SPDX-License-Identifier: MIT
#include "client/state/chat.h"
#include "client/platform/first_picture.h"

using namespace Qt::StringLiterals;

namespace salon::client {

//! What the disk has of an account, as it comes: the cached rooms wait for what is one's own.
struct Chat::Read {
    bool hasOwn = false;
    std::optional<LogCache::Content> cached;
};

Chat::Chat(const QString &folder, QObject *parent)
    : QObject(parent), m_presence(m_connection), m_store(folder), m_cache(folder),
      m_cachedRooms(m_rooms, m_cache), m_people(m_connection), m_logs(m_connection, m_cache),
      m_pages(m_connection, m_cache, m_logs), m_places(m_store),
      m_history(m_connection, m_rooms, m_pages, m_places), m_quoted(m_pages),
      m_pins(m_connection, m_cache, m_people,
             [this](RoomId room, Seq seq) {
                 const Timeline *timeline = timelineOf(room);
                 return timeline ? timeline->find(seq) : nullptr;
             }),
      m_markers(m_connection, m_store, m_rooms,
                [this](std::function<void()> change) { whenListed(std::move(change)); }),
      m_wanted(m_connection, m_store, [this](RoomId room, Seq seq) { return maySend(room, seq); })
{
    connect(&m_store, &LocalStore::setAside, this, &Chat::storeSetAside);
    connect(&m_store, &LocalStore::failed, this, &Chat::storeFailed);
    connect(&m_cache, &LogCache::setAside, this, &Chat::cacheSetAside);
    connect(&m_cache, &LogCache::stopped, this, &Chat::cacheStopped);
    connectPushes();
    connectParts();
    connect(&m_pause, &SendingPause::over, this, &Chat::sendAll);
    connect(&m_listLater, &TryLater::due, this, &Chat::listOwnRooms);
}

void Chat::connectPushes()
{
    connect(&m_connection, &Connection::stateChanged, this, [this](ConnectionState state) {
        if (state != ConnectionState::Connecting)
            return;
        m_isListing = true;
        m_afterListing.clear();
    });
    connect(&m_connection, &Connection::helloAnswered, this, &Chat::greeted);
    connect(&m_connection, &Connection::eventReceived, this,
            [this](const protocol::RoomEvent &event) {
                whenListed([this, event] { m_logs.receive(event); });
            });
    connect(&m_connection, &Connection::roomListed, this,
            [this](const protocol::RoomListed &listed) {
                m_people.learn(listed.users.value_or(QList<protocol::User>()));
                if (listed.room.isMember())
                    whenListed([this, room = listed.room] { addRoom(room); });
            });
    connect(&m_connection, &Connection::roomRemoved, this,
            [this](RoomId room) { whenListed([this, room] { removeRoom(room); }); });
    connect(&m_connection, &Connection::readMoved, this, [this](const protocol::ReadMoved &moved) {
        whenListed([this, moved] {
            m_markers.moved({moved.room, moved.seq, moved.counter, moved.unread, moved.mentions,
                             moved.n, moved.head});
        });
    });
}

void Chat::connectParts()
{
    connect(&m_logs, &RoomLogs::applied, this, [this](const protocol::RoomEvent &event) {
        m_people.ask(event.by);
        updateRoom(event);
        m_presence.applied(event);
        m_quoted.apply(event);
        m_history.apply(event);
        m_pins.apply(event);
        m_wanted.apply(event);
        Q_EMIT eventApplied(event);
    });
    connect(&m_logs, &RoomLogs::skipped, this, [this](const protocol::RoomSync &answer) {
        skipTo(*answer.page);
        m_quoted.forget(answer.room); // what changed in the gap is not told
        m_history.skip(answer);
        if (answer.room == m_pins.room())
            m_pins.askAgain();
    });
    connect(&m_logs, &RoomLogs::restarted, &m_history, &RoomHistory::forget);
    connect(this, &Chat::ready, &m_pins, &RoomPins::askAgain);
    connect(&m_logs, &RoomLogs::lost, this, &Chat::removeRoom);
    connect(&m_logs, &RoomLogs::named, &m_people, &People::learn);
    connect(&m_logs, &RoomLogs::caughtUp, &m_markers, &ReadMarkers::compare);
    connect(&m_logs, &RoomLogs::caughtUp, this, &Chat::caughtUp);
    connect(&m_wanted, &WantedChanges::changed, this, [this](RoomId room, Seq seq) {
        if (Timeline *timeline = timelineOf(room))
            timeline->touchMessage(seq);
    });
    connect(&m_wanted, &WantedChanges::countChanged, this, &Chat::unsentChanged);
    connect(&m_wanted, &WantedChanges::paused, this, &Chat::sendingPaused);
    connect(&m_pages, &PageSource::named, &m_people, &People::learn);
    connect(&m_quoted, &QuotedMessages::changed, this,
            [this](RoomId room, const QSet<Seq> &messages) {
                if (Timeline *timeline = timelineOf(room))
                    timeline->touchAnswers(messages);
            });
    connect(&m_history, &RoomHistory::lost, this, &Chat::removeRoom);
    connect(&m_history, &RoomHistory::notLoaded, this, &Chat::messagesNotLoaded);
    connect(&m_history, &RoomHistory::openedAgain, this, &Chat::openedAgain);
    connect(&m_history, &RoomHistory::timelineMade, this, [this](Timeline *timeline) {
        connect(timeline, &Timeline::delivered, this,
                [this](const QString &key) { m_stages.passed(key, Stage::Apply); });
        showUnsent(*timeline);
    });
    connect(&m_people, &People::learned, this, [this](const QList<protocol::User> &users) {
        m_cache.putUsers(m_account, users);
        titleRooms();
        m_history.touch(users);
        Q_EMIT namesChanged();
    });
}

void Chat::open(const QUrl &server, const QString &token, UserId self)
{
    const StoreAccount account{server.toString(), self};
    if (m_isOpen && m_account == account)
        return m_connection.open(server, token);
    close();
    m_account = account;
    m_self = self;
    m_pages.open(account);
    m_history.open(self);
    m_pins.openAccount(account);
    m_presence.open(server, self);
    // Both at once: each has a thread of its own.
    const auto read = std::make_shared<Read>();
    const auto isCurrent = [this, generation = m_generation] { return generation == m_generation; };
    const auto goOn = [=, this] {
        if (!read->hasOwn || !read->cached)
            return;
        m_isOpen = true;
        restore(*read->cached);
        Q_EMIT opened();
        // A socket's first steps, and the TLS library's, would come between the cached room and its
        // paint.
        m_connection.open(server, token, m_isRestored ? kUntilPaintedMs : 0);
    };
    m_store.load(account, [=, this](const LocalStore::Content &own) {
        if (!isCurrent())
            return;
        takeOwn(own);
        read->hasOwn = true;
        goOn();
    });
    m_cache.load(account, [=](const LogCache::Content &cached) {
        if (!isCurrent())
            return;
        read->cached = cached;
        goOn();
    });
}

void Chat::takeOwn(const LocalStore::Content &own)
{
    m_unsent = own.outbox;
    m_drafts = own.drafts;
    m_markers.open(m_account, own.markers);
    m_wanted.open(m_account, own.changes);
    m_places.open(m_account, own.places);
}

void Chat::restore(const LogCache::Content &content)
{
    m_epoch = content.epoch;
    m_wanted.setEpoch(m_epoch);
    m_logs.open(m_account, content.known);
    QList<protocol::Room> rows;
    for (const protocol::Room &room : content.rooms)
        rows.append(m_markers.remembered(room));
    m_cachedRooms.open(m_account);
    m_isRestored = !rows.isEmpty();
    if (!m_isRestored)
        return;
    m_rooms.replace(rows);
    Q_EMIT restored();
}

void Chat::close()
{
    ++m_generation;
    m_isOpen = false;
    m_isRestored = false;
    m_connection.close();
    m_store.flushDrafts();
    m_cachedRooms.close();
    m_places.close();
    m_pause.end();
    m_listLater.clear();
    m_history.close();
    m_quoted.clear();
    m_pins.close();
    m_pages.close();
    m_logs.close();
    m_rooms.replace({});
    m_unsent.clear();
    m_drafts.clear();
    m_inFlight.clear();
    m_isListing = false;
    m_afterListing.clear();
    m_people.clear();
    m_markers.close();
    m_wanted.close();
    m_presence.close();
    m_epoch.clear();
    m_stages.clear();
    m_account = {};
    m_self = {};
}

void Chat::closeAndForget()
{
    const StoreAccount account = m_account;
    close();
    if (account.user.value > 0)
        m_cache.forgetAccount(account);
}

Timeline *Chat::openRoom(RoomId room)
{
    m_markers.visit(room);
    m_cache.visit(m_account, room);
    return m_history.openRoom(room);
}

ReadingPlace Chat::openingPlace(RoomId room) const
{
    const protocol::Room *row = m_rooms.find(room);
    return row ? m_places.opening(*row) : ReadingPlace();
}

void Chat::setReading(RoomId room, const ReadingPlace &place)
{
    m_places.keep(room, place);
    m_history.setReading(room, place);
}

void Chat::whenListed(std::function<void()> change)
{
    if (m_isListing)
        m_afterListing.append(std::move(change));
    else
        change();
}

void Chat::addRoom(const protocol::Room &room)
{
    for (const UserId user : room.with.value_or(QList<UserId>()))
        m_people.ask(user);
    m_rooms.put(titled(m_markers.told(room)));
    m_cache.putRoom(m_account, titled(room));
    m_logs.begin(room);
}

void Chat::removeRoom(RoomId room)
{
    const protocol::Room *known = m_rooms.find(room);
    removeNamed(room, known ? known->name : QString());
}

void Chat::removeNamed(RoomId room, const QString &name)
{
    m_rooms.remove(room);
    m_history.remove(room);
    m_quoted.forget(room);
    m_presence.typing().forget(room);
    m_places.keep(room, {});
    m_markers.remove(room);
    const qsizetype changes = m_wanted.waitingIn(room);
    m_wanted.remove(room);
    m_logs.remove(room);
    const qsizetype messages = leaveUnsentBehind(room);
    if (messages + changes > 0)
        Q_EMIT unsentLeftBehind({name, messages, changes});
}

//! The number, among the room's messages, of the last one up to `seq`.
std::optional<qint64> Chat::numberAt(RoomId room, Seq seq) const
{
    const protocol::Room *row = m_rooms.find(room);
    const Timeline *timeline = timelineOf(room);
    if (!row)
        return {};
    if (seq >= row->head)
        return row->n;
    for (qsizetype i = timeline ? timeline->entries().size() - 1 : -1; i >= 0; --i) {
        const protocol::Message &message = timeline->entries()[i].message;
        if (message.seq > 0 && message.seq <= seq)
            return message.n;
    }
    return row->n - row->unread;
}

void Chat::markRead(RoomId room, Seq seq)
{
    if (const auto number = numberAt(room, seq))
        m_markers.read(room, seq, *number, ReadMarkers::Why::Seen);
}

void Chat::markAllRead(RoomId room)
{
    if (const protocol::Room *row = m_rooms.find(room))
        m_markers.read(room, row->head, row->n, ReadMarkers::Why::Told);
}

void Chat::markAllRead()
{
    const QList<protocol::Room> rooms = m_rooms.all();
    for (const protocol::Room &room : rooms) {
        if (room.unread > 0)
            markAllRead(room.id);
    }
}

void Chat::markUnread(RoomId room, Seq seq)
{
    if (const auto number = numberAt(room, seq))
        m_markers.setBack(room, seq, *number);
}

} // namespace salon::client
