// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QDateTime>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>

namespace salon::test {

//! A certificate with its key; the files are in PEM.
struct TestCertificate {
    QSslCertificate certificate = QSslCertificate();
    QSslKey key = QSslKey();
    QString certificateFile;
    QString keyFile;
};

//! What a certificate is to say.
struct CertificateWish {
    QString names = QStringLiteral("DNS:localhost,IP:127.0.0.1"); //!< as OpenSSL writes them
    QString more = {}; //!< further lines of an OpenSSL extension file
    QDateTime from = QDateTime::currentDateTimeUtc().addDays(-1);
    QDateTime until = QDateTime::currentDateTimeUtc().addDays(30);
};

//! An authority that nobody knows but who is told, made by the `openssl` command; its files go away
//! with it.
class TestAuthority {
public:
    TestAuthority();

    //! Empty when it could be made; else what openssl said.
    const QString &problem() const { return m_problem; }
    QSslCertificate root() const;
    TestCertificate issue(const CertificateWish &wish = {});
    //! One that nobody else has signed.
    TestCertificate selfSigned(const CertificateWish &wish = {});
    //! From now on this process trusts the authority, as a computer with its certificate installed.
    void installHere() const;

private:
    TestCertificate sign(const CertificateWish &wish, bool isSelfSigned);
    bool run(const QStringList &arguments);
    bool write(const QString &name, const QByteArray &text);
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QString m_problem;
    int m_count = 0;
};

} // namespace salon::test
