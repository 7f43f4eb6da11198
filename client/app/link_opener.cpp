// SPDX-License-Identifier: MIT
#include "client/app/link_opener.h"

#include "client/state/chat.h"
#include "client/ui/main_window.h"
#include "client/ui/other_server_dialog.h"
#include "client/ui/room_pane.h"
#include "client/ui/server_address.h"

using namespace Qt::StringLiterals;

namespace salon::client {

LinkOpener::LinkOpener(Chat &chat, MainWindow &window) : m_chat(chat), m_window(window)
{
    connect(&chat, &Chat::restored, this, [this] { follow(false); });
    connect(&chat, &Chat::ready, this, [this] { follow(true); });
    connect(window.pane(), &RoomPane::linkOpened, this, &LinkOpener::open);
}

void LinkOpener::setServer(const QUrl &server)
{
    if (m_server == server)
        return;
    m_server = server;
    m_isListed = false;
    if (!m_server.isEmpty() && m_link && !m_link->leadsTo(m_server))
        askToLeave();
}

void LinkOpener::open(const MessageLink &link)
{
    m_link = link;
    if (m_server.isEmpty())
        return; // until somebody has signed in
    if (link.leadsTo(m_server))
        follow(m_isListed);
    else
        askToLeave();
}

void LinkOpener::follow(bool isListed)
{
    m_isListed = m_isListed || isListed;
    if (!m_link || !m_link->leadsTo(m_server))
        return;
    if (m_chat.rooms().find(m_link->room)) {
        const MessageLink link = *std::exchange(m_link, {});
        m_window.openRoom(link.room);
        m_window.pane()->jumpTo(link.seq);
    } else if (m_isListed) {
        m_link.reset();
        m_window.pane()->notice(
            errorSentence(Error(ErrorCode::Forbidden, Reason::NotAMember, u"of a link's room"_s)));
    }
}

void LinkOpener::askToLeave()
{
    const MessageLink link = *std::exchange(m_link, {});
    auto *dialog = new OtherServerDialog(link.server(), serverForPeople(m_server), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OtherServerDialog::chosen, this, [this, link] {
        m_link = link; // to be followed there
        Q_EMIT elsewhereWanted(link);
    });
    dialog->open();
}

} // namespace salon::client
