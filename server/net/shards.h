// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/shard.h"
#include <QThread>

namespace salon::server {

//! All I/O threads: the first shard lives in the thread that makes this, and each other one in a
//! thread of its own. A connection stays where it came first.
class Shards : public QObject {
    Q_OBJECT
public:
    Shards(const NetSettings &settings, const Dispatcher::Parts &parts, size_t count);
    ~Shards() override;

    //! Of the first shard, for this thread.
    Dispatcher &dispatcher() { return m_all.front().shard->dispatcher(); }
    Result<> listen(const QString &host, quint16 port);
    quint16 port() const { return m_all.front().shard->gateway().port(); }
    size_t count() const { return m_all.size(); }
    //! Who may read /metrics, and what they get; nobody until then. `source` is called in this
    //! thread.
    void setMetrics(const QByteArray &token, const RestGateway::Metrics &source);
    //! New connections speak TLS, as the context says.
    Result<> setTls(const std::shared_ptr<const TlsContext> &context);
    //! Any thread may call it.
    void deliver(std::vector<Delivery> batch);
    //! Of all shards; told in this thread, once.
    void collectFigures(std::function<void(const ConnectionFigures &)> told);
    //! No new connections; what is queued is still answered.
    void stopAccepting();
    //! Closes all, behind what was delivered; stopped() comes when the last is gone.
    void close();

Q_SIGNALS:
    void stopped();

private:
    struct Member {
        std::unique_ptr<QThread> thread; //!< none for the first
        std::unique_ptr<Shard> shard;
    };
    void add(const NetSettings &settings, const Dispatcher::Parts &parts);
    //! In its thread, later, behind what it was told before.
    void tell(size_t number, std::function<void(Shard &)> call);
    //! In its thread, now.
    void ask(const Member &member, const std::function<void(Shard &)> &call);
    //! All but that one, whose thread may call it.
    void applyToOthers(size_t number, const std::shared_ptr<const Effects> &effects);

    std::shared_ptr<GatewayGroup> m_group;
    std::vector<Member> m_all;
    size_t m_stopped = 0;
};

} // namespace salon::server
