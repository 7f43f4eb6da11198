// SPDX-License-Identifier: MIT
// The doctor's checks of a running salond, from the local socket and from its port.
#include "server/app/doctor_checks.h"
#include "server/app/folder.h"
#include "server/app/operator_answers.h"
#include "server/app/operator_client.h"
#include "server/net/tls_context.h"
#include "shared/protocol/account_messages.h"
#include <QNetworkInterface>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTcpServer>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr int kPatienceMs = 5'000;

struct HttpAnswer {
    int status = 0;
    QByteArray body;
    QByteArray certificateDigest; //!< SHA-256; empty without TLS
};

struct Port {
    QString host;
    quint16 number = 0;
    bool isTls = false;
};

//! What the port answers to GET; an error is a sentence. Who it is is compared by its certificate
//! afterwards: its name need not be this machine's.
Result<HttpAnswer> fetch(const Port &port, const QByteArray &path)
{
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (port.isTls)
        socket.connectToHostEncrypted(port.host, port.number);
    else
        socket.connectToHost(port.host, port.number);
    if (!socket.waitForConnected(kPatienceMs)
        || (port.isTls && !socket.waitForEncrypted(kPatienceMs)))
        return Error(ErrorCode::Unavailable, socket.errorString());
    socket.write("GET " + path + " HTTP/1.1\r\nHost: " + port.host.toLatin1()
                 + "\r\nConnection: close\r\n\r\n");
    QByteArray bytes;
    while (socket.waitForReadyRead(kPatienceMs))
        bytes += socket.readAll();
    bytes += socket.readAll();
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (!bytes.startsWith("HTTP/1.1 ") || end < 0)
        return Error(ErrorCode::Unavailable, u"no answer in HTTP"_s);
    return HttpAnswer{bytes.mid(9, 3).toInt(), bytes.mid(end + 4),
                      socket.peerCertificate().digest(QCryptographicHash::Sha256)};
}

//! Where a client on this machine finds an address that listens on all.
QString reachable(const QString &host)
{
    if (host == "0.0.0.0"_L1)
        return u"127.0.0.1"_s;
    return host == "::"_L1 ? u"::1"_s : host;
}

//! Whether the port shows the certificate that lies in the configured file.
Finding shownCertificate(const Settings &settings, const HttpAnswer &answer)
{
    const QString name = u"reload"_s;
    const auto configured = TlsContext::load(settings.net.tlsCertificate, settings.net.tlsKey);
    if (configured && (*configured)->certificate().sha256 == answer.certificateDigest)
        return {name, Verdict::Ok, u"new connections are shown the certificate of the file"_s};
    return {name, Verdict::Warn, u"new connections are shown another certificate than the file's"_s,
            u"send salond SIGHUP (systemctl reload salond), and see what its log says"_s};
}

//! The first of this machine's own addresses that others could use; null when it has none.
QHostAddress ownAddress(const QString &listenHost)
{
    const auto protocol =
        listenHost == "::"_L1 ? QAbstractSocket::IPv6Protocol : QAbstractSocket::IPv4Protocol;
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (address.protocol() == protocol && !address.isLoopback() && !address.isLinkLocal())
            return address;
    }
    return {};
}

//! As far out as one can go from here. Where it listens on one address, that was asked already.
Findings outsideOf(const Settings &settings, bool isTls)
{
    const QString host = settings.listenHost;
    const QHostAddress own = host == reachable(host) ? QHostAddress() : ownAddress(host);
    if (own.isNull())
        return {};
    const QString where = u"%1, port %2"_s.arg(own.toString()).arg(settings.listenPort);
    const auto answer = fetch({own.toString(), settings.listenPort, isTls}, "/healthz");
    if (!answer)
        return {{u"outside"_s, Verdict::Warn, u"%1: %2"_s.arg(where, answer.error().message),
                 u"see the firewall of this machine"_s}};
    return {{u"outside"_s, Verdict::Ok,
             where + u" answers too; what stands before this machine only others can see"_s}};
}

Findings portOf(const Settings &settings, bool isTls)
{
    const QString where = settings.listenAddress();
    const QString todo = u"see what the log of salond says, and what stands between"_s;
    const Port port{reachable(settings.listenHost), settings.listenPort, isTls};
    HttpAnswer last;
    for (const QByteArray path : {"/healthz", "/readyz", "/api/server"}) {
        const auto answer = fetch(port, path);
        if (!answer)
            return {
                {u"port"_s, Verdict::Fail, u"%1: %2"_s.arg(where, answer.error().message), todo}};
        if (answer->status != 200)
            return {{u"port"_s, Verdict::Fail,
                     u"%1%2 answers %3"_s.arg(where, QString::fromLatin1(path)).arg(answer->status),
                     todo}};
        last = *answer;
        wire::JsonParser parser;
        if (path != "/api/server")
            continue;
        const auto json = parser.parse(answer->body);
        const auto card = json ? wire::decoded<protocol::ServerCard>(*json, {})
                               : Result<protocol::ServerCard>(json.error());
        if (!card)
            return {{u"port"_s, Verdict::Fail, where + u" is answered by another program"_s,
                     u"see what listens there, and let salond listen elsewhere"_s}};
        if (card->version != QStringLiteral(SALON_VERSION))
            return {{u"port"_s, Verdict::Warn,
                     u"%1 runs version %2, this is %3"_s.arg(where, card->version,
                                                             QStringLiteral(SALON_VERSION)),
                     u"start salond again, so that the installed version serves"_s}};
    }
    Findings findings{{u"port"_s, Verdict::Ok, u"%1 answers, alive and ready"_s.arg(where)}};
    if (isTls)
        findings.append(shownCertificate(settings, last));
    return findings + outsideOf(settings, isTls);
}

Finding freePort(const Settings &settings)
{
    const QString where = settings.listenAddress();
    QTcpServer probe;
    const QHostAddress host = settings.listenHost == "localhost"_L1
        ? QHostAddress(QHostAddress::LocalHost)
        : QHostAddress(settings.listenHost);
    if (probe.listen(host, settings.listenPort))
        return {u"port"_s, Verdict::Ok, where + u" is free"_s};
    return {u"port"_s, Verdict::Fail,
            u"nobody serves the folder, but %1 cannot be listened on: %2"_s.arg(
                where, probe.errorString()),
            u"see what listens there, or let salond listen elsewhere"_s};
}

//! What the salond that has the folder says of itself.
Result<StatsAnswer> runningStats(const Settings &settings)
{
    TRY_ASSIGN(const auto reply, ask(settings, {u"stats"_s, {}, true}));
    if (!reply.code.isEmpty())
        return Error(ErrorCode::Unavailable, reply.text);
    wire::JsonParser parser;
    TRY_ASSIGN(const auto json, parser.parse(reply.text.toUtf8()));
    return wire::decoded<StatsAnswer>(json, {});
}

} // namespace

Findings checkServer(const Settings &settings)
{
    if (!Folder::isTaken(settings.folder()))
        return {{u"server"_s, Verdict::Ok, u"no salond serves the folder now"_s},
                freePort(settings)};
    Settings running = settings;
    const auto stats = runningStats(settings);
    if (!stats)
        return {{u"server"_s, Verdict::Fail,
                 u"a salond has the folder but does not answer: "_s + stats.error().message,
                 u"wait if it is starting; else end it and start it again"_s}};
    if (auto known = running.setListen(stats->address.value_or(QString()), {}); !known)
        return {{u"server"_s, Verdict::Warn, u"a salond has the folder but does not listen"_s,
                 u"wait: it is starting, or a command works on the files"_s}};
    return Findings{{u"server"_s, Verdict::Ok, u"answers on its local socket"_s}}
    + portOf(running, stats->certificateUntil.has_value());
}

} // namespace salon::server
