// SPDX-License-Identifier: MIT
#include "client/ui/leave_room_dialog.h"

#include "client/ui/timeline/display_text.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QString consequenceOf(const protocol::Room &room)
{
    if (room.isPublic())
        return {};
    const bool readsAll = room.history.value_or(QString()) == "start"_L1;
    return readsAll
        ? LeaveRoomDialog::tr("You can read it no more, here or on another device, until one of "
                              "its owners brings you in again.")
        : LeaveRoomDialog::tr("You can read it no more, here or on another device. When one of its "
                              "owners brings you in again, you read what is written from then on.");
}

QString consequenceOf(const protocol::Room &room, qsizetype changes)
{
    QStringList sentences{consequenceOf(room)};
    if (changes > 0)
        sentences.append(
            LeaveRoomDialog::tr("%1 to its messages, which the server does not have yet, will not "
                                "be sent.")
                .arg(changesText(changes)));
    sentences.removeAll({});
    return sentences.join(u' ');
}

} // namespace

LeaveRoomDialog::LeaveRoomDialog(const protocol::Room &room, qsizetype changes, QWidget *parent)
    : ConsentDialog(u"leaveRoom"_s,
                    {room.isPublic() ? tr("Leave a room") : tr("Leave a private room"),
                     tr("Leave %1?").arg(isolated(room.name)), consequenceOf(room, changes),
                     tr("Leave")},
                    parent)
{
}

} // namespace salon::client
