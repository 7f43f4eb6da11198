// SPDX-License-Identifier: MIT
#include "client/state/stage_times.h"
#include "shared/base/clock.h"
#include <algorithm>
#include <chrono>

namespace salon::client {

std::optional<qint64> MessageTimes::took(Stage stage) const
{
    const size_t at = size_t(stage);
    if (ends[at] == 0)
        return {};
    qint64 before = start;
    for (size_t i = 0; i < at; ++i)
        before = std::max(before, ends[i]);
    return ends[at] - before;
}

qint64 MessageTimes::total() const
{
    return std::max(start, *std::ranges::max_element(ends)) - start;
}

qint64 StageTimes::now()
{
    const auto passed = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(passed).count();
}

void StageTimes::begin(const QString &key, RoomId room, qint64 pressedAt)
{
    if (m_order.size() >= kMostMessages) {
        m_messages.remove(m_order.front());
        m_unpainted.remove(m_order.front());
        m_order.pop_front();
    }
    MessageTimes times;
    times.room = room;
    times.startedAt = Clock::system().now();
    times.start = pressedAt > 0 ? pressedAt : m_clock();
    if (pressedAt > 0)
        times.ends[size_t(Stage::KeyPress)] = m_clock();
    m_messages.insert(key, times);
    m_order.push_back(key);
}

void StageTimes::passed(const QString &key, Stage stage)
{
    const auto found = m_messages.find(key);
    if (found == m_messages.end())
        return;
    const size_t at = size_t(stage);
    std::fill(found->ends.begin() + at, found->ends.end(), 0);
    found->ends[at] = m_clock();
    if (stage == Stage::Turn)
        ++found->tries;
    if (stage == Stage::Apply)
        m_unpainted.insert(key, found->room);
    if (stage == Stage::Paint)
        m_unpainted.remove(key);
}

void StageTimes::answered(const QString &key, const QString &trace)
{
    passed(key, Stage::Connection);
    const auto found = m_messages.find(key);
    if (found != m_messages.end())
        found->trace = trace;
}

void StageTimes::rename(const QString &key, const QString &next)
{
    const auto found = m_messages.constFind(key);
    if (key == next || found == m_messages.constEnd())
        return;
    m_messages.insert(next, MessageTimes(*found));
    m_messages.remove(key);
    if (m_unpainted.contains(key))
        m_unpainted.insert(next, m_unpainted.take(key));
    std::ranges::replace(m_order, key, next);
}

void StageTimes::clear()
{
    m_messages.clear();
    m_order.clear();
    m_unpainted.clear();
}

const MessageTimes *StageTimes::find(const QString &key) const
{
    const auto found = m_messages.constFind(key);
    return found == m_messages.constEnd() ? nullptr : &*found;
}

StageFigures StageTimes::figures(Stage stage) const
{
    QList<qint64> all;
    for (const MessageTimes &times : m_messages) {
        if (const auto took = times.took(stage))
            all.append(*took);
    }
    if (all.isEmpty())
        return {};
    std::ranges::sort(all);
    // The smallest that at least so many do not exceed.
    const auto percentile = [&all](qsizetype percent) {
        return all[std::max<qsizetype>(0, (all.size() * percent + 99) / 100 - 1)];
    };
    return {int(all.size()), percentile(50), percentile(99)};
}

QList<QString> StageTimes::unpainted(RoomId room) const
{
    return m_unpainted.isEmpty() ? QList<QString>() : m_unpainted.keys(room);
}

} // namespace salon::client
