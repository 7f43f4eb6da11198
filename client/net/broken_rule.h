// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/codec.h"
#include "shared/wire/limits.h"

namespace salon::client {

//! The first rule of its fields that a request breaks, found before it is sent, as the server would
//! tell it.
template <class T>
std::optional<Error> brokenRule(const T &message, const wire::Limits &limits)
{
    std::optional<Error> broken;
    const auto obeys = [&](const auto &field) {
        const auto fine = [&](const auto &rule) {
            if (auto error = wire::checkRule(rule, message.*field.member, limits))
                broken = error->at(QStringLiteral("data.") + wire::fromUtf8(field.key));
            return !broken;
        };
        return std::apply([&](const auto &...rules) { return (fine(rules) && ...); }, field.rules);
    };
    std::apply([&](const auto &...fields) { (void)(obeys(fields) && ...); }, T::fields());
    return broken;
}

} // namespace salon::client
