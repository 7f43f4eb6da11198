// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include <QtGlobal>
#include <utility>
#include <variant>

namespace salon {

//! A value or an Error. Named like std::expected, which the compilers that we support still lack.
template <class T = void>
class [[nodiscard]] Result {
public:
    using value_type = T;
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) { }

    bool has_value() const { return m_state.index() == 0; }
    explicit operator bool() const { return has_value(); }
    T &value() &
    {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    const T &value() const &
    {
        Q_ASSERT(has_value());
        return *std::get_if<0>(&m_state);
    }
    T &&value() &&
    {
        Q_ASSERT(has_value());
        return std::move(*std::get_if<0>(&m_state));
    }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }
    Error &error() &
    {
        Q_ASSERT(!has_value());
        return *std::get_if<1>(&m_state);
    }
    const Error &error() const &
    {
        Q_ASSERT(!has_value());
        return *std::get_if<1>(&m_state);
    }
    Error &&error() &&
    {
        Q_ASSERT(!has_value());
        return std::move(*std::get_if<1>(&m_state));
    }

private:
    std::variant<T, Error> m_state;
};

//! Done, or an Error.
template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;
    Result() = default;
    Result(Error error) : m_error(std::move(error)) { }

    bool has_value() const { return !m_error.has_value(); }
    explicit operator bool() const { return has_value(); }
    Error &error() &
    {
        Q_ASSERT(m_error);
        return *m_error;
    }
    const Error &error() const &
    {
        Q_ASSERT(m_error);
        return *m_error;
    }
    Error &&error() &&
    {
        Q_ASSERT(m_error);
        return std::move(*m_error);
    }

private:
    std::optional<Error> m_error;
};

} // namespace salon

#define SALON_JOIN_(a, b) a##b
#define SALON_JOIN(a, b) SALON_JOIN_(a, b)

//! Returns the error of `expression` to the caller, or goes on.
#define TRY(expression)                                                                            \
    do {                                                                                           \
        if (auto tried_ = (expression); !tried_)                                                   \
            return std::move(tried_).error();                                                      \
    } while (false)

//! `TRY_ASSIGN(auto user, users.find(id));` declares or assigns the value, or returns the error.
#define TRY_ASSIGN(target, expression)                                                             \
    auto SALON_JOIN(tried_, __LINE__) = (expression);                                              \
    if (!SALON_JOIN(tried_, __LINE__))                                                             \
        return std::move(SALON_JOIN(tried_, __LINE__)).error();                                    \
    target = *std::move(SALON_JOIN(tried_, __LINE__))
