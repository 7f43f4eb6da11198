// SPDX-License-Identifier: MIT
#pragma once
#include "server/description/examples.h"
#include <QUuid>

namespace salon::test {

inline QString fresh()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

template <class T>
concept AboutARoom = requires(T request)
{
    request.room;
};

template <class T>
concept AboutRooms = requires(T request)
{
    request.rooms.first().room;
};

//! A request of the catalogue that could be granted, about that room and that message.
template <class T>
T requestAbout(RoomId room, Seq message, UserId somebody)
{
    T request = server::exampleFor(std::type_identity<T>{});
    if constexpr (AboutARoom<T>)
        request.room = room;
    if constexpr (AboutRooms<T>) {
        for (auto &place : request.rooms)
            place.room = room;
    }
    if constexpr (requires { request.seq; })
        request.seq = message;
    if constexpr (requires { request.key; })
        request.key = fresh();
    if constexpr (requires { request.replyTo; })
        request.replyTo.reset();
    if constexpr (requires { request.user; })
        request.user = somebody;
    if constexpr (requires { request.users; })
        request.users = {somebody};
    if constexpr (std::is_same_v<T, protocol::CreateRoom>)
        request.name = fresh();
    if constexpr (std::is_same_v<T, protocol::ListEvents>)
        request.after = 0;
    if constexpr (std::is_same_v<T, protocol::Sync>)
        request.rooms.first().after = 0;
    return request;
}

} // namespace salon::test
