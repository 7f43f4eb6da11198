// SPDX-License-Identifier: MIT
#include "tests/bench/archive.h"
#include "shared/protocol/catalogue.h"
#include "tests/bench/figure.h"
#include "tests/support/process_meter.h"
#include <QThread>

using namespace Qt::StringLiterals;

namespace salon::bench {

qint64 settledCpu(const FilledServer &server)
{
    constexpr int kSettleMs = 20;
    QThread::msleep(kSettleMs);
    return test::cpuNanoseconds(server.pid());
}

Result<> Archive::make(qint64 messages, LogFill::KeyIndex keys)
{
    inEach = messages / kRooms;
    return server.make([this](LogFill &filling) { return fill(filling); }, keys);
}

Result<> Archive::fill(LogFill &fill)
{
    std::vector<UserId> users;
    for (int i = 0; i < kMembers; ++i) {
        TRY_ASSIGN(const auto user, fill.addUser(u"member%1"_s.arg(i)));
        users.push_back(user);
    }
    for (int i = 0; i < kRooms; ++i) {
        TRY_ASSIGN(const auto room, fill.addRoom(u"Room %1"_s.arg(i), users.front()));
        rooms.push_back(room);
        for (size_t user = 1; user < users.size(); ++user)
            TRY(fill.join(room, users[user]));
        for (qint64 n = 0; n < inEach; ++n)
            TRY(fill.post(room, users[size_t(n) % users.size()]));
    }
    return {};
}

void ArchiveReader::begin()
{
    m_random.seed(1);
    m_times.clear();
    m_cpuBefore = settledCpu(m_archive.server);
}

Result<> ArchiveReader::read()
{
    const RoomId room = m_archive.rooms[m_random() % m_archive.rooms.size()];
    // With as many before it as fit a page.
    const auto place = Seq(m_random() % quint64(m_archive.inEach)) + Archive::kMembers
        + protocol::kDefaultPage + 1;
    TRY_ASSIGN(const double took,
               m_client.ask(protocol::ListMessages{.room = room, .before = place}));
    m_times.push_back(took);
    return {};
}

Cost ArchiveReader::end() const
{
    const auto cpu = double(settledCpu(m_archive.server) - m_cpuBefore);
    return {median(m_times), cpu / 1e3 / double(m_times.size())};
}

} // namespace salon::bench
