// SPDX-License-Identifier: MIT
#include "server/app/settings.h"
#include <QStandardPaths>
#include <algorithm>
#include <array>
#include <thread>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

Error expected(const QString &what)
{
    return Error::badRequest({}, u"expected "_s + what);
}

struct Unit {
    QChar letter;
    qint64 ms;
};
constexpr std::array kUnits{Unit{u'd', 24 * 3600 * 1000}, Unit{u'h', 3600 * 1000},
                            Unit{u'm', 60 * 1000}, Unit{u's', 1000}};

} // namespace

QString Settings::folder() const
{
    if (!dataFolder.isEmpty())
        return dataFolder;
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/salond"_s;
}

QString Settings::listenAddress() const
{
    const QString host = listenHost.contains(u':') ? u'[' + listenHost + u']' : listenHost;
    return u"%1:%2"_s.arg(host).arg(listenPort);
}

Result<> Settings::setListen(const QString &address, const QString &path)
{
    const qsizetype colon = address.lastIndexOf(u':');
    bool isPort = false;
    const uint port = QStringView(address).mid(colon + 1).toUInt(&isPort);
    QString host = address.left(std::max<qsizetype>(colon, 0));
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    if (colon < 1 || host.isEmpty() || !isPort || port > 65535)
        return expected(u"HOST:PORT, e.g. \"127.0.0.1:8008\""_s).at(path);
    listenHost = host;
    listenPort = quint16(port);
    return {};
}

size_t Settings::ioThreadCount() const
{
    return ioThreads > 0 ? size_t(ioThreads)
                         : size_t(std::max(1U, std::thread::hardware_concurrency() / 2));
}

bool Settings::isLoopbackOnly() const
{
    return listenHost == "localhost"_L1 || QHostAddress(listenHost).isLoopback();
}

Result<> Settings::setSessionLife(const QString &life)
{
    constexpr qint64 kLongest = 3650LL * 24 * 3600 * 1000;
    for (const Unit &unit : kUnits) {
        bool isNumber = false;
        const qint64 count = QStringView(life).chopped(life.isEmpty() ? 0 : 1).toInt(&isNumber);
        if (!life.endsWith(unit.letter) || !isNumber || count < 1 || count > kLongest / unit.ms)
            continue;
        sessionLifeMs = count * unit.ms;
        return {};
    }
    return expected(u"a time from \"1s\" to \"3650d\", in s, m, h or d"_s);
}

QString Settings::sessionLife() const
{
    const auto unit =
        std::ranges::find_if(kUnits, [this](const Unit &u) { return sessionLifeMs % u.ms == 0; });
    return QString::number(sessionLifeMs / unit->ms) + unit->letter;
}

Result<> Settings::setTrustedProxies(const QStringList &texts)
{
    QList<std::pair<QHostAddress, int>> subnets;
    for (const QString &text : texts) {
        const auto subnet = QHostAddress::parseSubnet(text);
        if (subnet.second < 0)
            return expected(u"addresses or networks, e.g. \"10.0.0.0/8\", not \"%1\""_s.arg(text));
        subnets.append(subnet);
    }
    net.trustedProxies = subnets;
    return {};
}

Result<> Settings::checkTls() const
{
    if (net.tlsCertificate.isEmpty() != net.tlsKey.isEmpty())
        return Error::badRequest(net.tlsKey.isEmpty() ? u"net.tls_cert"_s : u"net.tls_key"_s,
                                 u"expected both net.tls_cert and net.tls_key, or none"_s);
    if (net.behindProxy && net.trustedProxies.isEmpty())
        return Error::badRequest(u"net.behind_proxy"_s,
                                 u"expected net.trusted_proxies, too: the addresses that the proxy "
                                 "connects from"_s);
    if (!isLoopbackOnly() && net.tlsCertificate.isEmpty() && !net.behindProxy)
        return Error::badRequest(
            u"server.listen"_s,
            u"expected a loopback address, or net.tls_cert and net.tls_key, or net.behind_proxy: "
            "passwords do not cross an open network in plain text"_s);
    return {};
}

Result<> Settings::check() const
{
    TRY(checkTls());
    if (net.silenceLimitMs <= net.pingAfterMs) {
        return Error::badRequest(
            u"net.silence_limit_ms"_s,
            u"expected more than net.ping_after_ms, %1"_s.arg(net.pingAfterMs));
    }
    if (throttle.byName.longestBlockMs < throttle.byName.firstBlockMs) {
        return Error::badRequest(
            u"throttle.longest_wait_ms"_s,
            u"expected at least throttle.first_wait_ms, %1"_s.arg(throttle.byName.firstBlockMs));
    }
    if (limits.serverFrame < 2 * limits.clientFrame) {
        return Error::badRequest(u"limits.server_frame"_s,
                                 u"expected at least twice limits.client_frame: what was sent goes "
                                 "back with its envelope"_s);
    }
    return {};
}

} // namespace salon::server
