// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/client_session.h"
#include "server/net/port_gateway.h"
#include "server/net/rest_gateway.h"

namespace salon::server {

//! An I/O thread's part of the server: its connections and who among them hears what.
class Shard : public QObject {
    Q_OBJECT
public:
    Shard(const NetSettings &settings, Dispatcher &dispatcher, const Clock &clock);

    FanOut &fanOut() { return m_fanOut; }
    Result<> listen(const QString &host, quint16 port);
    quint16 port() const { return m_gateway->port(); }
    qsizetype connectionCount() const { return m_gateway->connectionCount(); }
    qint64 unsentBytes() const { return m_gateway->unsentBytes(); } //!< in all outboxes
    //! Who may read /metrics, and what they get; nobody until then.
    void setMetrics(const QByteArray &token, RestGateway::Metrics source)
    {
        m_rest.setMetrics(token, std::move(source));
    }
    //! New connections speak TLS, as the context says.
    Result<> setTls(std::shared_ptr<const TlsContext> context)
    {
        return m_gateway->setTls(std::move(context));
    }
    //! No new connections; what is queued is still answered.
    void stopAccepting();
    //! Closes all; stopped() comes when the last is gone.
    void close();

Q_SIGNALS:
    void stopped();

private:
    FanOut m_fanOut;
    Dispatcher &m_dispatcher;
    RestGateway m_rest;
    std::unique_ptr<PortGateway> m_gateway;
};

} // namespace salon::server
