// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/fault_proxy.h"
#include <QByteArray>
#include <deque>

namespace salon::test {

//! Steady milliseconds.
qint64 lineTime();

//! One direction of a line: reads from one descriptor and writes, in time, to the other.
class FaultPipe {
public:
    FaultPipe(int from, int to) : m_from(from), m_to(to) { }

    bool wantsToRead() const;
    //! Takes what has come; false when the connection broke.
    bool read(const Weather &weather, std::mt19937_64 &random);
    //! Passes on what is due; false when the connection broke.
    bool write(const Weather &weather);
    //! When there is something to write next, or -1.
    qint64 nextDue() const;
    //! The end was read and all before it was passed on.
    bool isOver() const { return m_isEnded && m_chunks.empty(); }
    void end(); //!< passes on nothing more, and says so to the reader

    bool isStalled = false;
    bool dribbles = false; //!< byte by byte, whatever the weather

private:
    struct Chunk {
        qint64 dueAt;
        QByteArray bytes;
    };

    int m_from;
    int m_to;
    bool m_isEnded = false; //!< nothing more is read
    bool m_hasToldEnd = false;
    qint64 m_queued = 0;
    qint64 m_lastDue = 0;
    qint64 m_readyAt = 0; //!< by the rate
    std::deque<Chunk> m_chunks;
};

struct FaultProxy::Line {
    int client;
    int server;
    std::array<FaultPipe, 2> pipes; //!< by Direction

    Line(int clientDescriptor, int serverDescriptor)
        : client(clientDescriptor),
          server(serverDescriptor), pipes{FaultPipe(client, server), FaultPipe(server, client)}
    {
    }
    ~Line();
    Q_DISABLE_COPY_MOVE(Line)

    void abort(); //!< the connections end with RST
    bool isOver = false;
};

} // namespace salon::test
