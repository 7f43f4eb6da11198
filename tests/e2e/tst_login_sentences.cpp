// SPDX-License-Identifier: MIT
#include "tests/support/injected_failures.h"
#include "tests/support/raw_server.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QLineEdit>
#include <QSettings>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const QByteArray kConfiguration =
    kCheapPasswords + "[throttle]\nname_attempts = 2\nfirst_wait_ms = 90000\n";
const auto kPassword = u"correct horse 7"_s;
const auto kServer = u"loginServer"_s;
const auto kUser = u"loginUser"_s;
const auto kPasswordField = u"loginPassword"_s;
constexpr auto kCard =
    R"({"name":"x","version":"9","protocol":{"min":%1,"max":%2},"needs_setup":false,"registration":"closed"})";

} // namespace

//! Every way of not being let in, caused for real: what stands in the login dialog, under which
//! field, and that the log knows the id.
class TestLoginSentences : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void notAnAddress();
    void nameNotFound();
    void refused();
    void timedOut();
    void notASalonServer_data();
    void notASalonServer();
    void anotherProtocolSpeaksFirst();
    void protocolVersion();
    void replyNotUnderstood_data();
    void replyNotUnderstood();
    void noSecureConnection();
    void wrongPassword();
    void throttled();
    void accountDisabled();
    void nameTooLong();
    void cancelled();
    void letIn();
    void allWereShown();

private:
    QString address(quint16 port) const { return u"127.0.0.1:%1"_s.arg(port); }
    //! The error under `field`, once it is there; no other field has one.
    void expectError(const QString &field, const QString &words);
    //! It was that server which said it.
    void expectTraceInLog();

    SalondProcess m_salond{kConfiguration};
    WindowUser m_ada;
    QString m_error;
    QString m_detail;
    ShownFailures m_shown;
};

void TestLoginSentences::initTestCase()
{
    const auto started = m_salond.start();
    QVERIFY2(started, qPrintable(QString::fromUtf8(m_salond.log())));
    for (const auto &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond.addUser(name, kPassword));
    QSettings(m_ada.profile() + u"/salon.ini"_s, QSettings::IniFormat)
        .setValue(u"net/timeout_ms"_s, 400);
    m_ada.start();
    QTRY_VERIFY(WindowUser::loginDialog());
}

void TestLoginSentences::cleanup()
{
    if (QTest::currentTestFailed())
        qInfo().noquote() << m_error << '\n' << QString::fromUtf8(m_salond.log().right(2000));
    m_error.clear();
}

void TestLoginSentences::expectError(const QString &field, const QString &words)
{
    QTRY_VERIFY(!WindowUser::loginError(field).isEmpty());
    m_error = WindowUser::loginError(field);
    m_detail = WindowUser::loginErrorDetail(field);
    QVERIFY2(m_error.contains(words), qPrintable(m_error));
    for (const auto &other : {kServer, kUser, kPasswordField})
        QVERIFY(other == field || WindowUser::loginError(other).isEmpty());
    QVERIFY(WindowUser::loginDialog()->findChild<QLineEdit *>(field)->hasFocus());
    QVERIFY(WindowUser::loginDialog()->findChild<QLineEdit *>(field)->isEnabled());
    QVERIFY(!m_ada.window().isVisible());
}

void TestLoginSentences::expectTraceInLog()
{
    QTRY_VERIFY2(m_salond.hasLogged(traceIn(m_detail)), qPrintable(m_detail));
    m_shown.add(idIn(m_detail));
}

void TestLoginSentences::notAnAddress()
{
    WindowUser::logIn(u"ftp://somewhere"_s, u"ada"_s, kPassword);
    expectError(kServer, u"This is not an address"_s);
}

void TestLoginSentences::nameNotFound()
{
    WindowUser::logIn(u"salon-nowhere.invalid"_s, u"ada"_s, kPassword);
    expectError(kServer, u"There is no server named salon-nowhere.invalid."_s);
    QVERIFY(m_error.contains(u"Check the address for typing mistakes"_s));
}

void TestLoginSentences::refused()
{
    const QString server = address(freePort());
    WindowUser::logIn(server, u"ada"_s, kPassword);
    expectError(kServer, server + u" is there, but no Salon server answers on it."_s);
}

void TestLoginSentences::timedOut()
{
    const RawServer silent;
    WindowUser::logIn(address(silent.port()), u"ada"_s, kPassword);
    expectError(kServer, address(silent.port()) + u" did not answer in time."_s);
}

void TestLoginSentences::notASalonServer_data()
{
    QTest::addColumn<QByteArray>("answer");
    const auto http = [](const QByteArray &status, const QByteArray &body) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size())
            + "\r\nConnection: close\r\n\r\n" + body;
    };
    QTest::newRow("a web page") << http("200 OK", "<html>Welcome to nginx!</html>");
    QTest::newRow("a page that is not there") << http("404 Not Found", "<html>404</html>");
    QTest::newRow("JSON of something else") << http("200 OK", R"({"name":"matrix","versions":[]})");
    QTest::newRow("an error of something else") << http("404 Not Found", R"({"error":"go away"})");
    QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH_9.2p1\r\n");
}

void TestLoginSentences::anotherProtocolSpeaksFirst()
{
    QTcpServer other; // which speaks first, and hangs up on what it does not understand
    QVERIFY(other.listen(QHostAddress::LocalHost));
    connect(&other, &QTcpServer::newConnection, this, [&other] {
        QTcpSocket *socket = other.nextPendingConnection();
        socket->write("SSH-2.0-OpenSSH_9.2p1\r\n");
        connect(socket, &QTcpSocket::readyRead, socket, &QTcpSocket::disconnectFromHost);
    });
    WindowUser::logIn(address(other.serverPort()), u"ada"_s, kPassword);
    expectError(kServer,
                address(other.serverPort()) + u" answers, but it is not a Salon server."_s);
}

void TestLoginSentences::notASalonServer()
{
    QFETCH(QByteArray, answer);
    RawServer other;
    other.onPath("/api/server", answer);
    WindowUser::logIn(address(other.port()), u"ada"_s, kPassword);
    expectError(kServer, address(other.port()) + u" answers, but it is not a Salon server."_s);
    QCOMPARE(other.count("/api/login"), 0); // no password for strangers
}

void TestLoginSentences::protocolVersion()
{
    RawServer newer;
    newer.onPath("/api/server", "application/json",
                 QString::fromLatin1(kCard).arg(98).arg(99).toLatin1());
    WindowUser::logIn(address(newer.port()), u"ada"_s, kPassword);
    expectError(kServer, u"runs a version that this client cannot talk to. Update Salon"_s);
    QCOMPARE(newer.count("/api/login"), 0);
}

void TestLoginSentences::replyNotUnderstood_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::newRow("without a token") << QByteArray(R"({"user":{"id":"1","name":"ada"}})");
    QTest::newRow("not JSON") << QByteArray("<html>Bad gateway</html>");
    QTest::newRow("an error that says nothing") << QByteArray(R"({"error":{}})");
}

void TestLoginSentences::replyNotUnderstood()
{
    QFETCH(QByteArray, reply);
    RawServer odd;
    odd.onPath("/api/server", "application/json",
               QString::fromLatin1(kCard).arg(1).arg(1).toLatin1());
    odd.onPath("/api/login", "application/json", reply);
    WindowUser::logIn(address(odd.port()), u"ada"_s, kPassword);
    expectError(kServer, address(odd.port()) + u" gave an answer that makes no sense."_s);
}

void TestLoginSentences::noSecureConnection()
{
    WindowUser::logIn(u"https://"_s + address(m_salond.port()), u"ada"_s, kPassword);
    expectError(kServer, u"answers, but without encryption. Nothing was sent."_s);
}

void TestLoginSentences::wrongPassword()
{
    WindowUser::logIn(address(m_salond.port()), u"grace"_s, u"wrong horse 7"_s);
    expectError(kPasswordField, u"The user name or the password is wrong. Check both"_s);
    expectTraceInLog();
}

void TestLoginSentences::throttled()
{
    WindowUser::logIn(address(m_salond.port()), u"nobody"_s, u"wrong horse 7"_s);
    expectError(kPasswordField, u"The user name or the password is wrong."_s);
    WindowUser::logIn(address(m_salond.port()), u"nobody"_s, u"wrong horse 7"_s);
    QTRY_VERIFY(!WindowUser::loginError(kPasswordField).isEmpty());
    WindowUser::logIn(address(m_salond.port()), u"nobody"_s, u"wrong horse 7"_s);
    expectError(kPasswordField, u"There were too many wrong passwords"_s);
    QVERIFY2(m_error.contains(QRegularExpression(u"Try again in (90|8\\d) s\\."_s)),
             qPrintable(m_error));
    expectTraceInLog();
}

void TestLoginSentences::accountDisabled()
{
    QCOMPARE(m_salond.command({u"user"_s, u"disable"_s, u"grace"_s}).exitCode, 0);
    WindowUser::logIn(address(m_salond.port()), u"grace"_s, kPassword);
    expectError(kPasswordField,
                u"This account is switched off. Ask the people who run the server"_s);
    expectTraceInLog();
}

void TestLoginSentences::nameTooLong()
{
    WindowUser::logIn(address(m_salond.port()), QString(257, u'a'), kPassword);
    expectError(kUser,
                u"This is longer than the server accepts. Shorten it to at most 256 characters."_s);
    expectTraceInLog();
}

void TestLoginSentences::cancelled()
{
    const RawServer silent;
    WindowUser::logIn(address(silent.port()), u"ada"_s, kPassword);
    auto *submit = WindowUser::loginDialog()->findChild<QWidget *>(u"loginSubmit"_s);
    QVERIFY(!submit->isEnabled());
    WindowUser::click(WindowUser::loginDialog(), u"loginCancel"_s);
    QVERIFY(submit->isEnabled());
    for (const auto &field : {kServer, kUser, kPasswordField})
        QCOMPARE(WindowUser::loginError(field), QString());
}

void TestLoginSentences::letIn()
{
    WindowUser::logIn(address(m_salond.port()), u"ada"_s, kPassword);
    QTRY_VERIFY(m_ada.isSignedIn());
    QVERIFY(!WindowUser::loginDialog());
}

void TestLoginSentences::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedAtLogin), QString());
}

QTEST_MAIN(TestLoginSentences)
#include "tst_login_sentences.moc"
