// SPDX-License-Identifier: MIT
#include "tests/e2e/live_fuzz.h"
#include "tests/support/http_client.h"
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
namespace protocol = salon::protocol;

namespace {

constexpr int kRestMs = 7'000;
constexpr int kSetupTurns = 150;

//! Method and path of what is asked over HTTP only.
std::pair<QByteArray, QByteArray> addressOf(const QByteArray &kind, const QJsonObject &data)
{
    static const QHash<QByteArray, std::pair<QByteArray, QByteArray>> kAddresses{
        {"server", {"GET", "/api/server"}},
        {"setup", {"POST", "/api/setup"}},
        {"login", {"POST", "/api/login"}},
        {"session.renew", {"POST", "/api/session/renew"}},
        {"logout", {"POST", "/api/logout"}},
        {"sessions", {"GET", "/api/sessions"}},
        {"session.end", {"DELETE", "/api/sessions/"}},
        {"password", {"POST", "/api/password"}},
    };
    auto address = kAddresses.value(kind, {"POST", "/api/" + kind});
    if (kind == "session.end")
        address.second += data.value(u"id"_s).toVariant().toString().toUtf8().toPercentEncoding();
    return address;
}

} // namespace

//! The same over HTTP: each kind is accepted, and refused, at least once.
class TestLiveFuzzRest : public QObject, LiveFuzz {
    Q_OBJECT
private Q_SLOTS:
    void overRest();
    void setup();
    void cleanup() { end(); }

private:
    //! Also when a request has changed the password to any other.
    QByteArray renewedTokenOf(const QString &user) const;
    QByteArray makeBody(const Kind &kind);
    //! Lets the generator name the sessions of linus, whose client it is; after one that was ended
    //! it goes on with a new one.
    void knowSessions(HttpClient &linus);
};

QByteArray TestLiveFuzzRest::renewedTokenOf(const QString &user) const
{
    const QByteArray token = tokenOf(user);
    if (!token.isEmpty())
        return token;
    m_salond->command({u"user"_s, u"set-password"_s, user, u"--password-stdin"_s},
                      kPassword.toLatin1() + '\n');
    return tokenOf(user);
}

QByteArray TestLiveFuzzRest::makeBody(const Kind &kind)
{
    const QByteArray body =
        compact(m_generator->chance(50) ? m_generator->valid(kind.schema)
                                        : m_generator->nearlyValid(kind.schema));
    return m_generator->chance(15) ? m_generator->hostile(body) : body;
}

void TestLiveFuzzRest::knowSessions(HttpClient &linus)
{
    HttpReply reply = linus.get("/api/sessions");
    if (reply.status == 401) {
        linus.setToken(renewedTokenOf(u"linus"_s));
        reply = linus.get("/api/sessions");
    }
    const auto list = HttpClient::decodedBody<protocol::SessionList>(reply);
    QVERIFY2(list, m_salond->log().right(2000) + context({}, {}));
    QJsonArray ids;
    for (const protocol::SessionRow &session : list->sessions)
        ids.append(session.id.toString());
    m_generator->know(u"id"_s, ids);
    m_state->changedTable();
}

void TestLiveFuzzRest::overRest()
{
    begin();
    if (QTest::currentTestFailed())
        return;
    QList<Kind> kinds = kindsOf<protocol::Requests>() + kindsOf<protocol::AccountRequests>();
    kinds.removeIf([](const Kind &kind) {
        return kind.isSocketOnly || kind.name == protocol::Setup::kind.data();
    });
    static const QByteArrayList kSessionsChange{"login", "logout", "session.end", "password"};
    QHash<QByteArray, Tally> tallies;
    HttpClient linus(m_salond->port());
    linus.setToken(tokenOf(u"linus"_s));
    knowSessions(linus);
    QElapsedTimer time;
    time.start();
    for (qsizetype turn = 0; !isEnough(time.elapsed(), kRestMs, tallies); ++turn) {
        const Kind &kind = kinds.at(turn % kinds.size());
        const QByteArray body = makeBody(kind);
        const auto [method, path] = addressOf(kind.name, QJsonDocument::fromJson(body).object());
        const HttpReply reply = linus.request(method, path, body);
        const QByteArray sent = method + ' ' + path + ' ' + body;
        QVERIFY2(reply.status >= 200 && reply.status < 500,
                 QByteArray::number(reply.status) + context(sent, reply.body));
        judge(sent, reply.body, reply.status < 300, tallies[kind.name]);
        if (QTest::currentTestFailed())
            return;
        if (reply.status == 401 || kSessionsChange.contains(kind.name))
            knowSessions(linus);
        if (QTest::currentTestFailed())
            return;
    }
    requireBoth(tallies, {"server", "session.renew", "logout", "sessions"});
}

//! At a server without accounts: the code makes the first one, once.
void TestLiveFuzzRest::setup()
{
    begin(Accounts::None);
    if (QTest::currentTestFailed())
        return;
    static const QRegularExpression form(u"\\b(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}\\b"_s);
    const QString code = form.match(QString::fromUtf8(m_salond->log())).captured();
    QVERIFY2(!code.isEmpty(), m_salond->log());
    m_generator->know(u"code"_s, {code, code.toLower()});
    QList<Kind> kinds = kindsOf<protocol::AccountRequests>();
    kinds.removeIf([](const Kind &kind) { return kind.name != protocol::Setup::kind.data(); });
    QCOMPARE(kinds.size(), 1);
    const HttpClient http(m_salond->port());
    Tally tally;
    QElapsedTimer time;
    time.start();
    for (int turn = 0; turn < kSetupTurns || (tally.accepted == 0 && time.elapsed() < kLongestMs);
         ++turn) {
        const QByteArray body = makeBody(kinds.first());
        const HttpReply reply = http.post("/api/setup", body);
        QVERIFY2(reply.status >= 200 && reply.status < 500,
                 QByteArray::number(reply.status) + context(body, reply.body));
        judge(body, reply.body, reply.status < 300, tally);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY2(tally.accepted == 1, QByteArray::number(tally.accepted) + context({}, {}));
    QVERIFY(tally.refused > 0);
}

QTEST_GUILESS_MAIN(TestLiveFuzzRest)
#include "tst_live_fuzz_rest.moc"
