// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"

namespace salon {

//! Where the time comes from, so that a test can set it. Safe to ask from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0; //!< wall clock, UTC milliseconds
    virtual qint64 steadyMs() const = 0; //!< never goes back; for rates and deadlines

    static const Clock &system();
};

} // namespace salon
