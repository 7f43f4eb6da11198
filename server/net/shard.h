// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/client_session.h"
#include "server/net/port_gateway.h"
#include "server/net/rest_gateway.h"

namespace salon::server {

//! What is counted of connections.
struct ConnectionFigures {
    qsizetype open = 0; //!< HTTP and WebSocket
    qsizetype signedIn = 0;
    qint64 unsentBytes = 0; //!< in all outboxes
    size_t waitingHellos = 0;

    ConnectionFigures &operator+=(const ConnectionFigures &other);
};

//! An I/O thread's part of the server: its connections, their requests, and who among them hears
//! what. Lives in that thread.
class Shard : public QObject {
    Q_OBJECT
public:
    Shard(const NetSettings &settings, const Dispatcher::Parts &parts,
          std::shared_ptr<GatewayGroup> group);

    Dispatcher &dispatcher() { return m_dispatcher; }
    PortGateway &gateway() { return *m_gateway; }
    ConnectionFigures figures() const;
    void setReady(bool ready) { m_rest.setReady(ready); }
    //! Who may read /metrics, and what they get; nobody until then.
    void setMetrics(const QByteArray &token, RestGateway::Metrics source)
    {
        m_rest.setMetrics(token, std::move(source));
    }
    //! Answers its own requests, and tells its connections what the others' have done.
    void take(std::vector<Delivery> &batch);
    void apply(const Effects &effects) { m_fanOut.apply(effects); }
    //! No new connections; what is queued is still answered.
    void stopAccepting();
    //! Closes all; stopped() comes when the last is gone.
    void close();

Q_SIGNALS:
    void stopped();

private:
    void takeOther(Delivery &delivery);

    const size_t m_number;
    Dispatcher m_dispatcher;
    FanOut m_fanOut;
    RestGateway m_rest;
    std::unique_ptr<PortGateway> m_gateway;
};

} // namespace salon::server
