// SPDX-License-Identifier: MIT
#include "tests/support/salond_process.h"
#include "tests/support/test_certificates.h"
#include "tests/support/window_user.h"
#include <QFile>
#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;

bool install(const QString &from, const QString &to)
{
    QFile::remove(to);
    return QFile::copy(from, to);
}

} // namespace

//! Two people at real windows over salond's own TLS, while the certificate is renewed and the
//! server starts again with one that nobody should trust.
class TestEncryptedTalk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void oneSaysTheOtherSees();
    void renewedWhileTheyTalk();
    void stopsAtACertificateThatIsForAnother();
    void goesOnWithAGoodOne();

private:
    bool show(const TestCertificate &identity) const
    {
        return install(identity.certificateFile, m_certificate) && install(identity.keyFile, m_key);
    }
    QByteArray configuration() const
    {
        return kCheapPasswords + "[net]\ntls_cert = \"" + m_certificate.toUtf8()
            + "\"\ntls_key = \"" + m_key.toUtf8() + "\"\n";
    }

    TestAuthority m_authority;
    QTemporaryDir m_folder;
    QString m_certificate = m_folder.filePath(u"chat.pem"_s);
    QString m_key = m_folder.filePath(u"chat.key"_s);
    SalondProcess m_salond{configuration()};
    WindowUser m_ada;
    WindowUser m_grace;
};

void TestEncryptedTalk::initTestCase()
{
    if (!m_authority.problem().isEmpty())
        QSKIP(qPrintable(m_authority.problem()));
    m_authority.installHere();
    QVERIFY(show(m_authority.issue()));
    const auto started = m_salond.start();
    QVERIFY2(started, m_salond.log().constData());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond.addUser(u"grace"_s, kPassword));
}

void TestEncryptedTalk::oneSaysTheOtherSees()
{
    m_ada.start();
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(m_salond.url().toString(), u"ada"_s, kPassword);
    QTRY_VERIFY(m_ada.isSignedIn());
    m_grace.start({m_salond.url(), u"grace"_s, kPassword});
    QTRY_VERIFY(m_grace.isSignedIn());
    QTRY_COMPARE(m_grace.openedRoom(), u"general"_s);
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
    m_ada.say(u"nobody reads this on the way"_s);
    QTRY_COMPARE(m_grace.latest(), u"nobody reads this on the way"_s);
}

void TestEncryptedTalk::renewedWhileTheyTalk()
{
    QVERIFY(show(m_authority.issue()));
    QCOMPARE(::kill(pid_t(m_salond.pid()), SIGHUP), 0);
    QTRY_COMPARE(m_salond.log().count("certificate in use"), 2);
    m_grace.say(u"still here"_s);
    QTRY_COMPARE(m_ada.latest(), u"still here"_s);
    QVERIFY(m_ada.isSignedIn());
}

void TestEncryptedTalk::stopsAtACertificateThatIsForAnother()
{
    QCOMPARE(m_salond.stop(), 0);
    CertificateWish wish;
    wish.names = u"DNS:another.example.org"_s;
    QVERIFY(show(m_authority.issue(wish)));
    QVERIFY(!m_salond.start()); // the test's own client does not trust it either
    QVERIFY(m_salond.isRunning());
    m_ada.say(u"kept until it is safe"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada.banner().contains(u"another.example.org"), 20'000);
    QVERIFY(!m_ada.isSignedIn());
}

void TestEncryptedTalk::goesOnWithAGoodOne()
{
    QVERIFY(show(m_authority.issue()));
    QCOMPARE(::kill(pid_t(m_salond.pid()), SIGHUP), 0);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada.isSignedIn() && m_grace.isSignedIn(), 60'000);
    QTRY_COMPARE(m_grace.latest(), u"kept until it is safe"_s);
    QTRY_COMPARE(m_ada.countOf(u"kept until it is safe"_s), 1);
}

QTEST_MAIN(TestEncryptedTalk)
#include "tst_encrypted_talk.moc"
