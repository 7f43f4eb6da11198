// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/reading_place.h"
#include "client/state/place_trail.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include <QHash>
#include <QObject>
#include <functional>

namespace salon::client {

class Chat;
class DayDialog;
class RoomPane;

//! Leads through the open room: straight to a message, and back to where one was before.
class RoomJumps : public QObject {
    Q_OBJECT
public:
    RoomJumps(Chat &chat, RoomPane &pane, const Clock &clock);

    //! Shows the message, whether its rows are here or not; why it cannot be shown stands in the
    //! pane then.
    void toMessage(Seq seq);
    void toFirstUnread();
    void toNewest();
    //! Asks for the day first.
    void chooseDay();
    void back();
    void forward();

Q_SIGNALS:
    //! What was wanted is shown, or why it is not was told. Not for one that another wish replaced.
    void ended();

private:
    using Step = std::optional<ReadingPlace> (PlaceTrail::*)(const ReadingPlace &);
    void step(Step there, Step backAgain);
    void land(Seq seq, const std::optional<ReadingPlace> &from);
    void tellWhetherDeleted(Seq seq);
    void landOnUnread(Seq read, const std::optional<ReadingPlace> &from);
    void toDay(const DayDialog &dialog, QDate day);
    void toFirstSince(Seq seq);
    void askForMonth(DayDialog *dialog, QDate month);
    void tell(const Error &error);
    //! As long as the room stays open.
    std::function<void(const Result<> &)> whileOpen(std::function<void(const Result<> &)> arrived);

    Chat &m_chat;
    RoomPane &m_pane;
    const Clock &m_clock;
    QHash<RoomId, PlaceTrail> m_trails;
};

} // namespace salon::client
