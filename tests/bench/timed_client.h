// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/envelope.h"
#include "tests/support/socket_swarm.h"

namespace salon::bench {

//! A connection of one account that asks one thing at a time, and says how long the answer took.
class TimedClient {
public:
    TimedClient();

    //! Connects and says hello.
    Result<> open(quint16 port, const QByteArray &token);
    //! Connects without a word.
    Result<> connect(quint16 port, const QByteArray &token);
    //! Milliseconds from the question to the answer; an error when it was refused.
    template <class T>
    Result<double> ask(const T &request)
    {
        return exchange(wire::requestFrame(QString::number(++m_number), request));
    }
    Result<double> hello();

private:
    Result<double> exchange(const QByteArray &frame);

    test::SocketSwarm m_swarm;
    quint32 m_number = 0;
    bool m_isAnswered = false;
    QString m_fault;
};

} // namespace salon::bench
