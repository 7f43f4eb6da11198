// SPDX-License-Identifier: MIT
#include "tests/e2e/tls_scene.h"
#include <QAbstractButton>
#include <QLineEdit>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static const auto kRemedy = u"loginServerRemedy"_s;

//! A server that is asked without encryption: nothing is said to it before a person allowed it,
//! once, and can take that back.
class TestPlainLine : public QObject, private TlsScene {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { begin(); }
    void init() { open(); }
    void cleanup() { close(); }
    void httpsWasMeant();
    void plainIsAskedOnce();
    void plainIsAllowedNoLonger();
    void plainByCommandLine();
    void plainSessionIsHeldBack();

private:
    //! By it one reaches oneself here, but it is none of the loopback's.
    QString plainAddress() const { return address(u"http"_s, u"0.0.0.0"_s); }
};

void TestPlainLine::httpsWasMeant()
{
    signIn(u"localhost:%1"_s.arg(m_proxy->serverPort()));
    expectError(u"answers encrypted connections only."_s);
    savePicture(WindowUser::loginDialog(), u"https was meant"_s);
    expectNothingHeard();
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY(m_ada->isSignedIn());
    QVERIFY(accountText().contains(address()));
}

void TestPlainLine::plainIsAskedOnce()
{
    m_proxy->setIdentity({});
    signIn(plainAddress());
    expectError(u"is not encrypted: others on it could read your password and all messages."_s);
    const auto *send = visibleIn<QAbstractButton>(WindowUser::loginDialog(), kRemedy);
    QVERIFY(send);
    QCOMPARE(send->text(), u"Send my password unencrypted"_s);
    savePicture(WindowUser::loginDialog(), u"plain"_s);
    // Enter does not do it.
    QTest::keyClick(WindowUser::loginDialog()->findChild<QLineEdit *>(u"loginPassword"_s),
                    Qt::Key_Return);
    expectError(u"is not encrypted"_s);
    QCOMPARE(m_proxy->accepted(), 0);
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    QVERIFY(m_proxy->heard().contains(kPassword.toUtf8()));
    // It stays marked, and is not asked again.
    QVERIFY(accountText().contains(u"on 0.0.0.0:%1. Not encrypted."_s.arg(m_proxy->serverPort())));
    savePicture(&m_ada->window(), u"plain window"_s);
    QVERIFY(connectionFacts().contains(u"Not encrypted; others can read it"_s));
    m_ada->quit();
    m_ada->start();
    QTRY_VERIFY(m_ada->isSignedIn());
    QVERIFY(!WindowUser::loginDialog());
    QVERIFY(accountText().contains(u"Not encrypted."_s));
    m_ada->choose(u"accountHeader"_s, u"logOut"_s);
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(plainAddress(), u"ada"_s, kPassword);
    QTRY_VERIFY(m_ada->isSignedIn());
}

void TestPlainLine::plainIsAllowedNoLonger()
{
    m_proxy->setIdentity({});
    signIn(plainAddress());
    expectError(u"is not encrypted"_s);
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY(m_ada->isSignedIn());
    connectionFacts();
    QDialog *panel = m_ada->dialog(u"connectionPanel"_s);
    savePicture(panel, u"plain connection panel"_s);
    QVERIFY(!visibleIn<QAbstractButton>(panel, u"connectionCertificate"_s));
    WindowUser::click(panel, u"connectionWithdraw"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->banner().contains(u"is not encrypted"_s), kPatienceMs);
    const int before = m_proxy->accepted();
    m_ada->click(u"connectionRetry"_s);
    QTest::qWait(50); // what was sent by mistake would come now
    QVERIFY(!m_ada->isOnline());
    QCOMPARE(m_proxy->accepted(), before);
}

void TestPlainLine::plainByCommandLine()
{
    m_proxy->setIdentity({});
    m_ada->start({QUrl(plainAddress()), u"ada"_s, kPassword});
    QTRY_VERIFY(WindowUser::loginDialog());
    expectError(u"is not encrypted"_s);
    QCOMPARE(m_proxy->accepted(), 0);
}

void TestPlainLine::plainSessionIsHeldBack()
{
    // A profile of before there was such a question.
    m_proxy->setIdentity({});
    signIn(plainAddress());
    expectError(u"is not encrypted"_s);
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY(m_ada->isSignedIn());
    m_ada->quit();
    QSettings(m_ada->profile() + u"/salon.ini"_s, QSettings::IniFormat).remove(u"servers"_s);
    m_proxy->cut();
    const int before = m_proxy->accepted();
    m_ada->start();
    QTRY_VERIFY(WindowUser::loginDialog());
    expectError(u"is not encrypted"_s);
    savePicture(WindowUser::loginDialog(), u"plain session"_s);
    QTest::qWait(50); // what was sent by mistake would come now
    QCOMPARE(m_proxy->accepted(), before);
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY(m_ada->isSignedIn());
    QVERIFY(!WindowUser::loginDialog());
}

QTEST_MAIN(TestPlainLine)
#include "tst_plain_line.moc"
