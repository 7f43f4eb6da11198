// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/test_certificates.h"
#include <QSslConfiguration>
#include <QTcpServer>

class QSslSocket;
class QTcpSocket;

namespace salon::test {

//! Ends TLS before a server of 127.0.0.1 that speaks plain, and keeps what clients said inside of
//! it. Without a certificate it passes on plain text.
class TlsProxy : public QTcpServer {
    Q_OBJECT
public:
    explicit TlsProxy(quint16 serverPort, const TestCertificate &identity = {});

    //! For the connections that come from now on.
    void setIdentity(const TestCertificate &identity);
    //! Ends what is open.
    void cut();
    int accepted() const { return m_accepted; } //!< connections, also those that came to nothing
    const QByteArray &heard() const { return m_heard; } //!< without the encryption
    void forgetHeard() { m_heard.clear(); }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void passOn(QTcpSocket *client);

    quint16 m_serverPort;
    bool m_isTls = false;
    QSslConfiguration m_configuration;
    int m_accepted = 0;
    QByteArray m_heard;
};

} // namespace salon::test
