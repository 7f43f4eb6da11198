// SPDX-License-Identifier: MIT
#pragma once
#include "client/platform/profile_settings.h"
#include "client/state/presence_settings.h"
#include "client/state/presence_state.h"
#include "tests/client/net/scripted_server.h"
#include "tests/support/fake_clock.h"
#include <QTemporaryDir>
#include <QTest>

namespace salon::test {

//! A scripted server that has typing and presence, and what a client makes of it; what it is asked
//! is kept.
struct PresenceFixture {
    static constexpr UserId kSelf{7};

    QTemporaryDir folder;
    FakeClock clock;
    ScriptedServer server;
    QStringList chosen;
    QList<bool> idle;
    QList<QList<UserId>> watched;
    QList<RoomId> typed;
    QHash<UserId, QString> states;
    std::unique_ptr<client::ProfileSettings> profile;
    std::unique_ptr<client::PresenceSettings> settings;
    std::unique_ptr<client::Connection> connection;
    std::unique_ptr<client::PresenceState> state;

    PresenceFixture()
    {
        server.on<protocol::StartTyping>([this](const protocol::StartTyping &ask) {
            typed.append(ask.room);
            return protocol::Done();
        });
        server.on<protocol::ChoosePresence>([this](const protocol::ChoosePresence &ask) {
            chosen.append(ask.choice);
            return protocol::Done();
        });
        server.on<protocol::TellPresence>([this](const protocol::TellPresence &ask) {
            idle.append(ask.idle);
            return protocol::Done();
        });
        server.on<protocol::WatchPresence>([this](const protocol::WatchPresence &ask) {
            watched.append(ask.users);
            protocol::PresenceReply reply;
            for (const UserId user : ask.users)
                reply.people.append({user, states.value(user, QStringLiteral("offline"))});
            return reply;
        });
        start();
    }
    ~PresenceFixture() { stop(); }
    Q_DISABLE_COPY_MOVE(PresenceFixture)

    //! As a start of the program with this profile.
    void start()
    {
        stop();
        profile =
            std::make_unique<client::ProfileSettings>(folder.filePath(QStringLiteral("salon.ini")));
        settings = std::make_unique<client::PresenceSettings>(*profile);
        connection = std::make_unique<client::Connection>();
        state = std::make_unique<client::PresenceState>(*connection, clock);
        state->setSettings(*settings);
        state->open(server.url(), kSelf);
    }
    void stop()
    {
        state.reset();
        connection.reset();
        settings.reset();
        profile.reset();
    }
    bool connect()
    {
        connection->open(server.url(), QStringLiteral("token"));
        return QTest::qWaitFor([this] { return isOnline(); });
    }
    bool isOnline() const { return connection->state() == client::ConnectionState::Online; }
    //! The line breaks and is there again.
    bool reconnect()
    {
        const int before = server.connections();
        server.cut();
        return QTest::qWaitFor([&] { return server.connections() > before && isOnline(); }, 10'000);
    }
    //! Everything sent so far was answered.
    bool settle()
    {
        bool isAnswered = false;
        server.on<protocol::GetUsers>([](const auto &) { return protocol::UsersReply(); });
        connection->request(protocol::GetUsers{{kSelf}}, [&](const auto &) { isAnswered = true; });
        return QTest::qWaitFor([&] { return isAnswered; });
    }
};

} // namespace salon::test
