// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/codec.h"

namespace salon::server {

inline constexpr qint64 kPageBytes = 256 * 1024; // of JSON in one answer

//! Takes the value's size off the budget; false when it no longer fits.
template <class T>
bool spend(qint64 &budget, const T &value)
{
    budget -= wire::encoded(value).size() + 1;
    return budget >= 0;
}

} // namespace salon::server
