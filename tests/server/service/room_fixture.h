// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/room_queries.h"
#include "server/service/room_service.h"
#include "shared/wire/envelope.h"
#include "tests/server/store/store_on_disk.h"
#include "tests/support/fake_clock.h"

namespace salon::server {

//! Three people and a room on a real store, with the rules and the questions about rooms.
class RoomFixture {
protected:
    void begin(const QString &topic = {})
    {
        m_queries.reset();
        m_service.reset();
        m_store = std::make_unique<StoreOnDisk>();
        VERIFY_RESULT(m_store->opened);
        m_service = std::make_unique<RoomService>(m_store->database, m_limits, m_clock);
        m_queries = std::make_unique<RoomQueries>(m_store->database);
        m_ada = {m_store->user(QStringLiteral("ada")), {11}};
        m_grace = {m_store->user(QStringLiteral("grace")), {21}, {201}};
        m_linus = {m_store->user(QStringLiteral("linus")), {31}, {301}};
        const auto made =
            m_service->handle(protocol::CreateRoom{QStringLiteral("engines"), topic}, m_ada);
        VERIFY_RESULT(made);
        m_room = made->room.id;
        VERIFY_RESULT(m_service->handle(protocol::JoinRoom{m_room}, m_grace));
        m_service->takeEffects();
        m_posts = 0;
    }
    //! Of a message; each number has its own.
    static QString key(int number)
    {
        return QStringLiteral("00000000-0000-4000-8000-%1").arg(number, 12, 10, QChar(u'0'));
    }
    Result<protocol::Posted> post(const Caller &by, int number,
                                  const QString &text = QStringLiteral("hello"),
                                  std::optional<Seq> replyTo = {})
    {
        return m_service->handle(protocol::PostMessage{m_room, key(number), text, replyTo}, by);
    }
    //! `count` messages in turns: seq 3 and up, n 1 and up.
    void postMany(int count, const QString &text = QStringLiteral("x"))
    {
        Transaction transaction(m_store->database);
        for (int i = 0; i < count; ++i)
            VERIFY_RESULT(post(i % 2 ? m_grace : m_ada, ++m_posts, text));
        VERIFY_RESULT(transaction.commit());
    }
    //! Of all events of the room.
    QStringList kinds() const
    {
        QStringList all;
        const auto events = m_store->log.events(m_room, 0, 500, kNoLimit);
        for (const EventRow &event : *events)
            all.append(event.kind);
        return all;
    }
    //! Of a push, what it says.
    template <class Push>
    static Push pushed(const QByteArray &frame)
    {
        wire::JsonParser parser;
        const auto read = wire::readFrame(parser, frame);
        const auto push = wire::decoded<Push>(*wire::frameData(*read), {});
        return read->type == wire::fromUtf8(Push::kind) && push ? *push : Push{};
    }
    RoomRow row(const Caller &caller) { return *m_store->rooms.find(m_room, caller.user); }

    std::unique_ptr<StoreOnDisk> m_store;
    std::unique_ptr<RoomService> m_service;
    std::unique_ptr<RoomQueries> m_queries;
    FakeClock m_clock;
    wire::Limits m_limits;
    Caller m_ada;
    Caller m_grace;
    Caller m_linus;
    RoomId m_room; //!< ada's "engines", in which grace is too
    int m_posts = 0; //!< keys that are used
};

} // namespace salon::server
