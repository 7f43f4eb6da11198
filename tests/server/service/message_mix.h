// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/room_service.h"
#include <QDebug>
#include <QUuid>
#include <random>

namespace salon::server {

//! How often messages get a reaction or lose one, and are pinned or unpinned, beside eight answers,
//! four edits and a deletion.
struct MixOdds {
    double reactions = 0;
    double pins = 0;
};

//! Some hundred changes of the messages of a room by its owner and the author of `first`, by dice
//! whose seed is told: for tests that make the views anew from the log.
class MessageMix {
public:
    MessageMix(RoomService &service, RoomId room, Seq first, Caller owner, Caller author)
        : m_service(service), m_room(room), m_messages{first}, m_owner(owner), m_author(author)
    {
        qInfo() << "seed" << m_seed;
    }

    //! An error of what nobody may be refused.
    Result<> play(const MixOdds &odds)
    {
        std::discrete_distribution<int> acts{
            8, 4, 1, odds.reactions, odds.reactions / 2, odds.pins, odds.pins / 2};
        for (int i = 0; i < 400; ++i)
            TRY(act(acts(m_random), i));
        return {};
    }

private:
    qsizetype upTo(qsizetype most)
    {
        return std::uniform_int_distribution<qsizetype>(0, most)(m_random);
    }
    Result<> act(int which, int number)
    {
        const QStringList emoji{QStringLiteral("👍"), QStringLiteral("❤️"), QStringLiteral("🎉"),
                                QStringLiteral("😀")};
        const Seq seq = m_messages[upTo(m_messages.size() - 1)];
        const Caller &by = upTo(1) == 0 ? m_owner : m_author;
        switch (which) {
        case 0:
            return answer(seq, number);
        case 1: // refused where it was deleted, as are reactions and pins
            (void)m_service.handle(
                protocol::EditMessage{m_room, seq, QStringLiteral("@ada %1").arg(number)},
                m_author);
            return {};
        case 2:
            TRY(m_service.handle(protocol::DeleteMessage{m_room, seq}, m_owner));
            return {};
        case 3:
            (void)m_service.handle(protocol::AddReaction{m_room, seq, emoji[upTo(3)]}, by);
            return {};
        case 4:
            TRY(m_service.handle(protocol::RemoveReaction{m_room, seq, emoji[upTo(3)]}, by));
            return {};
        case 5:
            (void)m_service.handle(protocol::PinMessage{m_room, seq}, by);
            return {};
        default:
            TRY(m_service.handle(protocol::UnpinMessage{m_room, seq}, by));
            return {};
        }
    }
    Result<> answer(Seq seq, int number)
    {
        TRY_ASSIGN(
            const auto posted,
            m_service.handle(
                protocol::PostMessage{m_room, QUuid::createUuid().toString(QUuid::WithoutBraces),
                                      QStringLiteral("text %1").arg(number), seq},
                m_author));
        m_messages.append(posted.seq);
        return {};
    }

    RoomService &m_service;
    const RoomId m_room;
    QList<Seq> m_messages;
    const Caller m_owner;
    const Caller m_author;
    const std::random_device::result_type m_seed = std::random_device()();
    std::mt19937 m_random{m_seed};
};

} // namespace salon::server
