// SPDX-License-Identifier: MIT
#include "client/net/line_probe.h"
#include "client/net/system_proxy.h"
#include <QNetworkProxy>
#include <QSslSocket>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kPatienceMs = 3'000;
constexpr quint16 kHttpPort = 80;
constexpr quint16 kHttpsPort = 443;
constexpr QByteArrayView kStatusLine("HTTP/");

} // namespace

LineProbe::LineProbe(QObject *parent) : QObject(parent)
{
}

LineProbe::~LineProbe()
{
    if (m_socket)
        m_socket->disconnect(this);
}

bool LineProbe::canExplain(ConnectionFailure failure)
{
    return failure == ConnectionFailure::TlsFailed || failure == ConnectionFailure::NotASalonServer
        || failure == ConnectionFailure::HungUp || failure == ConnectionFailure::ProxyForbids;
}

void LineProbe::explain(const QUrl &server, ConnectionFailure failure, int withinMs,
                        std::function<void(ConnectionFailure)> told)
{
    cancel();
    m_failure = failure;
    m_told = std::move(told);
    QTimer::singleShot(std::min(withinMs, kPatienceMs), this, [this, turn = ++m_turn] {
        if (turn == m_turn)
            finish(m_failure);
    });
    if (failure == ConnectionFailure::ProxyForbids)
        return tryProxy(proxyOf(server));
    if (server.scheme() == "https"_L1 || failure == ConnectionFailure::HungUp)
        tryPlain(server);
    else
        tryTls(server);
}

// A request is not told whether the proxy forbade it or was not there.
void LineProbe::tryProxy(const QNetworkProxy &proxy)
{
    m_socket = std::make_unique<QTcpSocket>();
    m_socket->setProxy(QNetworkProxy::NoProxy);
    connect(m_socket.get(), &QTcpSocket::connected, this, [this] { finish(m_failure); });
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this,
            [this](QAbstractSocket::SocketError error) {
                finish(error == QAbstractSocket::ConnectionRefusedError
                           ? ConnectionFailure::ProxyRefused
                           : m_failure);
            });
    m_socket->connectToHost(proxy.hostName(), proxy.port());
}

void LineProbe::tryTls(const QUrl &server)
{
    auto socket = std::make_unique<QSslSocket>();
    const auto isTls = [this] { finish(ConnectionFailure::TlsWanted); };
    connect(socket.get(), &QSslSocket::encrypted, this, isTls);
    // Whose it is does not matter here: nothing is said to it.
    connect(socket.get(), &QSslSocket::sslErrors, this, isTls);
    connect(socket.get(), &QSslSocket::errorOccurred, this,
            [this](QAbstractSocket::SocketError error) {
                // What was said is no TLS either: it did not just hang up.
                const bool wasSaid = error == QAbstractSocket::SslHandshakeFailedError;
                finish(wasSaid && m_failure == ConnectionFailure::HungUp
                           ? ConnectionFailure::NotASalonServer
                           : m_failure);
            });
    socket->connectToHostEncrypted(server.host(), quint16(server.port(kHttpPort)));
    m_socket = std::move(socket);
}

void LineProbe::tryPlain(const QUrl &server)
{
    const bool isHttps = server.scheme() == "https"_L1;
    m_socket = std::make_unique<QTcpSocket>();
    connect(m_socket.get(), &QTcpSocket::connected, this, [this, host = server.host()] {
        m_socket->write("GET /api/server HTTP/1.1\r\nHost: " + host.toUtf8()
                        + "\r\nConnection: close\r\n\r\n");
    });
    connect(m_socket.get(), &QTcpSocket::readyRead, this, [this, isHttps] {
        if (m_socket->bytesAvailable() < kStatusLine.size())
            return;
        const QByteArray start = m_socket->peek(kStatusLine.size());
        finish(isHttps ? meaningBesideTls(start) : meaningOf(start));
    });
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, [this, server, isHttps] {
        if (isHttps)
            return finish(m_failure);
        dropSocket(); // not a word to HTTP: it may wait for TLS
        tryTls(server);
    });
    m_socket->connectToHost(server.host(), quint16(server.port(isHttps ? kHttpsPort : kHttpPort)));
}

//! Of the first bytes of an answer to plain HTTP, where TLS was not understood.
ConnectionFailure LineProbe::meaningBesideTls(const QByteArray &start) const
{
    return start == kStatusLine ? ConnectionFailure::TlsMissing : m_failure;
}

//! The same where plain HTTP was meant.
ConnectionFailure LineProbe::meaningOf(const QByteArray &start) const
{
    constexpr QByteArrayView kTlsAlert("\x15\x03"); // RFC 8446, 5.1
    if (start.startsWith(kTlsAlert))
        return ConnectionFailure::TlsWanted;
    return start == kStatusLine ? m_failure : ConnectionFailure::NotASalonServer;
}

void LineProbe::cancel()
{
    ++m_turn;
    m_told = {};
    dropSocket();
}

// It may be inside its own signal: it dies later.
void LineProbe::dropSocket()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater();
}

void LineProbe::finish(ConnectionFailure failure)
{
    const auto told = std::exchange(m_told, {});
    cancel();
    if (told)
        told(failure);
}

} // namespace salon::client
