// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/message_link.h"
#include <QObject>

namespace salon::client {

class Chat;
class MainWindow;

//! Follows a link to a message, as soon as its room is known. A link to a server on which one is
//! not signed in asks first; nothing is sent there.
class LinkOpener : public QObject {
    Q_OBJECT
public:
    LinkOpener(Chat &chat, MainWindow &window);

    //! Where one is signed in; empty: nowhere.
    void setServer(const QUrl &server);
    void open(const MessageLink &link);

Q_SIGNALS:
    //! Somebody wants to leave this server for that one.
    void elsewhereWanted(const salon::client::MessageLink &link);

private:
    void follow(bool isListed);
    void askToLeave();

    Chat &m_chat;
    MainWindow &m_window;
    QUrl m_server;
    bool m_isListed = false; //!< one's rooms are known for sure
    std::optional<MessageLink> m_link; //!< that waits
};

} // namespace salon::client
