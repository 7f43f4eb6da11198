// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include <QJsonObject>
#include <QString>
#include <concepts>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace salon::wire {

struct Limits;

//! One member of a message: its key on the wire, where it is kept, a sentence on it, and rules.
template <class Owner, class T, class... Rules>
struct Field {
    using Value = T;
    std::string_view key;
    T Owner::*member;
    std::string_view description;
    std::tuple<Rules...> rules;
};

template <class Owner, class T, class... Rules>
constexpr auto field(std::string_view key, T Owner::*member, std::string_view description,
                     Rules... rules)
{
    return Field<Owner, T, Rules...>{key, member, description, std::tuple<Rules...>(rules...)};
}

//! A struct that lists its members in a static fields().
template <class T>
concept Described = requires
{
    T::fields();
};

//! Number of code points; a surrogate pair is one.
qint64 codePoints(QStringView text);

//! Not only white space.
struct NotBlank {
    std::optional<Error> check(const QString &text, const Limits &limits) const;
    void describe(QJsonObject &schema) const;
};

//! At most as many code points as the limit says.
struct MaxLength {
    qint64 Limits::*limit;
    std::optional<Error> check(const QString &text, const Limits &limits) const;
    void describe(QJsonObject &schema) const;
};

//! Between `least` and `most` code points, whatever the operator sets.
struct Length {
    qint64 least;
    qint64 most;
    std::optional<Error> check(const QString &text, const Limits &limits) const;
    void describe(QJsonObject &schema) const;
};

//! RFC 9562 in the usual 8-4-4-4-12 hexadecimal form.
struct Uuid {
    std::optional<Error> check(const QString &text, const Limits &limits) const;
    void describe(QJsonObject &schema) const;
};

struct Range {
    qint64 least;
    qint64 most;
    std::optional<Error> check(qint64 number, const Limits &limits) const;
    void describe(QJsonObject &schema) const;
};

struct MaxItems {
    qint64 most;
    template <class List>
    std::optional<Error> check(const List &list, const Limits &) const
    {
        if (qint64(list.size()) > most)
            return Error::tooLarge({}, most);
        return {};
    }
    void describe(QJsonObject &schema) const;
};

template <class Rule, class T>
std::optional<Error> checkRule(const Rule &rule, const T &value, const Limits &limits)
{
    return rule.check(value, limits);
}

template <class Rule, class T>
std::optional<Error> checkRule(const Rule &rule, const std::optional<T> &value,
                               const Limits &limits)
{
    return value ? rule.check(*value, limits) : std::nullopt;
}

} // namespace salon::wire
