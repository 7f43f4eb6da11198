// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/folder.h"
#include "server/app/settings.h"
#include "server/app/start_check.h"
#include "server/net/shards.h"
#include <QElapsedTimer>
#include <QObject>

namespace salon::server {

//! The program, wired top to bottom: folder, database, threads, then (to serve) the port.
class ServerApp : public QObject {
    Q_OBJECT
public:
    explicit ServerApp(const Settings &settings);
    ~ServerApp() override;

    //! Takes the folder, brings the database forward, starts the threads. Enough for the operator's
    //! commands.
    Result<> start();
    //! Opens the port, with TLS where there is a certificate.
    Result<> listen();
    //! Reads the certificate again, for new connections; one that cannot be used is told in the
    //! log, and the old one stays.
    void reloadTls();
    //! What new connections are shown; null without TLS.
    const TlsCertificate *certificate() const { return m_tls ? &m_tls->certificate() : nullptr; }
    quint16 port() const { return m_shards->port(); }
    const Settings &settings() const { return m_settings; }
    Shards &shards() { return *m_shards; }
    bool isListening() const { return m_shards->port() != 0; }
    //! HOST:PORT that it listens on.
    QString address() const;
    QString scheme() const { return m_tls ? QStringLiteral("https") : QStringLiteral("http"); }
    bool hasNoAccount() const { return m_hasNoAccount; } //!< when it started
    //! What the check behind an unclean stop has found up to now; 0 when none was needed.
    qint64 problemsFound() const { return m_check ? m_check->problems() : 0; }
    qint64 uptimeMs() const { return m_started.elapsed(); }
    Dispatcher &dispatcher() { return m_shards->dispatcher(); }

    //! Stops accepting, answers what is queued, closes with a reason; stopped() within 5 s.
    void stop();

Q_SIGNALS:
    void stopped();

private:
    Result<> openDatabase();
    Result<> startThreads();
    Result<> loadMemory();
    Result<> loadTls();
    Result<> beginServing();
    void endServing();
    void finish();

    Settings m_settings;
    ServerFacts m_facts;
    std::unique_ptr<Folder> m_folder;
    std::unique_ptr<TokenSigner> m_signer;
    std::unique_ptr<PasswordHasher> m_hasher;
    std::unique_ptr<LoginThrottle> m_throttle;
    std::unique_ptr<Writer> m_writer;
    std::unique_ptr<ReadPool> m_readers;
    std::unique_ptr<SharedState> m_shared;
    std::unique_ptr<Shards> m_shards;
    std::shared_ptr<const TlsContext> m_tls;
    std::unique_ptr<StartCheck> m_check; //!< after an unclean stop
    QElapsedTimer m_started;
    bool m_isServing = false; //!< and the database says so
    bool m_hasNoAccount = false;
    bool m_isStopping = false;
};

} // namespace salon::server
