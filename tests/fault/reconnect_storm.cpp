// SPDX-License-Identifier: MIT
#include "tests/fault/reconnect_storm.h"
#include "tests/support/http_client.h"
#include "tests/support/process_meter.h"
#include "tests/support/silent_crowd.h"

using namespace Qt::StringLiterals;

namespace salon::test {

static constexpr int kSettleMs = 2'000; // what is freed is given back meanwhile

ReconnectStorm::ReconnectStorm(const Size &size, quint64 seed) : m_size(size), m_seed(seed)
{
}

Result<> ReconnectStorm::begin()
{
    // A socket on both ends of each line, and some to spare.
    if (raiseDescriptorLimit() < m_size.sessions + 1'000)
        return Error::internal(u"too few descriptors for %1 sessions"_s.arg(m_size.sessions));
    TRY(m_scene.begin(m_size.accounts, m_size.rooms));
    TRY(write());
    m_crowd = std::make_unique<ReturningCrowd>(m_scene.salond().port(), m_scene.accounts(),
                                               m_scene.rooms(), size_t(m_size.sessions), m_seed);
    m_crowd->drop(); // so that they come as after a storm
    if (!m_crowd->comeIn(m_heads, kPatienceMs))
        return Error::internal(u"not everybody came in"_s);
    return {};
}

//! Messages in each room, with nobody there to take them.
Result<> ReconnectStorm::write()
{
    HttpClient http(m_scene.salond().port());
    http.setToken(m_scene.accounts().constFirst().token);
    for (const RoomId room : m_scene.rooms()) {
        for (int i = 0; i < m_size.missed; ++i) {
            TRY_ASSIGN(const auto posted, http.say(room, QString(200, u'x')));
            m_heads[room] = posted.seq;
        }
    }
    return {};
}

Result<ReconnectStorm::Outcome> ReconnectStorm::strike()
{
    const qint64 pid = m_scene.salond().pid();
    Outcome outcome;
    m_crowd->turnFor(kSettleMs);
    outcome.memoryBefore = residentBytes(pid);
    outcome.descriptorsBefore = descriptorCount(pid);
    m_crowd->drop();
    TRY(write());
    const auto back = m_crowd->comeIn(m_heads, kPatienceMs);
    if (!back)
        return Error::internal(u"not everybody was back in %1 s"_s.arg(kPatienceMs / 1000));
    outcome.back = *back;
    m_crowd->turnFor(kSettleMs);
    outcome.memoryAfter = residentBytes(pid);
    outcome.descriptorsAfter = descriptorCount(pid);
    return outcome;
}

} // namespace salon::test
