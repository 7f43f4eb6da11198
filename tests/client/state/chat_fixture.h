// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/chat.h"
#include "tests/client/net/scripted_server.h"
#include <QTemporaryDir>
#include <QTest>

namespace salon::test {

constexpr RoomId kRoom{5};
constexpr UserId kSelf{7};
constexpr UserId kOther{8};

//! A profile, and a server that says what the test wants; one Chat at a time.
struct ChatFixture {
    QTemporaryDir folder;
    ScriptedServer server;
    std::unique_ptr<client::Chat> chat;

    ChatFixture()
    {
        server.hello.rooms = {roomOf(kRoom, QStringLiteral("general"), 3, 2)};
        server.hello.users = {{kOther, QStringLiteral("grace"), QStringLiteral("Grace")}};
        server.on<protocol::ListMessages>(
            [](const protocol::ListMessages &ask) { return pageOf(ask.room, 2, 3); });
        server.on<protocol::GetUsers>([](const auto &) { return protocol::UsersReply(); });
    }
    //! As a start of the program with this profile.
    void start()
    {
        chat.reset();
        chat = std::make_unique<client::Chat>(folder.path());
        open();
    }
    void open() { chat->open(server.url(), QStringLiteral("token"), kSelf); }
    bool isOnline() const { return chat->connection().state() == client::ConnectionState::Online; }
    //! Online, the room open and loaded.
    client::Timeline *openRoom()
    {
        if (!QTest::qWaitFor([&] { return isOnline() && chat->rooms().find(kRoom); }))
            return nullptr;
        client::Timeline *timeline = chat->openRoom(kRoom);
        return QTest::qWaitFor([&] { return timeline->isLoaded(); }) ? timeline : nullptr;
    }
};

//! The texts in order; pending ones with "?", failed ones with "!".
inline QStringList shown(const client::Timeline &timeline)
{
    QStringList texts;
    for (const client::TimelineEntry &entry : timeline.entries()) {
        const char *mark = entry.state == client::SendState::Pending ? "?"
            : entry.state == client::SendState::Failed               ? "!"
                                                                     : "";
        texts.append(entry.message.text + QString::fromLatin1(mark));
    }
    return texts;
}

} // namespace salon::test
