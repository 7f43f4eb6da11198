// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/acceptor.h"
#include "server/net/poller.h"
#include <QTimer>

namespace salon::server {

//! accept4() on a Poller. An IPv6 wildcard takes IPv4 as well.
class LeanAcceptor final : public Acceptor, private PollTarget {
public:
    LeanAcceptor(Poller *poller, Accepted accepted);
    ~LeanAcceptor() override;

    Result<> listen(const QHostAddress &address, quint16 port) override;
    quint16 port() const override { return m_port; }

private:
    void pollEvent(quint32 events) override;
    void stop();

    Poller *m_poller;
    Accepted m_accepted;
    QTimer m_pause;
    int m_descriptor = -1;
    quint16 m_port = 0;
};

} // namespace salon::server
