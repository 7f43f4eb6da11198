// SPDX-License-Identifier: MIT
// How another text for a message of one's own goes out: the server knows no key of it, so what it
// may have already is looked up before it is sent once more, over what came behind it.
#include "client/state/chat.h"
#include <algorithm>

namespace salon::client {

//! Of the message as it is shown; 0 where it is not.
Seq Chat::revOf(RoomId room, Seq seq) const
{
    const Timeline *timeline = timelineOf(room);
    const protocol::Message *message = timeline && seq > 0 ? timeline->find(seq) : nullptr;
    return message ? message->rev : 0;
}

void Chat::sendEdit(OutboxRow &row)
{
    if (std::exchange(row.wasSent, true) && row.base > 0)
        askWhetherTaken(row);
    else
        sendEditOnce(row);
}

void Chat::sendEditOnce(const OutboxRow &row)
{
    m_connection.request(
        protocol::EditMessage{row.room, row.edits, row.text},
        [this, room = row.room, key = row.key](const Result<protocol::MessageChanged> &answer) {
            if (answer)
                editTaken(room, key, answer->rev);
            else
                notSent(room, key, answer.error());
        });
}

//! Its text is among those that the message has had since.
void Chat::askWhetherTaken(const OutboxRow &row)
{
    m_connection.request(
        protocol::ListVersions{row.room, row.edits},
        [this, room = row.room, key = row.key](const Result<protocol::VersionsReply> &reply) {
            const OutboxRow *edit = unsent(key);
            if (!edit || edit->failure) { // given up meanwhile
                m_inFlight.remove(room);
                return sendNext(room);
            }
            if (!reply && (isPassing(reply.error().code) || isAboutSession(reply.error().code)))
                return notSent(room, key, reply.error());
            const auto versions = reply ? reply->versions : QList<protocol::MessageVersion>();
            const auto own = std::ranges::find_if(versions, [edit](const auto &version) {
                return version.rev > edit->base && version.text == edit->text;
            });
            if (own == versions.end())
                sendEditOnce(*edit); // whatever is wrong with it, its answer says
            else
                editTaken(room, key, own->rev);
        });
}

void Chat::editTaken(RoomId room, const QString &key, Seq rev)
{
    const OutboxRow *edit = unsent(key);
    const Seq message = edit ? edit->edits : 0;
    Timeline *timeline = timelineOf(room);
    if (edit && timeline)
        timeline->setEdit(message, PendingEdit{key, edit->text, {}, rev});
    for (OutboxRow &row : m_unsent) {
        if (row.room == room && row.edits == message && message > 0)
            row.base = std::max(row.base, rev); // made behind that one
    }
    isWithServer(room, key);
}

} // namespace salon::client
