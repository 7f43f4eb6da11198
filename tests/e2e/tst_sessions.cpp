// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QDateTime>
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
using salon::Error;
using salon::ErrorCode;
using salon::Reason;
namespace protocol = salon::protocol;

namespace {

const QString kPassword = u"correct horse 7"_s;
constexpr qint64 kSoonMs = 1000; // what ends a session reaches its open sockets within this

} // namespace

//! Sessions as protocol.md promises them, over real sockets to a real salond.
class TestSessions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void loginAndServerCard();
    void disabledAccount();
    void logoutEndsTheSocketAndTheToken();
    void anotherSessionIsEnded();
    void sessionsAreListed();
    void changedPasswordEndsTheOthers();
    void setPasswordEndsAll();
    void wrongPasswordsAreThrottled();
    void expiryEndsTheSocket();
    void renewOnlyInTheLastThird();
    void revokedIsRememberedOverARestart();
    void ownSocketsLearnWhatIsDoneOverRest();

private:
    //! A salond with these lines more in its configuration, and the accounts ada and grace.
    void startSalond(const QByteArray &more = {});
    HttpClient http(const QString &token = {}) const
    {
        HttpClient client(m_salond->port());
        client.setToken(token.toLatin1());
        return client;
    }
    QString login(const QString &user, const QString &password = kPassword) const
    {
        const auto reply = http().login(user, password);
        return reply ? reply->token : QString();
    }
    Error refusalOf(const QString &token) const { return http(token).get("/api/rooms").error(); }
    //! The socket is told why, then closed with the same reason, in time.
    void compareEnd(TestClient &client, ErrorCode code, qint64 withinMs = kSoonMs);

    std::unique_ptr<SalondProcess> m_salond;
};

void TestSessions::startSalond(const QByteArray &more)
{
    m_salond = std::make_unique<SalondProcess>(more + kCheapPasswords);
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    for (const QString &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond->addUser(name, kPassword));
}

void TestSessions::compareEnd(TestClient &client, ErrorCode code, qint64 withinMs)
{
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY(!client.isOpen());
    QVERIFY2(timer.elapsed() <= withinMs, qPrintable(QString::number(timer.elapsed())));
    const auto word = salon::wireName(code);
    const auto name = QString::fromLatin1(word.data(), qsizetype(word.size()));
    QCOMPARE(client.ended, QList<QString>{name});
    QCOMPARE(client.closeCode(), salon::closeCode(code));
    QCOMPARE(client.closeReason(), name);
}

void TestSessions::loginAndServerCard()
{
    startSalond();
    const auto card = HttpClient::decodedBody<protocol::ServerCard>(http().get("/api/server"));
    QVERIFY(card);
    QVERIFY(!card->needsSetup);
    QCOMPARE(card->registration, u"closed"_s);
    const auto reply = http().login(u"ADA"_s, kPassword); // names are alike whatever their case
    QVERIFY(reply);
    QCOMPARE(reply->user.name, u"ada"_s);
    const qint64 days = (reply->expiresAt - QDateTime::currentMSecsSinceEpoch()) / 86'400'000;
    QVERIFY2(days == 29 || days == 30, qPrintable(QString::number(days)));
    TestClient client(m_salond->url());
    const auto hello = client.open(reply->token);
    QVERIFY(hello);
    QCOMPARE(hello->user.name, u"ada"_s);
    QCOMPARE(hello->session.expiresAt, reply->expiresAt);
    QCOMPARE(hello->rooms.size(), 1);
    QCOMPARE(hello->rooms.first().role, u"owner"_s);
    QCOMPARE(hello->limits.messageText, 16'000);

    for (const QString &name : {u"ada"_s, u"nobody"_s}) {
        const auto wrong = http().login(name, u"wrong horse 7"_s);
        QCOMPARE(wrong.error().code, ErrorCode::Unauthorized);
        QCOMPARE(wrong.error().reason, Reason::WrongPassword);
        QVERIFY(!wrong.error().trace.isEmpty());
    }
}

void TestSessions::disabledAccount()
{
    startSalond();
    TestClient client(m_salond->url());
    const QString token = login(u"ada"_s);
    QVERIFY(client.open(token));
    QCOMPARE(m_salond->command({u"user"_s, u"disable"_s, u"ada"_s}).exitCode, 0);
    compareEnd(client, ErrorCode::SessionRevoked);
    QCOMPARE(refusalOf(token).code, ErrorCode::SessionRevoked);
    QCOMPARE(http().login(u"ada"_s, kPassword).error().code, ErrorCode::Forbidden);
    QCOMPARE(http().login(u"ada"_s, kPassword).error().reason, Reason::AccountDisabled);
    // Only who knows the password learns that.
    QCOMPARE(http().login(u"ada"_s, u"wrong horse 7"_s).error().code, ErrorCode::Unauthorized);
    TestClient again(m_salond->url());
    QCOMPARE(again.open(token).error().code, ErrorCode::SessionRevoked);
    QVERIFY(!login(u"grace"_s).isEmpty());
}

void TestSessions::logoutEndsTheSocketAndTheToken()
{
    startSalond();
    const QString token = login(u"ada"_s);
    TestClient client(m_salond->url());
    TestClient sameSession(m_salond->url());
    TestClient other(m_salond->url());
    QVERIFY(client.open(token));
    QVERIFY(sameSession.open(token));
    QVERIFY(other.open(login(u"ada"_s)));
    QCOMPARE(http(token).post("/api/logout", "{}").status, 200);
    compareEnd(client, ErrorCode::SessionRevoked);
    compareEnd(sameSession, ErrorCode::SessionRevoked);
    QVERIFY(other.ask(protocol::GetUsers{}));
    QCOMPARE(refusalOf(token).code, ErrorCode::SessionRevoked);
    QCOMPARE(http(token).post("/api/logout", "{}").error().code, ErrorCode::SessionRevoked);
    QCOMPARE(http(token).post("/api/session/renew", "{}").status, 401);
}

void TestSessions::anotherSessionIsEnded()
{
    startSalond();
    const QString here = login(u"ada"_s);
    TestClient there(m_salond->url());
    const auto hello = there.open(login(u"ada"_s));
    QVERIFY(hello);
    const QByteArray path = "/api/sessions/" + hello->session.id.toString().toLatin1();
    QCOMPARE(http(login(u"grace"_s)).request("DELETE", path).status, 404); // not hers
    QVERIFY(there.ask(protocol::GetUsers{}));
    QCOMPARE(http(here).request("DELETE", path).status, 200);
    compareEnd(there, ErrorCode::SessionRevoked);
    QCOMPARE(http(here).request("DELETE", path).status, 404);
    QCOMPARE(http(here).request("DELETE", "/api/sessions/0").status, 404);
    QCOMPARE(http(here).get("/api/rooms").status, 200);
}

void TestSessions::sessionsAreListed()
{
    startSalond();
    const auto reply = http().call("/api/login", protocol::Login{u"ada"_s, kPassword, u"desk"_s});
    QVERIFY(reply);
    QVERIFY(http().call("/api/login", protocol::Login{u"ada"_s, kPassword, u"train"_s}));
    const auto list =
        HttpClient::decodedBody<protocol::SessionList>(http(reply->token).get("/api/sessions"));
    QVERIFY(list);
    QCOMPARE(list->sessions.size(), 2);
    for (const protocol::SessionRow &session : list->sessions) {
        QCOMPARE(session.current, session.device == u"desk");
        QCOMPARE(session.address, u"127.0.0.1"_s);
        QVERIFY(session.expiresAt > session.lastUsedAt);
    }
    QCOMPARE(http(reply->token).post("/api/logout", "{}").status, 200);
    const auto left =
        HttpClient::decodedBody<protocol::SessionList>(http(login(u"ada"_s)).get("/api/sessions"));
    QVERIFY(left);
    QCOMPARE(left->sessions.size(), 2); // train, and the one that asks
}

void TestSessions::changedPasswordEndsTheOthers()
{
    startSalond();
    const QString token = login(u"ada"_s);
    TestClient here(m_salond->url());
    TestClient there(m_salond->url());
    QVERIFY(here.open(token));
    QVERIFY(there.open(login(u"ada"_s)));
    const QString fresh = u"another horse 8"_s;
    const auto change = [&](const QString &old, const QString &with) {
        const auto reply = http(token).call("/api/password", protocol::ChangePassword{old, with});
        return reply ? Error(ErrorCode::Internal, u"done"_s) : reply.error();
    };
    QCOMPARE(change(u"wrong"_s, fresh).path, u"old"_s);
    QCOMPARE(change(kPassword, u"short"_s).path, u"new"_s);
    QCOMPARE(change(kPassword, u"short"_s).reason, Reason::PasswordTooShort);
    QCOMPARE(change(kPassword, fresh).message, u"done"_s);
    compareEnd(there, ErrorCode::SessionRevoked);
    QVERIFY(here.ask(protocol::GetUsers{}));
    QVERIFY(login(u"ada"_s).isEmpty());
    QVERIFY(!login(u"ada"_s, fresh).isEmpty());
}

void TestSessions::setPasswordEndsAll()
{
    startSalond();
    TestClient client(m_salond->url());
    QVERIFY(client.open(login(u"ada"_s)));
    QCOMPARE(m_salond
                 ->command({u"user"_s, u"set-password"_s, u"ada"_s, u"--password-stdin"_s},
                           "another horse 8\n")
                 .exitCode,
             0);
    compareEnd(client, ErrorCode::SessionRevoked);
    QVERIFY(login(u"ada"_s).isEmpty());
    QVERIFY(!login(u"ada"_s, u"another horse 8"_s).isEmpty());
}

void TestSessions::wrongPasswordsAreThrottled()
{
    startSalond();
    for (const QString &name : {u"ada"_s, u"nobody"_s}) { // known or not, the same
        for (int i = 0; i < 5; ++i)
            QCOMPARE(http().login(name, u"wrong"_s).error().reason, Reason::WrongPassword);
        const HttpReply refused = http().post(
            "/api/login", salon::wire::encoded(protocol::Login{name, kPassword, u"x"_s}));
        QCOMPARE(refused.status, 429);
        const qint64 wait = refused.error().retryAfterMs.value_or(0);
        QVERIFY2(wait > 20'000 && wait <= 30'000, qPrintable(QString::number(wait)));
        QCOMPARE(refused.headers.value("retry-after").toLongLong(), (wait + 999) / 1000);
    }
    QVERIFY(!login(u"grace"_s).isEmpty()); // nobody else is kept out
}

void TestSessions::expiryEndsTheSocket()
{
    startSalond("[server]\nsession_life = \"3s\"\n");
    const auto reply = http().login(u"ada"_s, kPassword);
    QVERIFY(reply);
    TestClient client(m_salond->url());
    QVERIFY(client.open(reply->token));
    const qint64 left = reply->expiresAt - QDateTime::currentMSecsSinceEpoch();
    QVERIFY2(left > 0 && left <= 3000, qPrintable(QString::number(left)));
    compareEnd(client, ErrorCode::SessionExpired, left + kSoonMs);
    QVERIFY(QDateTime::currentMSecsSinceEpoch() >= reply->expiresAt);
    QCOMPARE(refusalOf(reply->token).code, ErrorCode::SessionExpired);
    TestClient again(m_salond->url());
    QCOMPARE(again.open(reply->token).error().code, ErrorCode::SessionExpired);
}

void TestSessions::renewOnlyInTheLastThird()
{
    startSalond("[server]\nsession_life = \"6s\"\n");
    const auto reply = http().login(u"ada"_s, kPassword);
    QVERIFY(reply);
    TestClient client(m_salond->url());
    QVERIFY(client.open(reply->token));
    const auto renew = [&] {
        return http(reply->token).call("/api/session/renew", protocol::Renew{});
    };
    const auto early = renew();
    QVERIFY(early);
    QCOMPARE(early->expiresAt, reply->expiresAt);
    std::optional<protocol::Renewed> renewed;
    QTRY_VERIFY_WITH_TIMEOUT((renewed = *renew())->expiresAt > reply->expiresAt, 6000);
    QVERIFY(QDateTime::currentMSecsSinceEpoch() >= reply->expiresAt - 2000);
    // The same session: the socket that was opened with the old token lives on past the old time.
    QTRY_VERIFY_WITH_TIMEOUT(QDateTime::currentMSecsSinceEpoch() > reply->expiresAt, 6000);
    QVERIFY(client.ask(protocol::GetUsers{}));
    QCOMPARE(http(renewed->token).get("/api/rooms").status, 200);
    QCOMPARE(refusalOf(reply->token).code, ErrorCode::SessionExpired);
    compareEnd(client, ErrorCode::SessionExpired, 6000 + kSoonMs);
}

void TestSessions::revokedIsRememberedOverARestart()
{
    startSalond();
    const QString token = login(u"ada"_s);
    const QString live = login(u"ada"_s);
    QCOMPARE(http(token).post("/api/logout", "{}").status, 200);
    m_salond->kill();
    QVERIFY(m_salond->start());
    QCOMPARE(refusalOf(token).code, ErrorCode::SessionRevoked);
    QCOMPARE(http(live).get("/api/rooms").status, 200);
}

void TestSessions::ownSocketsLearnWhatIsDoneOverRest()
{
    startSalond();
    const QString token = login(u"ada"_s);
    TestClient asking(m_salond->url());
    TestClient beside(m_salond->url()); // a second window of the same session
    const auto hello = asking.open(token);
    QVERIFY(hello);
    QVERIFY(beside.open(token));
    const salon::RoomId room = hello->rooms.first().id;

    QVERIFY(http(token).call("/api/room.leave", protocol::LeaveRoom{room}));
    const QByteArray removed = salon::wire::pushFrame(protocol::RoomRemoved{room});
    QTRY_COMPARE(asking.frames.count(removed), 1);
    QTRY_COMPARE(beside.frames.count(removed), 1);

    QVERIFY(asking.ask(protocol::JoinRoom{room}));
    QTRY_COMPARE(beside.listed.size(), 1);
    QVERIFY(asking.ask(protocol::GetUsers{})); // what was sent before has come
    QCOMPARE(asking.listed.size(), 0); // its answer has told it
}

QTEST_GUILESS_MAIN(TestSessions)
#include "tst_sessions.moc"
