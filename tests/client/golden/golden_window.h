// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/server_trust.h"
#include "client/notify/notification_settings.h"
#include "client/platform/profile_settings.h"
#include "client/state/chat.h"
#include "client/state/presence_settings.h"
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
    static constexpr UserId kAda{7}, kGrace{8}, kLinus{9}, kMaryam{10};
    static constexpr Seq kQuestion = 4; //!< of "general"; it has answers
    static constexpr Seq kAnswer = 5; //!< Ada's

    //! It opens that room by itself, as the one that was open last; no other is read.
    GoldenWindow(client::Scheme scheme, RoomId room,
                 const QList<protocol::Room> &rooms = usualRooms());

    static QList<protocol::Room> usualRooms();
    static const QList<protocol::User> &people();
    //! Monday, 3 March 2025.
    static Timestamp at(int hour, int minute);

    //! False when that does not come to pass.
    bool isReady();
    bool isOpen();
    client::MainWindow &window() { return m_window; }
    client::Chat &chat() { return m_chat; }
    FakeClock &clock() { return m_clock; }
    template <class T>
    T *find(const char *name)
    {
        return m_window.findChild<T *>(QString::fromLatin1(name));
    }
    //! Before anything was asked for: the server says how people are there.
    void tellPresence();
    //! It is known how all of these are there, which marks them.
    bool knowsPresenceOf(const QList<UserId> &users);
    //! All that was asked for came, and was laid out.
    void settle();

private:
    void answer();

    const RoomId m_room;
    QTemporaryDir m_folder;
    FakeClock m_clock;
    ScriptedServer m_server;
    client::ProfileSettings m_settings;
    client::PresenceSettings m_presence;
    client::ServerTrust m_trust;
    client::Appearance m_appearance;
    client::Chat m_chat;
    client::MainWindow m_window;
    client::NotificationSettings m_notifications;
};

} // namespace salon::test
