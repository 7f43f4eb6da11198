// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/reading_place.h"
#include "client/cache/store_account.h"
#include "client/cache/wanted_change.h"
#include "client/cache/work_thread.h"
#include "shared/base/error.h"
#include <QHash>
#include <QList>
#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>

namespace salon::client {

//! A message, or another text for one, that was typed and is not yet known to be stored by the
//! server.
struct OutboxRow {
    RoomId room;
    QString key;
    QString text;
    Timestamp createdAt = 0;
    std::optional<Error> failure = {}; //!< it was refused; of it, code, reason and limit are kept
    Seq replyTo = 0; //!< the message that it answers
    Seq edits = 0; //!< the message whose text it becomes; 0: a new one
    bool isDraft = false; //!< it is being written, and nobody wants it sent yet
    Seq base = 0; //!< of an edit: the message's rev on which it was made; 0: not known
    bool wasSent = false; //!< perhaps: the server may have it; always so of an earlier run's
};

//! What stands in a composer.
struct Draft {
    QString text;
    Seq replyTo = 0;
    bool isEmpty() const { return text.isEmpty() && replyTo == 0; }
    friend bool operator==(const Draft &, const Draft &) = default;
};

//! Why the store cannot do what it was asked.
enum class StoreTrouble {
    None,
    DiskFull,
    NotWritable,
    Locked, //!< by another program
    TooNew, //!< a newer Salon made the file
    Other,
};

//! A read marker that the server does not know yet.
struct WantedMarker {
    Seq seq = 0;
    qint64 n = 0; //!< number of the last message up to it
    Seq base = 0; //!< where the server's marker was then
    bool isBack = false; //!< set back on purpose, not read on
    friend bool operator==(const WantedMarker &, const WantedMarker &) = default;
};

//! What a profile keeps on disk: the outbox, the drafts, what was read or done with messages while
//! offline, and where one was in each room. Works on its own thread, in the order of the calls;
//! callbacks come in the thread of the store's owner.
class LocalStore : public QObject {
    Q_OBJECT
public:
    struct Content {
        QList<OutboxRow> outbox;
        QHash<RoomId, Draft> drafts;
        QHash<RoomId, WantedMarker> markers;
        QList<WantedChange> changes; //!< in the order in which they were wanted
        QHash<RoomId, ReadingPlace> places;
    };
    using Stored = std::function<void(bool stored)>;
    //! What became of a row that was to be changed.
    enum class RowChange {
        Stored,
        NoRow, //!< nothing is stored: there is none of that key, as after a file was damaged
        NotStored, //!< see trouble()
    };
    using Changed = std::function<void(RowChange change)>;

    explicit LocalStore(const QString &folder, QObject *parent = nullptr);
    ~LocalStore() override; //!< writes what waits

    void load(const StoreAccount &account, std::function<void(Content)> done);
    //! Stored: the row survives a crash of this process, and of the computer.
    void putOutbox(const StoreAccount &account, const OutboxRow &row, Stored done);
    //! The row `key` becomes `row`, in the same place of the order.
    void replaceOutbox(const StoreAccount &account, const QString &key, const OutboxRow &row,
                       Changed done);
    //! The row `key` becomes `row`, text and all, as the last in the order.
    void rewriteOutbox(const StoreAccount &account, const QString &key, const OutboxRow &row,
                       Changed done);
    void removeOutbox(const StoreAccount &account, const QString &key);
    //! Written a moment later, as a draft.
    void setOutboxText(const StoreAccount &account, const QString &key, const QString &text);
    //! Written a moment later, so that typing does not write at each key.
    void setDraft(const StoreAccount &account, RoomId room, const Draft &draft);
    void flushDrafts(); //!< texts of the outbox, too
    void putMarker(const StoreAccount &account, RoomId room, const WantedMarker &marker);
    void removeMarker(const StoreAccount &account, RoomId room);
    //! In the place of another one about the same.
    void putChange(const StoreAccount &account, const WantedChange &change, Stored done);
    //! Whatever is wanted about the same; done(true), too, where there is nothing.
    void removeChange(const StoreAccount &account, const WantedChange &change, Stored done);
    //! Written a moment later, so that scrolling does not write at each step.
    void setPlace(const StoreAccount &account, RoomId room, const ReadingPlace &place);
    void flushPlaces();
    //! Of the latest call that was answered.
    StoreTrouble trouble() const { return m_trouble; }

Q_SIGNALS:
    //! It cannot do what it was asked, for another reason than before.
    void failed(salon::client::StoreTrouble why);
    //! The file was damaged and is now called `path`; there is a new, empty one.
    void setAside(const QString &path);

private:
    class Worker;
    void setTrouble(StoreTrouble trouble);
    static QVariantList placeOf(const StoreAccount &account, const WantedChange &change);

    StoreAccount m_draftAccount;
    QHash<RoomId, Draft> m_drafts; //!< that wait to be written
    QHash<QString, QString> m_texts; //!< of outbox rows, by key; these, too
    QTimer m_draftTimer;
    StoreAccount m_placeAccount;
    QHash<RoomId, ReadingPlace> m_places; //!< that wait to be written
    QTimer m_placeTimer;
    StoreTrouble m_trouble = StoreTrouble::None;
    std::unique_ptr<WorkThread<Worker>> m_work;
};

} // namespace salon::client
