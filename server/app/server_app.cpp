// SPDX-License-Identifier: MIT
#include "server/app/server_app.h"
#include "server/app/metrics_source.h"
#include "server/operation/fault_counts.h"
#include "server/operation/log.h"
#include "server/operation/slow_log.h"
#include "server/service/name_looks.h"
#include "server/service/secret_file.h"
#include "server/service/server_marks.h"
#include "server/store/migrator.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr int kStopWithinMs = 4'000; // leaves a second for the threads

} // namespace

ServerApp::ServerApp(const Settings &settings) : m_settings(settings)
{
}

ServerApp::~ServerApp()
{
    // Threads first: what they still deliver needs nobody to receive it.
    m_hasher.reset();
    if (m_writer)
        m_writer->stop();
    if (m_readers)
        m_readers->stop();
    m_shards.reset();
}

Result<> ServerApp::start()
{
    m_started.start();
    SlowLog::process().setSettings(m_settings.slow);
    TRY_ASSIGN(m_folder, Folder::take(m_settings.folder()));
    m_facts.databasePath = m_folder->databasePath();
    m_facts.name = m_settings.name;
    m_facts.defaultRooms = m_settings.defaultRooms;
    m_facts.limits = m_settings.limits;
    m_facts.presence = m_settings.presence;
    m_facts.sessionLifeMs = m_settings.sessionLifeMs;
    TRY(openDatabase());
    TRY_ASSIGN(auto key,
               loadOrMakeSecret(m_folder->tokenKeyPath(), SecretForm::Bytes,
                                u"everybody then logs in again"_s));
    m_signer = std::make_unique<TokenSigner>(std::move(key), u"salon"_s, *m_facts.clock);
    m_hasher = std::make_unique<PasswordHasher>(m_settings.hasher);
    m_throttle = std::make_unique<LoginThrottle>(m_settings.throttle, *m_facts.clock);
    TRY(startThreads());
    const Dispatcher::Parts parts{m_facts,   *m_shared, *m_writer,   *m_readers,
                                  *m_hasher, *m_signer, *m_throttle, m_settings.hellos};
    m_shards = std::make_unique<Shards>(m_settings.net, parts, m_settings.ioThreadCount());
    connect(m_shards.get(), &Shards::stopped, this, &ServerApp::finish);
    TRY_ASSIGN(
        const auto metricsToken,
        loadOrMakeSecret(m_folder->metricsTokenPath(), SecretForm::Line, u"a new one is made"_s));
    m_shards->setMetrics(metricsToken, [this](std::function<void(QByteArray)> told) {
        collectMetrics(*this, std::move(told));
    });
    return loadMemory();
}

Result<> ServerApp::openDatabase()
{
    Database database;
    TRY(database.open(m_facts.databasePath, Database::Access::ReadWrite));
    TRY(migrate(database));
    TRY(completeNameLooks(database));
    TRY_ASSIGN(m_facts.epoch, epochOf(database));
    TRY(AccountStore(database).forgetExpired(m_facts.clock->now()));
    LogStore log(database);
    TRY_ASSIGN(const auto damaged, log.roomsWithWrongHead());
    if (!damaged.isEmpty())
        return Error(ErrorCode::Unavailable, Reason::StorageFailed,
                     u"the database is damaged: the log of room %1 does not reach its head"_s.arg(
                         damaged.first().toString()));
    return {};
}

Result<> ServerApp::startThreads()
{
    const auto deliver = [this](std::vector<Delivery> batch) {
        m_shards->deliver(std::move(batch));
    };
    m_shared = std::make_unique<SharedState>(m_facts.limits, *m_facts.clock, m_facts.presence);
    m_writer = std::make_unique<Writer>(m_facts, deliver,
                                        [this](Effects &effects) { m_shared->apply(effects); });
    m_readers = std::make_unique<ReadPool>(m_facts, int(m_settings.readers), deliver);
    TRY(m_writer->start());
    return m_readers->start();
}

Result<> ServerApp::loadMemory()
{
    Database database;
    TRY(database.open(m_facts.databasePath, Database::Access::ReadOnly));
    TRY_ASSIGN(m_hasNoAccount, AccountStore(database).isEmpty());
    TRY_ASSIGN(const auto sessions, AccountStore(database).sessionsUntil(m_facts.clock->now()));
    m_shared->sessions.load(sessions);
    for (const SessionRow &session : sessions) // signed when it was made, and when it was renewed
        m_signer->noteSigned(
            std::max(session.createdAt, session.expiresAt - m_facts.sessionLifeMs));
    TRY(AccountStore(database).forEachPresence([this](UserId user, const PresenceRow &row) {
        const auto choice = presenceChoice(row.word).value_or(PresenceChoice::Available);
        m_shared->presences.choose(user, effective({choice, row.until}, m_facts.clock->now()));
    }));
    return RoomStore(database).forEachMembership(
        [this](RoomId room, UserId user) { m_shared->memberships.load(room, user); });
}

Result<> ServerApp::loadTls()
{
    const NetSettings &net = m_settings.net;
    if (net.tlsCertificate.isEmpty())
        return {};
    TRY_ASSIGN(auto context, TlsContext::load(net.tlsCertificate, net.tlsKey));
    TRY(m_shards->setTls(context));
    m_tls = std::move(context);
    const TlsCertificate &certificate = m_tls->certificate();
    logInfo("app", u"certificate in use",
            {{"subject", certificate.subject},
             {"issuer", certificate.issuer},
             {"names", certificate.names.join(u' ')},
             {"until", certificate.notAfter.toString(Qt::ISODate)}});
    if (certificate.notAfter < QDateTime::currentDateTimeUtc())
        logError("app", u"the certificate has expired: clients refuse it",
                 {{"until", certificate.notAfter.toString(Qt::ISODate)}});
    return {};
}

void ServerApp::reloadTls()
{
    if (const auto loaded = loadTls(); !loaded) {
        FaultCounts::process().add(ServerFault::CertificateReload);
        logError("app", u"the new certificate is not used, the old one stays",
                 {{"reason", loaded.error().toString()}});
    }
}

Result<> ServerApp::listen()
{
    TRY(loadTls());
    TRY(m_shards->listen(m_settings.listenHost, m_settings.listenPort));
    TRY(beginServing());
    logInfo("app", u"listening",
            {{"address", m_settings.listenHost},
             {"port", qint64(m_shards->port())},
             {"tls", m_tls != nullptr},
             {"version", QStringLiteral(SALON_VERSION)}});
    return {};
}

Result<> ServerApp::beginServing()
{
    Database database;
    TRY(database.open(m_facts.databasePath, Database::Access::ReadWrite));
    TRY_ASSIGN(const bool wasUnclean, isMarkedAsServing(database));
    m_isServing = true;
    if (!wasUnclean) {
        // A full disk must not keep it from serving what there is.
        if (const auto marked = markAsServing(database, true); !marked)
            logError("app", u"an unclean stop would not be noticed",
                     {{"error", marked.error().toString()}});
        return {};
    }
    logWarning("app", u"salond was not stopped in order; the database is checked meanwhile");
    m_check = std::make_unique<StartCheck>(m_facts.databasePath);
    return {};
}

// With a check that did not end, the next start has to make it.
void ServerApp::endServing()
{
    const bool isChecked = !m_check || m_check->isDone();
    if (m_check)
        m_check->stop();
    if (!std::exchange(m_isServing, false) || !isChecked)
        return;
    Database database;
    auto marked = database.open(m_facts.databasePath, Database::Access::ReadWrite);
    if (marked)
        marked = markAsServing(database, false);
    if (!marked)
        logError("app", u"the next start will check the database",
                 {{"error", marked.error().toString()}});
}

QString ServerApp::address() const
{
    Settings settings = m_settings;
    settings.listenPort = port();
    return settings.listenAddress();
}

void ServerApp::stop()
{
    if (std::exchange(m_isStopping, true))
        return;
    logInfo("app", u"stopping");
    m_shards->stopAccepting();
    m_shared->isStopping = true;
    m_readers->stop();
    m_writer->stop();
    endServing(); // closes the database last, and so leaves one file, without a log beside it
    m_shards->close(); // behind what the threads delivered last
    QTimer::singleShot(kStopWithinMs, this, &ServerApp::finish);
}

void ServerApp::finish()
{
    if (m_isStopping)
        Q_EMIT stopped();
}

} // namespace salon::server
