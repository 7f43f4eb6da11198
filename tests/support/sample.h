// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/catalogue.h"
#include <QUuid>

namespace salon::test {

//! A value of each type that its rules accept: made from the fields() list, so a new kind is
//! covered by itself.
template <class T>
struct Sample;

template <>
struct Sample<QString> {
    static QString make() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }
};
template <>
struct Sample<qint64> {
    static qint64 make() { return 7; }
};
template <>
struct Sample<bool> {
    static bool make() { return true; }
};
template <class Tag>
struct Sample<Id<Tag>> {
    static Id<Tag> make() { return {42}; }
};
template <class T>
struct Sample<std::optional<T>> {
    static std::optional<T> make() { return Sample<T>::make(); }
};
template <class T>
struct Sample<wire::Nullable<T>> {
    static wire::Nullable<T> make() { return {Sample<T>::make()}; }
};
template <class T>
struct Sample<QList<T>> {
    static QList<T> make() { return {Sample<T>::make(), Sample<T>::make()}; }
};
template <>
struct Sample<protocol::RoomEvent> {
    static protocol::RoomEvent make()
    {
        return {{1}, 2, 3, {4}, protocol::TopicSet{QStringLiteral("t")}};
    }
};
template <wire::Described T>
struct Sample<T> {
    static T make()
    {
        T made{};
        std::apply(
            [&](const auto &...f) {
                ((made.*f.member =
                      Sample<typename std::remove_cvref_t<decltype(f)>::Value>::make()),
                 ...);
            },
            T::fields());
        return made;
    }
};

//! Every kind with members: requests, replies are structs of their own, events, pushes.
template <class Visitor>
void forEachKind(Visitor &&visit)
{
    protocol::Requests::forEach(visit);
    protocol::AccountRequests::forEach(visit);
    protocol::Events::forEach(visit);
    protocol::Pushes::forEach(visit);
}

template <class Visitor>
void forEachReply(Visitor &&visit)
{
    const auto reply = [&]<class T>(std::type_identity<T>) {
        visit(std::type_identity<typename T::Reply>{});
    };
    protocol::Requests::forEach(reply);
    protocol::AccountRequests::forEach(reply);
}

} // namespace salon::test
