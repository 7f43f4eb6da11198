// SPDX-License-Identifier: MIT
// Where RoomJumps leads when no message is named: to what is unread, to a day, to the newest.
#include "client/state/chat.h"
#include "client/ui/day_dialog.h"
#include "client/ui/room_jumps.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include <QDateTime>
#include <QPointer>

namespace salon::client {
namespace {

//! The first message of somebody else after `read`, else any; 0 when none is here.
Seq firstUnread(const TimelineModel &model, Seq read)
{
    Seq first = 0;
    for (int i = 0; i < model.rowCount(); ++i) {
        const TimelineRow &row = model.row(i);
        if (row.seq > read && !row.isOwn)
            return row.seq;
        if (row.seq > read && first == 0)
            first = row.seq;
    }
    return first;
}

} // namespace

void RoomJumps::toNewest()
{
    m_pane.timeline()->jumpToEnd();
}

void RoomJumps::toFirstUnread()
{
    const protocol::Room *room = m_chat.rooms().find(m_pane.room());
    if (!room)
        return;
    const Seq line = m_pane.timeline()->geometry().unreadLine().first();
    if (room->unread == 0 && line > 0) // read by now, but new when the room was opened
        return toMessage(line);
    if (room->unread == 0)
        return m_pane.notice(NoticeKind::Info, {tr("You have read everything in this room.")});
    const auto from = m_pane.timeline()->place();
    const auto arrived = [this, read = room->read, from](const Result<> &there) {
        if (there)
            landOnUnread(read, from);
        else
            tell(there.error());
    };
    m_chat.loadAround(room->id, room->read + 1, Landing::Near, whileOpen(arrived));
}

void RoomJumps::landOnUnread(Seq read, const std::optional<ReadingPlace> &from)
{
    land(firstUnread(*m_pane.timeline()->model(), read), from);
}

void RoomJumps::chooseDay()
{
    if (!m_pane.room().isValid())
        return;
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_clock.now()).date();
    auto *dialog = new DayDialog(today, m_pane.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DayDialog::monthShown, this,
            [this, dialog](QDate month) { askForMonth(dialog, month); });
    connect(dialog, &DayDialog::chosen, this, [this, dialog](QDate day) {
        toDay(*dialog, day);
        dialog->accept();
    });
    dialog->begin();
    dialog->open();
}

void RoomJumps::askForMonth(DayDialog *dialog, QDate month)
{
    const auto told = [month, dialog = QPointer(dialog)](const Result<Chat::Moments> &moments) {
        if (dialog && moments)
            dialog->setMoments(month, moments->first, moments->isWhole);
        else if (dialog)
            dialog->showError(jumpSentence(moments.error()));
    };
    m_chat.findMoments(m_pane.room(), DayDialog::dayStarts(month), told);
}

void RoomJumps::toDay(const DayDialog &dialog, QDate day)
{
    if (const auto first = dialog.firstOn(day))
        return toFirstSince(*first);
    const auto told = [self = QPointer(this), room = m_pane.room()](const auto &moments) {
        if (!self || self->m_pane.room() != room)
            return;
        if (moments)
            self->toFirstSince(moments->first.value(0));
        else
            self->tell(moments.error());
    };
    m_chat.findMoments(m_pane.room(), {day.startOfDay().toMSecsSinceEpoch()},
                       Chat::Told<Chat::Moments>(told));
}

//! 0: nothing was said since.
void RoomJumps::toFirstSince(Seq seq)
{
    if (seq > 0)
        toMessage(seq);
    else
        toNewest();
}

} // namespace salon::client
