// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/server_trust.h"
#include "client/notify/notification_settings.h"
#include "client/platform/profile_settings.h"
#include "client/state/chat.h"
#include "client/ui/main_window.h"
#include "client/ui/theme/appearance.h"
#include "tests/client/net/scripted_server.h"
#include "tests/support/fake_clock.h"
#include <QTemporaryDir>

namespace salon::test {

//! Ada's window on a morning on which nothing changes: four rooms, the same people and messages
//! each time.
class GoldenWindow {
public:
    static constexpr RoomId kGeneral{5}, kRelease{6}, kEngines{7}, kDirect{8};
    static constexpr Seq kQuestion = 4; //!< of "general"; it has answers

    GoldenWindow(client::Scheme scheme, const QList<protocol::Room> &rooms = usualRooms());

    static QList<protocol::Room> usualRooms();

    //! False when that does not come to pass.
    bool openRoom(RoomId room);
    bool isReady();
    client::MainWindow &window() { return m_window; }
    FakeClock &clock() { return m_clock; }
    template <class T>
    T *find(const char *name)
    {
        return m_window.findChild<T *>(QString::fromLatin1(name));
    }
    //! All that was asked for came, and was laid out.
    void settle();

private:
    void answer();

    QTemporaryDir m_folder;
    FakeClock m_clock;
    ScriptedServer m_server;
    client::ProfileSettings m_settings;
    client::ServerTrust m_trust;
    client::Appearance m_appearance;
    client::Chat m_chat;
    client::MainWindow m_window;
    client::NotificationSettings m_notifications;
};

} // namespace salon::test
