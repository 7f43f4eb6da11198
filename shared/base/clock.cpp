// SPDX-License-Identifier: MIT
#include "shared/base/clock.h"
#include <chrono>

namespace salon {
namespace {

class SystemClock final : public Clock {
public:
    Timestamp now() const override { return milliseconds(std::chrono::system_clock::now()); }
    qint64 steadyMs() const override { return milliseconds(std::chrono::steady_clock::now()); }

private:
    template <class Point>
    static qint64 milliseconds(Point point)
    {
        return std::chrono::duration_cast<std::chrono::milliseconds>(point.time_since_epoch())
            .count();
    }
};

} // namespace

const Clock &Clock::system()
{
    static const SystemClock clock;
    return clock;
}

} // namespace salon
