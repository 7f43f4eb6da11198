// SPDX-License-Identifier: MIT
#include "client/state/sending_pause.h"
#include <algorithm>

namespace salon::client {
namespace {

constexpr qint64 kFirstMs = 3'000;
constexpr qint64 kMostMs = 60'000;
constexpr int kMostDoublings = 5;

} // namespace

SendingPause::SendingPause()
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a coarse one waits longer than a person is told
    connect(&m_timer, &QTimer::timeout, this, &SendingPause::over);
}

qint64 SendingPause::begin(const Error &why)
{
    if (isOn())
        return 0;
    const qint64 usual = std::min(kMostMs, kFirstMs << std::min(m_count++, kMostDoublings));
    m_why = why;
    m_timer.start(int(why.retryAfterMs.value_or(usual)));
    return m_timer.interval();
}

void SendingPause::end()
{
    m_timer.stop();
    m_count = 0;
}

} // namespace salon::client
