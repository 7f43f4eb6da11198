// SPDX-License-Identifier: MIT
// What the MainWindow shows of people: who is in the room, and how they are there.
#include "client/model/room_list_model.h"
#include "client/state/chat.h"
#include "client/ui/account_header.h"
#include "client/ui/main_window.h"
#include "client/ui/member_panel.h"
#include "client/ui/presence_label.h"
#include "client/ui/room_actions.h"
#include "client/ui/room_header.h"
#include "client/ui/room_pane.h"
#include "client/ui/sidebar.h"

using namespace Qt::StringLiterals;

namespace salon::client {

void MainWindow::connectPeople()
{
    connect(m_sidebar, &Sidebar::messageRequested, m_actions, &RoomActions::newMessage);
    connect(m_members, &MemberPanel::messageRequested, this,
            [this](UserId user) { m_actions->openDirect({user}); });
    const auto add = [this] { m_actions->addPeople(m_pane->room()); };
    connect(m_members, &MemberPanel::addRequested, this, add);
    connect(m_pane->header(), &RoomHeader::addRequested, this, add);
    PresenceState &presence = m_chat.presence();
    m_model->setPresence(presence.people());
    m_members->setPresence(presence);
    m_pane->header()->person()->setPresence(presence);
    m_sidebar->account()->setPresence(presence);
}

void MainWindow::showMembers()
{
    const RoomId room = m_pane->room();
    if (!room.isValid() || m_members->isHidden())
        return;
    if (std::exchange(m_membersOf, room) != room)
        m_members->clear();
    const protocol::Room *row = m_chat.rooms().find(room);
    m_members->setMayAdd(row && row->role == "owner"_L1 && row->kind == "private"_L1);
    m_chat.listMembers(room, [this, room](const Result<protocol::MemberPage> &page) {
        if (room != m_pane->room())
            return;
        if (!page)
            return m_members->setProblem(errorSentence(page.error()));
        QList<MemberRow> rows;
        for (const protocol::Member &member : page->members)
            rows.append({member.user, m_chat.nameOf(member.user), member.role == "owner"_L1,
                         member.user == m_chat.self()});
        std::ranges::stable_sort(rows, [](const MemberRow &a, const MemberRow &b) {
            return QString::localeAwareCompare(a.name.toCaseFolded(), b.name.toCaseFolded()) < 0;
        });
        m_members->setMembers(rows, page->after.has_value());
    });
}

} // namespace salon::client
