// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
using salon::Error;
using salon::ErrorCode;
using salon::Reason;
namespace protocol = salon::protocol;

namespace {

const QString kPassword = u"correct horse 7"_s;

} // namespace

//! From an empty folder to the first account, with the code that a real salond prints.
class TestFirstStart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void makesTheFirstAccountOnce();
    void refusals_data();
    void refusals();
    void guessingIsThrottled();
    void eachStartHasItsOwnCode();
    void userAddMakesItVoid();

private:
    void startSalond(const QByteArray &more = {})
    {
        m_salond = std::make_unique<SalondProcess>(more + kCheapPasswords);
        const auto started = m_salond->start();
        QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    }
    HttpClient http() const { return HttpClient(m_salond->port()); }
    //! The last one that was printed; empty when none was.
    QString printedCode() const
    {
        static const QRegularExpression form(u"^    ([0-9A-Z]{5}(?:-[0-9A-Z]{5}){3})$"_s,
                                             QRegularExpression::MultilineOption);
        QString code;
        auto found = form.globalMatch(QString::fromUtf8(m_salond->log()));
        while (found.hasNext())
            code = found.next().captured(1);
        return code;
    }
    auto setUp(const QString &code, const QString &name = u"ada"_s,
               const QString &password = kPassword) const
    {
        return http().call("/api/setup", protocol::Setup{code, name, password, u"desk"_s});
    }
    bool needsSetup() const
    {
        const auto card = HttpClient::decodedBody<protocol::ServerCard>(http().get("/api/server"));
        return card && card->needsSetup;
    }

    std::unique_ptr<SalondProcess> m_salond;
};

void TestFirstStart::makesTheFirstAccountOnce()
{
    startSalond();
    QVERIFY(needsSetup());
    QTRY_VERIFY(!printedCode().isEmpty());
    const QString code = printedCode();
    const auto reply = setUp(code);
    QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().toString()));
    QCOMPARE(reply->user.name, u"ada"_s);
    QVERIFY(!needsSetup());

    TestClient client(m_salond->url());
    const auto hello = client.open(reply->token);
    QVERIFY(hello);
    QCOMPARE(hello->session.expiresAt, reply->expiresAt);
    QCOMPARE(hello->rooms.size(), 1); // the default rooms were made, and joined
    QCOMPARE(hello->rooms.first().name, u"general"_s);
    QCOMPARE(hello->rooms.first().role, u"owner"_s);
    QVERIFY(http().login(u"ada"_s, kPassword));

    const auto again = setUp(code, u"grace"_s);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QCOMPARE(again.error().reason, Reason::SetupDone);
    QVERIFY(!http().login(u"grace"_s, kPassword));
    const QByteArray kept = m_salond->log();
    QCOMPARE(kept.count(code.toLatin1()), 1); // printed, and in no log line
}

void TestFirstStart::refusals_data()
{
    QTest::addColumn<QByteArray>("body"); // CODE stands for the true one
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *what, const QByteArray &body, ErrorCode code, Reason reason,
                        const QString &path) {
        QTest::newRow(what) << body << code << reason << path;
    };
    row("wrong code", R"({"code":"AAAAA-AAAAA","username":"ada","password":"correct horse 7"})",
        ErrorCode::Unauthorized, Reason::WrongSetupCode, u"code"_s);
    row("no code", R"({"username":"ada","password":"correct horse 7"})", ErrorCode::BadRequest,
        Reason::None, u"code"_s);
    row("name", R"({"code":"CODE","username":"a/da\u202e","password":"correct horse 7"})",
        ErrorCode::BadRequest, Reason::NameNotAllowed, u"username"_s);
    row("short password", R"({"code":"CODE","username":"ada","password":"short"})",
        ErrorCode::BadRequest, Reason::PasswordTooShort, u"password"_s);
    row("common password", R"({"code":"CODE","username":"ada","password":"password123"})",
        ErrorCode::BadRequest, Reason::PasswordTooCommon, u"password"_s);
}

void TestFirstStart::refusals()
{
    QFETCH(QByteArray, body);
    startSalond();
    QTRY_VERIFY(!printedCode().isEmpty());
    const auto reply = http().post("/api/setup", body.replace("CODE", printedCode().toLatin1()));
    const Error error = reply.error();
    QTEST(error.code, "code");
    QTEST(error.reason, "reason");
    QTEST(error.path, "path");
    QVERIFY(needsSetup());
    QVERIFY(setUp(printedCode())); // the code is still good
}

void TestFirstStart::guessingIsThrottled()
{
    startSalond("[throttle]\nname_attempts = 3\n");
    QTRY_VERIFY(!printedCode().isEmpty());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(setUp(u"AAAAA"_s).error().reason, Reason::WrongSetupCode);
    const Error error = setUp(printedCode()).error();
    QCOMPARE(error.code, ErrorCode::RateLimited);
    QVERIFY(error.retryAfterMs.value_or(0) > 0);
}

void TestFirstStart::eachStartHasItsOwnCode()
{
    startSalond();
    QTRY_VERIFY(!printedCode().isEmpty());
    const QString first = printedCode();
    QCOMPARE(m_salond->stop().value_or(-1), 0);
    QVERIFY(m_salond->start());
    QTRY_VERIFY(printedCode() != first);
    QCOMPARE(setUp(first).error().reason, Reason::WrongSetupCode);
    const QString second = printedCode();
    QVERIFY(setUp(second));
    QCOMPARE(m_salond->stop().value_or(-1), 0);
    QVERIFY(m_salond->start());
    QCOMPARE(http().get("/readyz").status, 200);
    QCOMPARE(printedCode(), second); // none is printed any more
}

void TestFirstStart::userAddMakesItVoid()
{
    startSalond();
    QTRY_VERIFY(!printedCode().isEmpty());
    QVERIFY(m_salond->addUser(u"grace"_s, kPassword));
    QVERIFY(!needsSetup());
    QCOMPARE(setUp(printedCode()).error().reason, Reason::SetupDone);
}

QTEST_GUILESS_MAIN(TestFirstStart)
#include "tst_first_start.moc"
