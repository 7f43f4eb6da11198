// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/event_order.h"
#include "shared/protocol/session_messages.h"
#include <QHash>
#include <QObject>
#include <QSet>

namespace salon::client {

enum class SendState { Sent, Pending, Failed };

//! One row of a room: a message of the log, or one's own that is not there yet.
struct TimelineEntry {
    qint64 id = 0; //!< stays when a pending message is confirmed
    int revision = 0;
    protocol::Message message;
    SendState state = SendState::Sent;
    Error failure; //!< when Failed
    Seq postedSeq = 0; //!< of a Pending one that the server acknowledged
};

//! Another text for a message of one's own, that the server does not have yet.
struct PendingEdit {
    QString key; //!< of its row in the outbox
    QString text;
    std::optional<Error> failure = {};
    Seq rev = 0; //!< as which the server took it; its event is on the way
};

//! A stretch of one room's log without a gap, and one's own unsent messages behind it. It reaches
//! to the newest message, or lies where one stopped reading and is extended both ways by pages. At
//! the newest, events are applied in the order of their numbers, each once; one that comes too
//! early is held until the hole is filled. A stretch that grows too long loses the end that is
//! farther from what is read; a page brings it back.
class Timeline : public QObject {
    Q_OBJECT
public:
    static constexpr int kMostRows = 3'000; //!< of the log in memory
    static constexpr int kSurplus = 500; //!< that many more are dropped at once
    static constexpr int kRestingRows = 300; //!< while nobody looks

    Timeline(RoomId room, UserId self, Seq readMarker, QObject *parent = nullptr);

    RoomId room() const { return m_room; }
    const QList<TimelineEntry> &entries() const { return m_entries; }
    bool isLoaded() const { return m_order.isStarted(); }
    bool hasOlder() const { return m_hasOlder; }
    bool hasNewer() const { return m_hasNewer; }
    Seq known() const { return m_order.known(); } //!< everything up to here was applied
    Seq readMarker() const { return m_readMarker; }
    void setReadMarker(Seq seq) { m_readMarker = seq; }
    Seq firstSeq() const; //!< of the oldest message; 0 when there is none
    int deliveredCount() const { return m_delivered; }
    //! Whether rows around that message are here; 0 is the newest.
    bool holds(Seq seq) const;
    //! The message with that number; null when it is not here.
    const protocol::Message *find(Seq seq) const;

    //! What was there before is forgotten, but for what is unsent.
    void reset(const protocol::MessagePage &page);
    void prepend(const protocol::MessagePage &page);
    //! The page after known().
    void append(const protocol::MessagePage &page);
    //! False when events before it are missing: ask for those after known().
    bool apply(const protocol::RoomEvent &event);
    //! Events came that do not follow on known(), and no page will bring what is before them.
    bool hasHole() const { return !m_hasNewer && m_order.hasHole(); }
    //! Newer ones exist that do not join on: what is shown stays, and pages bring what is between.
    void openGap(Seq newest);
    //! Messages in their present form: those that are shown and changed since look different.
    void update(const QList<protocol::Message> &messages);
    //! The page is true, what is shown outside of it may not be.
    void keepOnly(const protocol::MessagePage &page);
    //! The message that somebody looks at: rows around it are kept. 0 is the newest.
    void setReading(Seq seq) { m_reading = seq; }
    Seq reading() const { return m_reading; }
    //! Nobody looks any more: only the rows around what was read stay.
    void rest();
    //! The server has another log now: only what is unsent stays, until the next reset().
    void forget();

    void addPending(const protocol::Message &message);
    void setPending(const QString &key);
    //! The server acknowledged it as `seq`: it stands there until the event or the page comes that
    //! has it, unless what is shown goes beyond it already.
    void setPosted(const QString &key, Seq seq);
    void changeKey(const QString &key, const QString &next);
    void setFailed(const QString &key, const Error &failure);
    void changeText(const QString &key, const QString &text);
    void discard(const QString &key);
    //! The message gets that text; nothing: what it says is what everybody sees.
    void setEdit(Seq seq, const std::optional<PendingEdit> &edit);
    const PendingEdit *edit(Seq seq) const;
    //! Something that these rows show beside their text is different: bumps their revision.
    void touchAnswers(const QSet<Seq> &answered);
    //! Something else than the log makes that message look different.
    void touchMessage(Seq seq);
    //! Names became known: rows by these people, or which call them, look different.
    void touch(const QSet<UserId> &people);

Q_SIGNALS:
    void aboutToInsert(int first, int last);
    void inserted();
    void aboutToRemove(int first, int last);
    void removed();
    void changed(int first, int last);
    void aboutToReset();
    void wasReset();
    void boundsChanged();
    //! One's own message, which was shown as unsent, is a message of the log.
    void delivered(const QString &key);

private:
    template <class Is>
    void touchRows(Is is);
    TimelineEntry entryOf(const protocol::Message &message);
    QList<protocol::RoomEvent> setEnd(const protocol::MessagePage &page);
    int unsentIndex(const QString &key) const;
    void insertDelivered(const protocol::Message &message);
    void take(const protocol::RoomEvent &event);
    int indexOf(Seq seq) const; //!< of a message of the log; -1 when it is not here
    void show(int index, const protocol::Message &message);
    void change(const protocol::RoomEvent &event);
    void changeShown(const protocol::RoomEvent &event);
    //! What changed after the page was read, and was told before it came.
    void changeAgain(const protocol::MessagePage &page);
    void remove(int first, int count);
    void discardPosted();
    void removePosted(Seq seq);
    bool trim();
    int firstAt(Seq seq) const;
    void dropOldest(int count);
    void dropNewest(int count);

    RoomId m_room;
    UserId m_self;
    Seq m_readMarker;
    QList<TimelineEntry> m_entries;
    QList<protocol::RoomEvent> m_changes; //!< the latest that changed messages
    QHash<Seq, PendingEdit> m_edits; //!< by message
    //! While there are newer ones than shown, it only knows of them.
    EventOrder m_order;
    int m_delivered = 0;
    qint64 m_lastId = 0;
    Seq m_reading = 0;
    bool m_hasOlder = true;
    bool m_hasNewer = false;
};

} // namespace salon::client
