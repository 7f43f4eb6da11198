// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QAbstractListModel>
#include <optional>

namespace salon::client {

//! How far a message of one's own has come.
enum class Delivery { Delivered, Pending, Failed };

//! Those who reacted to a message with one emoji.
struct RowReaction {
    QString emoji;
    int count = 0;
    bool isOwn = false; //!< one is among them
};

//! That a message is pinned for everybody in the room.
struct RowPin {
    QString by; //!< display name
    Timestamp at = 0;
};

//! That somebody pinned a message, as a line of its own between the messages.
struct RowPinLine {
    Seq message = 0; //!< the one that is pinned
    QString by; //!< display name
    Timestamp at = 0;
    Seq seq = 0; //!< of the event
    friend bool operator==(const RowPinLine &, const RowPinLine &) = default;
};

//! Characters [start, end) of a text as sent that call somebody, the @ included.
struct RowMention {
    int start = 0;
    int end = 0;
    QString who; //!< for a person
    bool isForMe = false;
};

//! The message that another one answers, in one line.
struct RowQuote {
    Seq seq = 0;
    UserId by;
    QString author; //!< display name; empty while it is not known
    QString text; //!< as sent, or why there is none; empty while it is not known
    QList<RowMention> mentions = {}; //!< in its text, in order
    bool isMissing = false; //!< the room has no such message for one
};

//! One message as the timeline shows it.
struct TimelineRow {
    qint64 id = 0; //!< the row's own number; stays when a pending message is confirmed
    int revision = 0; //!< changes when anything below changes: layouts are kept by (id, revision)
    Seq seq = 0; //!< place in the room's log; 0 while it is not delivered
    Timestamp at = 0;
    UserId by;
    QString author; //!< display name
    QString text; //!< exactly as sent
    Delivery delivery = Delivery::Delivered;
    QString failure; //!< sentence for a person, when Failed
    bool isOwn = false;
    bool isEdited = false;
    bool isDeleted = false; //!< the text says so
    bool isToBeDeleted = false; //!< by oneself, and the server does not know yet
    bool isForMe = false; //!< it calls one by name, or the whole room
    QList<RowMention> mentions; //!< in order
    std::optional<RowQuote> quote;
    std::optional<RowPin> pin;
    QList<RowReaction> reactions;
    QList<RowPinLine> pinLines; //!< below it: what was pinned before the next message came
};

//! The messages of one room, oldest first, as far as they are known without a gap; own undelivered
//! ones last.
class TimelineModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    virtual const TimelineRow &row(int index) const = 0;
    std::optional<TimelineRow> find(qint64 rowId) const;
    //! The key under which its author sent the message.
    virtual QString keyOf(qint64 /*rowId*/) const { return {}; }
    //! Of what is not with the server: the message, or another text for it.
    virtual QString unsentKeyOf(qint64 /*rowId*/) const { return {}; }
    //! Of the message with that number; -1 when it is not here.
    int indexOf(Seq seq) const;
    virtual bool hasOlder() const = 0; //!< the server has more before the first row
    virtual bool hasNewer() const = 0; //!< the server has more after the last delivered row
    //! Whether one may delete what others said here.
    virtual bool ownsRoom() const { return false; }
    //! Whether the server takes no other text for it any more; `now` is by this computer's clock.
    virtual bool isEditTimeOver(const TimelineRow & /*row*/, Timestamp /*now*/) const
    {
        return false;
    }
    //! Names of those who reacted to the message with that emoji, for a person.
    virtual QString reactors(int /*index*/, const QString & /*emoji*/) const { return {}; }
    //! It is known how long the message took on its way.
    virtual bool isTimed(int /*index*/) const { return false; }
    virtual Seq
    readMarker() const = 0; //!< everything up to here was read before the room was opened

    //! Plain text of the row for views that know no more (accessibility, tests).
    QVariant data(const QModelIndex &index, int role) const override;
    int rowCount(const QModelIndex &parent = {}) const override = 0;

Q_SIGNALS:
    void boundsChanged(); //!< hasOlder() or hasNewer() changed
};

} // namespace salon::client
