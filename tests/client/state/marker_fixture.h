// SPDX-License-Identifier: MIT
#pragma once
#include "tests/client/state/chat_fixture.h"

namespace salon::test {

//! A client and a scripted server with one room of ten messages, 2 to 11; what is sent of markers
//! is kept.
class MarkerFixture {
protected:
    void begin()
    {
        m_reads.clear();
        m_unreads.clear();
        m_counter = 10;
        m = std::make_unique<ChatFixture>();
        m->server.on<protocol::ListMessages>(
            [](const protocol::ListMessages &ask) { return pageOf(ask.room, 2, 11); });
    }

    //! The room is open, and so much of it was read.
    void openAt(Seq read, qint64 unread)
    {
        auto row = roomOf(kRoom, QStringLiteral("general"), 11, 10);
        row.read = read;
        row.unread = unread;
        row.counter = m_counter;
        m->server.hello.rooms = {row};
        m->start();
        QVERIFY(m->openRoom());
    }

    //! The server does what it is asked.
    void answerMoves()
    {
        m->server.on<protocol::ReadRoom>([this](const protocol::ReadRoom &ask) {
            m_reads.append(ask.seq);
            return markerAt(ask.room, ask.seq, ++m_counter, std::max<Seq>(11, ask.seq));
        });
        m->server.on<protocol::UnreadRoom>([this](const protocol::UnreadRoom &ask) {
            m_unreads.append(ask.seq);
            return markerAt(ask.room, ask.seq, ++m_counter, std::max<Seq>(11, ask.seq));
        });
    }

    void otherPosts(Seq seq)
    {
        m->server.sendEvent(messageEvent(kRoom, seq, kOther, QStringLiteral("new")));
        QTRY_COMPARE(room().head, seq);
    }

    const protocol::Room &room() const { return *m->chat->rooms().find(kRoom); }
    int asked(const char *kind) const { return m->server.count(QString::fromLatin1(kind)); }

    std::unique_ptr<ChatFixture> m;
    QList<Seq> m_reads;
    QList<Seq> m_unreads;
    qint64 m_counter = 10;
};

} // namespace salon::test
