// SPDX-License-Identifier: MIT
#include "tests/support/tls_proxy.h"
#include <QSslSocket>

using namespace Qt::StringLiterals;

namespace salon::test {

TlsProxy::TlsProxy(quint16 serverPort, const TestCertificate &identity) : m_serverPort(serverPort)
{
    setIdentity(identity);
    listen(QHostAddress::LocalHost);
}

void TlsProxy::setIdentity(const TestCertificate &identity)
{
    m_isTls = !identity.certificate.isNull();
    m_configuration.setLocalCertificate(identity.certificate);
    m_configuration.setPrivateKey(identity.key);
}

void TlsProxy::cut()
{
    for (QTcpSocket *socket : findChildren<QTcpSocket *>(QString(), Qt::FindDirectChildrenOnly))
        socket->abort();
}

void TlsProxy::incomingConnection(qintptr descriptor)
{
    ++m_accepted;
    auto *client = new QSslSocket(this);
    client->setSocketDescriptor(descriptor);
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    if (!m_isTls)
        return passOn(client);
    connect(client, &QSslSocket::encrypted, this, [this, client] { passOn(client); });
    connect(client, &QSslSocket::errorOccurred, client, &QSslSocket::abort);
    client->setSslConfiguration(m_configuration);
    client->startServerEncryption();
}

void TlsProxy::passOn(QTcpSocket *client)
{
    auto *server = new QTcpSocket(client); // goes with it
    connect(server, &QTcpSocket::readyRead, client, [=] { client->write(server->readAll()); });
    connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    connect(client, &QTcpSocket::readyRead, server, [=, this] {
        const QByteArray bytes = client->readAll();
        m_heard += bytes;
        server->write(bytes);
    });
    server->connectToHost(QHostAddress::LocalHost, m_serverPort);
}

} // namespace salon::test
