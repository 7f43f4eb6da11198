// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/store_account.h"
#include "client/cache/work_thread.h"
#include "shared/protocol/pin_messages.h"
#include "shared/protocol/room_messages.h"
#include <QHash>
#include <functional>
#include <memory>

namespace salon::client {

class CacheWorker;

//! What a profile keeps in cache.db of what a server told: one's rooms, stretches of their logs,
//! members and names. All of it can be had from the server again, so it is bounded, it may vanish
//! at any time, and nothing is waited for: calls are done on its own thread, in their order, and
//! callbacks come in the thread of the cache's owner. What is one's own alone is in LocalStore.
//!
//! Of each room there are stretches of the log without a gap. Between two of them something is
//! missing; no page goes across that.
class LogCache : public QObject {
    Q_OBJECT
public:
    struct Content {
        QString epoch; //!< as last told by setEpoch(); empty when nothing was kept
        QList<protocol::Room> rooms; //!< one's own, by id
        //! Of each room with a cached log: every event up to here is in what is cached. It is the
        //! `after` of a session.sync.
        QHash<RoomId, Seq> known;
        RoomId visited; //!< the last of visit(); not valid when there was none
    };
    struct Bounds {
        qint64 messages = 1'000'000;
        qint64 bytes = qint64(2) << 30; //!< of the file
    };
    enum class Stop {
        DiskFull,
        Failed, //!< the file cannot be opened or written
    };
    using Told = std::function<void(const Content &)>;
    using Page = std::function<void(const std::optional<protocol::MessagePage> &)>;
    using Moments = std::function<void(const std::optional<QList<Seq>> &)>;
    using Pins = std::function<void(const std::optional<protocol::PinPage> &)>;
    using Members = std::function<void(const std::optional<protocol::MemberPage> &)>;

    explicit LogCache(const QString &folder, QObject *parent = nullptr);
    ~LogCache() override; //!< writes what waits

    void load(const StoreAccount &account, Told done);
    //! Answers as the server does, from one stretch, with the names of the authors. Nothing where
    //! that cannot be: the bound is in no stretch, or at its end, and what lies beyond is not
    //! known. At the end of a stretch has_before or has_after is true, so that the next question
    //! goes to the server; at the end of the newest one has_after is false and as_of its last seq.
    void page(const StoreAccount &account, const protocol::ListMessages &request, Page done);
    //! For each of the times, which never go back, the first cached message at or after it, 0 for
    //! none. Nothing where nothing is cached of the room.
    void moments(const StoreAccount &account, RoomId room, const QList<Timestamp> &times,
                 Moments done);
    //! The pinned ones among the cached messages, the one pinned last first, as one page. Nothing
    //! where nothing is cached of the room.
    void pins(const StoreAccount &account, RoomId room, Pins done);
    //! All that putMembers() was told last, as one page.
    void members(const StoreAccount &account, RoomId room, Members done);

    //! Another one than before: the logs and members of the account are forgotten.
    void setEpoch(const StoreAccount &account, const QString &epoch);
    //! One's rooms as a whole: what is not among them is forgotten with its log.
    void putRooms(const StoreAccount &account, const QList<protocol::Room> &rooms);
    void putRoom(const StoreAccount &account, const protocol::Room &room);
    //! One left it, or may not see it any more: nothing of it stays on the disk.
    void removeRoom(const StoreAccount &account, RoomId room);
    void putUsers(const StoreAccount &account, const QList<protocol::User> &users);
    void putMembers(const StoreAccount &account, RoomId room,
                    const QList<protocol::Member> &members);
    //! An answer to room.messages. Joins the stretches that it touches; where a message is there
    //! already, the newer `rev` wins.
    void putPage(const StoreAccount &account, const protocol::MessagePage &page);
    //! An event as it was pushed; it need not follow on what is there, and may come twice.
    void append(const StoreAccount &account, const protocol::RoomEvent &event);
    //! What session.sync said of a room: its events; or page, gap and the messages touched behind
    //! it; a reset forgets what was there before, an error the room.
    void putSync(const StoreAccount &account, const protocol::RoomSync &sync);
    //! Messages in a form that came otherwise than by page or sync, e.g. edited. Changes those that
    //! are cached.
    void update(const StoreAccount &account, const QList<protocol::Message> &messages);

    //! Somebody opened the room: it is the last to be dropped when the cache is full.
    void visit(const StoreAccount &account, RoomId room);
    void setBounds(const Bounds &bounds);
    //! Nothing of the account stays on the disk. A log-out alone does not do that.
    void forgetAccount(const StoreAccount &account);

Q_SIGNALS:
    //! The file was not usable and is now called `path`; there is a new, empty one.
    void setAside(const QString &path);
    //! Nothing more is kept until the next start. Told once.
    void stopped(salon::client::LogCache::Stop why);

private:
    std::unique_ptr<WorkThread<CacheWorker>> m_work;
};

} // namespace salon::client
