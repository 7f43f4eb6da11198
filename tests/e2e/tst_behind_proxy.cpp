// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
namespace protocol = salon::protocol;

namespace {

const QString kPassword = u"correct horse 7"_s;
const QByteArray kConfiguration = "[net]\ntrusted_proxies = [\"127.0.0.1/32\"]\n" + kCheapPasswords;
constexpr int kStartMs = 10'000;

//! One of ours, else the system's; empty when there is none.
QString program(const char *variable, const QString &name)
{
    const QString fetched = qEnvironmentVariable(variable);
    if (QFile::exists(fetched))
        return fetched;
    return QStandardPaths::findExecutable(
        name, {u"/usr/sbin"_s, u"/usr/local/sbin"_s, u"/usr/bin"_s, u"/usr/local/bin"_s});
}

//! The example of the guide with other places in it; empty when one of them is not in it.
QByteArray adapted(const QString &name, const QList<std::pair<QByteArray, QByteArray>> &places)
{
    QFile file(qEnvironmentVariable("SALON_SOURCE_DIR") + u"/docs/administrator/"_s + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray text = file.readAll();
    for (const auto &[usual, here] : places) {
        if (text.count(usual) != 1)
            return {};
        text.replace(usual, here);
    }
    return text;
}

} // namespace

//! The proxies of the administrator's guide, configured as it says but for TLS, before a real
//! salond.
class TestBehindProxy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void everythingPasses_data() { proxies(); }
    void everythingPasses();
    void peopleKeepTheirAddress_data() { proxies(); }
    void peopleKeepTheirAddress();
    void cleanup();

private:
    static void proxies();
    //! Starts the proxy of this row; says why not.
    QString startProxy();
    QStringList nginx(const QByteArray &site);
    QStringList caddy(const QByteArray &site);
    bool write(const QString &name, const QByteArray &content) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<QProcess> m_proxy;
    quint16 m_port = 0; //!< of the proxy
};

void TestBehindProxy::initTestCase()
{
    qunsetenv("SALON_RECORD_FRAMES"); // a proxy may add what the description does not know
}

void TestBehindProxy::proxies()
{
    QTest::addColumn<QString>("proxy");
    QTest::newRow("nginx") << u"nginx"_s;
    QTest::newRow("Caddy") << u"caddy"_s;
}

bool TestBehindProxy::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder->filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

QStringList TestBehindProxy::nginx(const QByteArray &site)
{
    const QByteArray folder = m_folder->path().toUtf8();
    QByteArray main = "daemon off;\nmaster_process off;\npid " + folder
        + "/pid;\nevents {}\nhttp {\naccess_log off;\n";
    for (const char *kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
        main += QByteArray(kind) + "_temp_path " + folder + "/" + kind + ";\n";
    if (!write(u"site.conf"_s, site) || !write(u"nginx.conf"_s, main + "include site.conf;\n}\n"))
        return {};
    return {u"-e"_s, u"stderr"_s, u"-c"_s, m_folder->filePath(u"nginx.conf"_s)};
}

QStringList TestBehindProxy::caddy(const QByteArray &site)
{
    if (!write(u"Caddyfile"_s, "{\n\tadmin off\n}\n" + site))
        return {};
    return {u"run"_s, u"--adapter"_s, u"caddyfile"_s, u"--config"_s,
            m_folder->filePath(u"Caddyfile"_s)};
}

QString TestBehindProxy::startProxy()
{
    QFETCH(const QString, proxy);
    m_port = freePort();
    const QByteArray here = "127.0.0.1:" + QByteArray::number(m_port);
    const QByteArray salond = "127.0.0.1:" + QByteArray::number(m_salond->port());
    const bool isNginx = proxy == "nginx"_L1;
    const QByteArray site = isNginx ? adapted(u"nginx.conf"_s,
                                              {{"listen 443 ssl;", "listen " + here + ';'},
                                               {"ssl_certificate /etc", "# /etc"},
                                               {"ssl_certificate_key /etc", "# /etc"},
                                               {"127.0.0.1:8008", salond}})
                                    : adapted(u"Caddyfile"_s,
                                              {{"\nchat.example.org {", "\nhttp://" + here + " {"},
                                               {"127.0.0.1:8008", salond}});
    const QStringList arguments = isNginx ? nginx(site) : caddy(site);
    if (site.isEmpty() || arguments.isEmpty())
        return u"the example is not as the test expects it"_s;
    m_proxy = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &place : {u"HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s})
        environment.insert(place, m_folder->path());
    m_proxy->setProcessEnvironment(environment);
    m_proxy->setProcessChannelMode(QProcess::MergedChannels);
    m_proxy->start(program(isNginx ? "SALON_NGINX" : "SALON_CADDY", proxy), arguments);
    const HttpClient http(m_port);
    const QDeadlineTimer deadline(kStartMs);
    while (!deadline.hasExpired() && !m_proxy->waitForFinished(20)) {
        if (http.get("/api/server").status == 200)
            return {};
    }
    return u"it does not serve: "_s + QString::fromUtf8(m_proxy->readAll().right(2000));
}

void TestBehindProxy::init()
{
    QFETCH(const QString, proxy);
    const bool isNginx = proxy == "nginx"_L1;
    if (program(isNginx ? "SALON_NGINX" : "SALON_CADDY", proxy).isEmpty())
        QSKIP("the proxy is not here; ./dev test fetches it where the system has a package of it");
    m_folder = std::make_unique<QTemporaryDir>();
    m_salond = std::make_unique<SalondProcess>(kConfiguration);
    QVERIFY2(m_salond->start(), m_salond->log().constData());
    for (const QString &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond->addUser(name, kPassword));
    const QString refused = startProxy();
    QVERIFY2(refused.isEmpty(), qPrintable(refused));
}

void TestBehindProxy::cleanup()
{
    if (m_proxy) {
        m_proxy->terminate();
        QVERIFY(m_proxy->waitForFinished());
    }
    m_proxy.reset();
    m_salond.reset();
}

void TestBehindProxy::everythingPasses()
{
    HttpClient http(m_port);
    const auto login = http.login(u"ada"_s, kPassword);
    QVERIFY2(login, qPrintable(login ? QString() : login.error().toString()));
    http.setToken(login->token.toLatin1());
    QCOMPARE(http.get("/api/sessions").status, 200);

    TestClient ada(QUrl(u"http://127.0.0.1:%1"_s.arg(m_port)));
    const auto hello = ada.open(login->token);
    QVERIFY2(hello, qPrintable(hello ? QString() : hello.error().toString()));
    const auto room = hello->rooms.first().id;
    const QString text(16'000, u'x');
    QVERIFY(ada.ask(protocol::PostMessage{room, u"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"_s, text}));
    QTRY_COMPARE(ada.events.size(), 1);

    // What is refused comes as salond says it.
    const HttpReply wrong = http.post("/api/room.join", R"({"room":"999"})");
    QCOMPARE(wrong.status, 404);
    QCOMPARE(wrong.error().code, salon::ErrorCode::NotFound);
    QCOMPARE(http.request("PUT", "/api/rooms", "{}").headers.value("allow").isEmpty(), false);
    QCOMPARE(
        http.request("DELETE", "/api/sessions/" + hello->session.id.toString().toLatin1()).status,
        200);
    QTRY_COMPARE(ada.ended, QStringList{u"session_revoked"_s});
    QTRY_VERIFY(!ada.isOpen());
}

//! By the proxy's word, not by what somebody claims: in the list of sessions, and for the throttle.
void TestBehindProxy::peopleKeepTheirAddress()
{
#ifndef Q_OS_LINUX
    QSKIP("only 127.0.0.1 is a loopback address here");
#endif
    const QHostAddress home(u"127.0.0.2"_s);
    const QByteArray body = salon::wire::encoded(protocol::Login{u"ada"_s, kPassword, u"test"_s});
    const HttpReply reply =
        HttpClient(m_port, home)
            .request("POST", "/api/login", body, {{"X-Forwarded-For", "203.0.113.9"}});
    QCOMPARE(reply.status, 200);
    const auto login = HttpClient::decodedBody<protocol::LoginReply>(reply);
    QVERIFY(login);
    HttpClient http(m_port);
    http.setToken(login->token.toLatin1());
    const QByteArray sessions = http.get("/api/sessions").body;
    QVERIFY2(sessions.contains(R"("address":"127.0.0.2")"), sessions.constData());

    const HttpClient stranger(m_port, QHostAddress(u"127.0.0.3"_s));
    for (int i = 0; i < 5; ++i)
        QVERIFY(!stranger.login(u"grace"_s, u"wrong horse 7"_s));
    QCOMPARE(stranger.login(u"grace"_s, kPassword).error().code, salon::ErrorCode::RateLimited);
    QVERIFY(HttpClient(m_port, home).login(u"grace"_s, kPassword));
}

QTEST_GUILESS_MAIN(TestBehindProxy)
#include "tst_behind_proxy.moc"
