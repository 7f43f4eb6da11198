// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/filled_server.h"
#include <vector>

namespace salon::bench {

//! What one kind of request took in a run.
struct Cost {
    double ms = 0; //!< median
    double cpu = 0; //!< of the server, µs each, with what belongs to it
};

//! Processor time of the server once it has nothing to do: a thread that has just answered has not
//! been charged yet for its last moments.
qint64 settledCpu(const FilledServer &server);

//! A salond with so many messages in 100 rooms of 20.
struct Archive {
    static constexpr int kRooms = 100, kMembers = 20;

    FilledServer server;
    std::vector<RoomId> rooms;
    qint64 inEach = 0;

    Result<> make(qint64 messages, LogFill::KeyIndex keys);
    qint64 messages() const { return inEach * kRooms; }

private:
    Result<> fill(LogFill &fill);
};

//! Reads pages of an archive, the same ones in each run.
class ArchiveReader {
public:
    explicit ArchiveReader(Archive &archive) : m_archive(archive) { }

    Result<> open() { return m_archive.server.open(m_client); }
    void begin();
    //! The next page, anywhere in any room.
    Result<> read();
    Cost end() const;

private:
    Archive &m_archive;
    TimedClient m_client;
    std::mt19937_64 m_random;
    std::vector<double> m_times;
    qint64 m_cpuBefore = 0;
};

} // namespace salon::bench
