// SPDX-License-Identifier: MIT
#include "client/ui/room_actions.h"
#include "client/model/public_rooms_model.h"
#include "client/state/chat.h"
#include "client/ui/browse_rooms_dialog.h"
#include "client/ui/create_room_dialog.h"
#include "client/ui/error_sentences.h"
#include "client/ui/leave_room_dialog.h"
#include "client/ui/people_dialog.h"
#include "client/ui/timeline/display_text.h"
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
    const auto ask = [this, dialog = QPointer(dialog)](const protocol::CreateRoom &room) {
        m_chat.createRoom(room, [this, dialog](const Result<protocol::RoomReply> &reply) {
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
    const qsizetype changes = m_chat.wanted().waitingIn(room);
    if (known->isPublic() && changes == 0)
        return leaveNow(*known, nullptr);
    auto *dialog = opened<LeaveRoomDialog>(m_window, *known, changes);
    connect(dialog, &LeaveRoomDialog::chosen, this,
            [this, dialog, row = *known] { leaveNow(row, dialog); });
}

void RoomActions::leaveNow(const protocol::Room &room, LeaveRoomDialog *asked)
{
    m_chat.leaveRoom(room.id,
                     [this, room, dialog = QPointer(asked)](const Result<protocol::Done> &done) {
                         if (done && dialog)
                             dialog->accept();
                         if (done)
                             Q_EMIT left(room);
                         else if (dialog)
                             dialog->showError(errorSentence(done.error()));
                         else
                             Q_EMIT failed(done.error());
                     });
}

void RoomActions::fillPeople(PeopleDialog *dialog, const QSet<UserId> &without)
{
    m_chat.listUsers(
        [this, without, dialog = QPointer(dialog)](const Result<protocol::UserPage> &page) {
            if (!dialog)
                return;
            if (!page)
                return dialog->showError(errorSentence(page.error()));
            QList<protocol::User> people = page->users;
            people.removeIf([&](const protocol::User &user) {
                return user.id == m_chat.self() || without.contains(user.id);
            });
            dialog->setPeople(people);
        });
}

void RoomActions::newMessage()
{
    auto *dialog = opened<PeopleDialog>(
        m_window,
        PeopleDialog::Purpose{tr("New message"),
                              tr("To one person, or to several together. Nobody else sees it."),
                              tr("Open"), qsizetype(protocol::kMostInDirect) - 1});
    dialog->setPresence(m_chat.presence());
    connect(dialog, &PeopleDialog::chosen, this,
            [this, dialog = QPointer(dialog)](const QList<UserId> &people) {
                m_chat.openDirect(people, [this, dialog](const Result<protocol::RoomReply> &reply) {
                    if (reply && dialog)
                        dialog->accept();
                    if (reply)
                        Q_EMIT openRequested(reply->room.id);
                    else if (dialog)
                        dialog->showError(errorSentence(reply.error()));
                });
            });
    fillPeople(dialog, {});
}

void RoomActions::openDirect(const QList<UserId> &people)
{
    m_chat.openDirect(people, [this](const Result<protocol::RoomReply> &reply) {
        if (reply)
            Q_EMIT openRequested(reply->room.id);
        else
            Q_EMIT failed(reply.error());
    });
}

void RoomActions::addPeople(RoomId room)
{
    constexpr qsizetype kAtOnce = 50;
    const protocol::Room *known = m_chat.rooms().find(room);
    if (!known)
        return;
    const bool readAll = known->history.value_or(u"start"_s) == "start"_L1;
    auto *dialog = opened<PeopleDialog>(
        m_window,
        PeopleDialog::Purpose{tr("Add people to %1").arg(isolated(known->name)),
                              readAll ? tr("They can read all that was written here.")
                                      : tr("They can read what is written from now on."),
                              tr("Add"), kAtOnce});
    dialog->setPresence(m_chat.presence());
    connect(dialog, &PeopleDialog::chosen, this,
            [this, dialog, room](const QList<UserId> &people) { invite(dialog, room, people); });
    m_chat.listMembers(room,
                       [this, dialog = QPointer(dialog)](const Result<protocol::MemberPage> &page) {
                           if (!dialog)
                               return;
                           if (!page)
                               return dialog->showError(errorSentence(page.error()));
                           QSet<UserId> members;
                           for (const protocol::Member &member : page->members)
                               members.insert(member.user);
                           fillPeople(dialog, members);
                       });
}

//! One after the other; stops at the first who cannot be added, and says why.
void RoomActions::invite(PeopleDialog *dialog, RoomId room, QList<UserId> people)
{
    if (people.isEmpty())
        return dialog->accept();
    const UserId first = people.takeFirst();
    m_chat.invite(
        room, first,
        [this, room, people, dialog = QPointer(dialog)](const Result<protocol::Done> &done) {
            if (!dialog)
                return;
            if (done)
                invite(dialog, room, people);
            else
                dialog->showError(errorSentence(done.error()));
        });
}

} // namespace salon::client
