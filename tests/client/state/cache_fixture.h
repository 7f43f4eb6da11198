// SPDX-License-Identifier: MIT
#pragma once
#include "tests/client/state/scripted_log.h"
#include <QSignalSpy>

namespace salon::test {

//! A client that is started again and again with the same profile, and the log of three rooms at a
//! scripted server.
class CacheFixture {
protected:
    static constexpr RoomId kSecond{6};
    static constexpr RoomId kThird{9};

    void begin()
    {
        m = std::make_unique<ChatFixture>();
        m_log = std::make_unique<ScriptedLog>(m->server);
        m_log->setHead(kRoom, 300);
        m_log->setHead(kSecond, 50);
        m_log->setHead(kThird, 20);
    }

    void end()
    {
        m->chat.reset();
        m_log.reset();
        m.reset();
    }

    //! As at the first start: online, everything listed.
    void arrive()
    {
        m->chat.reset();
        m->chat = std::make_unique<client::Chat>(m->folder.path());
        QSignalSpy ready(m->chat.get(), &client::Chat::ready);
        m->open();
        QTRY_COMPARE(ready.count(), 1);
        m_log->pages.clear();
    }

    //! The program is started while the server cannot be reached.
    void startOffline()
    {
        m->chat.reset();
        m->server.goAway();
        m->chat = std::make_unique<client::Chat>(m->folder.path());
        QSignalSpy restored(m->chat.get(), &client::Chat::restored);
        m->open();
        QTRY_COMPARE(restored.count(), 1);
        QVERIFY(!m->isOnline());
    }

    client::Timeline *shownRoom(RoomId room)
    {
        client::Timeline *timeline = m->chat->openRoom(room);
        return QTest::qWaitFor([&] { return timeline->isLoaded(); }) ? timeline : nullptr;
    }

    std::unique_ptr<ChatFixture> m;
    std::unique_ptr<ScriptedLog> m_log;
};

} // namespace salon::test
