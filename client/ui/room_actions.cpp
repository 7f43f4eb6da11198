// SPDX-License-Identifier: MIT
#include "client/ui/room_actions.h"
#include "client/model/public_rooms_model.h"
#include "client/state/chat.h"
#include "client/ui/browse_rooms_dialog.h"
#include "client/ui/create_room_dialog.h"
#include "client/ui/error_sentences.h"
#include "client/ui/topic_dialog.h"
#include <QPointer>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

template <class Dialog, class... Arguments>
Dialog *opened(QWidget *window, Arguments &&...arguments)
{
    auto *dialog = new Dialog(std::forward<Arguments>(arguments)..., window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

} // namespace

RoomActions::RoomActions(Chat &chat, QWidget *window)
    : QObject(window), m_chat(chat), m_window(window)
{
}

void RoomActions::create()
{
    auto *dialog = opened<CreateRoomDialog>(m_window);
    const wire::Limits &limits = m_chat.connection().limits();
    dialog->setLimits(limits.roomName, limits.topic);
    const auto ask = [this, dialog = QPointer(dialog)](const QString &name, const QString &topic) {
        m_chat.createRoom(name, topic, [this, dialog](const Result<protocol::RoomReply> &reply) {
            if (reply) {
                if (dialog)
                    dialog->accept();
                Q_EMIT openRequested(reply->room.id);
            } else if (dialog) {
                using Field = CreateRoomDialog::Field;
                const bool isTopic = reply.error().path.endsWith("topic"_L1);
                dialog->showError(isTopic ? Field::Topic : Field::Name,
                                  errorSentence(reply.error()));
            }
        });
    };
    connect(dialog, &CreateRoomDialog::createRequested, this, ask);
}

void RoomActions::browse()
{
    auto *dialog = opened<BrowseRoomsDialog>(m_window);
    connect(dialog, &BrowseRoomsDialog::openRequested, this, &RoomActions::openRequested);
    connect(dialog, &BrowseRoomsDialog::joinRequested, this,
            [this, dialog](RoomId room) { join(dialog, room); });
    connect(dialog, &BrowseRoomsDialog::createRequested, this, [this, dialog] {
        dialog->accept();
        create();
    });
    fillBrowser(dialog);
}

void RoomActions::fillBrowser(BrowseRoomsDialog *dialog)
{
    m_chat.listPublicRooms(
        [dialog = QPointer(dialog)](const Result<protocol::RoomListReply> &list) {
            if (!dialog)
                return;
            if (list)
                dialog->setRooms(new PublicRoomsModel(list->rooms, dialog));
            else
                dialog->showError(errorSentence(list.error()));
        });
}

void RoomActions::join(BrowseRoomsDialog *dialog, RoomId room)
{
    m_chat.joinRoom(room,
                    [this, dialog = QPointer(dialog)](const Result<protocol::RoomReply> &reply) {
                        if (!reply) {
                            if (dialog)
                                dialog->showError(errorSentence(reply.error()));
                            return;
                        }
                        if (dialog)
                            dialog->accept();
                        Q_EMIT openRequested(reply->room.id);
                    });
}

void RoomActions::changeTopic(RoomId room)
{
    const protocol::Room *known = m_chat.rooms().find(room);
    if (!known)
        return;
    auto *dialog = opened<TopicDialog>(m_window, known->name, known->topic);
    const auto ask = [this, room, dialog = QPointer(dialog)](const QString &topic) {
        m_chat.setTopic(room, topic, [dialog](const Result<protocol::Done> &done) {
            if (!dialog)
                return;
            if (done)
                dialog->accept();
            else
                dialog->showError(errorSentence(done.error()));
        });
    };
    connect(dialog, &TopicDialog::topicChosen, this, ask);
}

void RoomActions::leave(RoomId room)
{
    const protocol::Room *known = m_chat.rooms().find(room);
    if (!known)
        return;
    m_chat.leaveRoom(room, [this, room, name = known->name](const Result<protocol::Done> &done) {
        if (done)
            Q_EMIT left(room, name);
        else
            Q_EMIT failed(done.error());
    });
}

} // namespace salon::client
