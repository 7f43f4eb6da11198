// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkInterface>
#include <QProcess>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
namespace protocol = salon::protocol;

namespace {

const QString kPassword = u"correct horse 7"_s;

QJsonObject objectOf(const CommandResult &result)
{
    return QJsonDocument::fromJson(result.output).object();
}

} // namespace

//! What an operator asks of salond, while it runs and while it does not.
class TestAdministration : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void roomsAndFigures_data();
    void roomsAndFigures();
    void revokedSessionEnds();
    void disabledAndEnabled();
    void whatIsNotThere();
    void doctorFindsNothing();
    void doctorFinds_data();
    void doctorFinds();
    void doctorLooksFromOutside();
    void completionOfBash_data();
    void completionOfBash();

private:
    CommandResult run(const QString &line) const { return m_salond->command(line.split(u' ')); }
    //! The check's verdict and what it says to do.
    QJsonObject finding(const CommandResult &result, const QString &check) const;
    std::unique_ptr<SalondProcess> m_salond;
};

void TestAdministration::init()
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords);
    QVERIFY2(m_salond->start(), m_salond->log().constData());
    for (const QString &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond->addUser(name, kPassword));
}

QJsonObject TestAdministration::finding(const CommandResult &result, const QString &check) const
{
    for (const auto &one : objectOf(result).value(u"findings"_s).toArray()) {
        if (one.toObject().value(u"check"_s) == check)
            return one.toObject();
    }
    return {};
}

void TestAdministration::roomsAndFigures_data()
{
    QTest::addColumn<bool>("isRunning");
    QTest::newRow("of a running server") << true;
    QTest::newRow("from the files") << false;
}

void TestAdministration::roomsAndFigures()
{
    QFETCH(bool, isRunning);
    HttpClient http(m_salond->port());
    const auto login = http.login(u"ada"_s, kPassword);
    QVERIFY(login);
    http.setToken(login->token.toLatin1());
    const auto made = http.call("/api/room.create", protocol::CreateRoom{u"engines"_s, u"steam"_s});
    QVERIFY(made);
    QVERIFY(http.call("/api/message.post",
                      protocol::PostMessage{
                          made->room.id, u"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"_s, u"hello"_s}));
    if (!isRunning)
        QCOMPARE(m_salond->stop(), 0);

    const auto rooms = objectOf(run(u"room list --json"_s)).value(u"rooms"_s).toArray();
    QCOMPARE(rooms.size(), 2);
    const auto engines = rooms.at(0).toObject();
    QCOMPARE(engines.value(u"name"_s).toString(), u"engines"_s);
    QCOMPARE(engines.value(u"members"_s).toInt(), 1);
    QCOMPARE(engines.value(u"messages"_s).toInt(), 1);
    const auto shown = run(u"room show engines"_s);
    QCOMPARE(shown.exitCode, 0);
    QVERIFY2(shown.output.contains("steam") && shown.output.contains("ada"), shown.output);
    const auto stats = objectOf(run(u"stats --json"_s));
    QCOMPARE(stats.value(u"accounts"_s).toInt(), 2);
    QCOMPARE(stats.value(u"messages"_s).toInt(), 1);
    QCOMPARE(stats.value(u"messages_last_hour"_s).toInt(), 1);
    QVERIFY(stats.value(u"database_bytes"_s).toDouble() > 0);
    const auto sessions = objectOf(run(u"session list --json"_s)).value(u"sessions"_s).toArray();
    QCOMPARE(sessions.size(), 1);
    QVERIFY(!run(u"session list"_s).output.contains(login->token.toLatin1()));
}

void TestAdministration::revokedSessionEnds()
{
    HttpClient http(m_salond->port());
    const auto login = http.login(u"ada"_s, kPassword);
    QVERIFY(login);
    TestClient client(m_salond->url());
    QVERIFY(client.open(login->token));
    const auto sessions = objectOf(run(u"session list --user ada --json"_s));
    const auto id = sessions.value(u"sessions"_s).toArray().at(0).toObject().value(u"id"_s);
    QVERIFY(id.isString());
    QCOMPARE(
        objectOf(run(u"session list --user grace --json"_s)).value(u"sessions"_s).toArray().size(),
        0);
    QCOMPARE(run(u"session revoke "_s + id.toString()).exitCode, 0);
    QTRY_VERIFY_WITH_TIMEOUT(!client.isOpen(), 2000);
    QCOMPARE(client.ended, QList<QString>{u"session_revoked"_s});
    http.setToken(login->token.toLatin1());
    QCOMPARE(http.get("/api/rooms").error().code, salon::ErrorCode::SessionRevoked);
}

void TestAdministration::disabledAndEnabled()
{
    const HttpClient http(m_salond->port());
    QCOMPARE(run(u"user disable ada"_s).exitCode, 0);
    QVERIFY(!http.login(u"ada"_s, kPassword));
    QCOMPARE(run(u"user enable ada"_s).exitCode, 0);
    QVERIFY(http.login(u"ada"_s, kPassword));
}

void TestAdministration::whatIsNotThere()
{
    for (const auto &line : {u"room show nowhere"_s, u"session revoke 999"_s,
                             u"user enable nobody"_s, u"session list --user nobody"_s}) {
        const auto result = run(line);
        QVERIFY2(result.exitCode == 1, qPrintable(line));
        QVERIFY2(result.errors.contains("not_found"), result.errors);
    }
    for (const auto &line :
         {u"room"_s, u"session revoke"_s, u"stats now"_s, u"dance"_s, u"user add ada --shout"_s}) {
        const auto result = run(line);
        QVERIFY2(result.exitCode == 2, qPrintable(line));
        QVERIFY2(result.errors.startsWith("salond: "), result.errors);
    }
}

void TestAdministration::doctorFindsNothing()
{
    const QString listen = u" --listen 127.0.0.1:%1"_s.arg(m_salond->port());
    const auto running = run(u"doctor --json"_s + listen);
    QVERIFY2(running.exitCode == 0, running.output);
    QVERIFY2(!running.output.contains("\"fail\""), running.output);
    QCOMPARE(finding(running, u"database"_s).value(u"verdict"_s).toString(), u"ok"_s);
    QCOMPARE(finding(running, u"port"_s).value(u"verdict"_s).toString(), u"ok"_s);
    QCOMPARE(m_salond->stop(), 0);
    const auto stopped = run(u"doctor --json"_s + listen);
    QVERIFY2(stopped.exitCode == 0, stopped.output);
    QCOMPARE(finding(stopped, u"database"_s).value(u"verdict"_s).toString(), u"ok"_s);
}

void TestAdministration::doctorFinds_data()
{
    QTest::addColumn<QString>("harm");
    QTest::addColumn<QString>("check");
    QTest::newRow("others can read") << u"open"_s << u"privacy"_s;
    QTest::newRow("a damaged database") << u"damage"_s << u"database"_s;
    QTest::newRow("somebody else's port") << u"port"_s << u"port"_s;
    QTest::newRow("a wrong configuration") << u"configuration"_s << u"configuration"_s;
}

void TestAdministration::doctorFinds()
{
    QFETCH(QString, harm);
    QFETCH(QString, check);
    QCOMPARE(m_salond->stop(), 0);
    QTcpServer other;
    QString listen = u"127.0.0.1:%1"_s.arg(freePort());
    const QString database = m_salond->dataFolder() + u"/salon.db"_s;
    if (harm == "open"_L1) {
        QVERIFY(QFile::setPermissions(database, QFile::permissions(database) | QFile::ReadOther));
    } else if (harm == "damage"_L1) {
        QFile file(database);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(4096));
        QVERIFY(file.write(QByteArray(8192, 'x')) == 8192);
    } else if (harm == "port"_L1) {
        QVERIFY(other.listen(QHostAddress::LocalHost));
        listen = u"127.0.0.1:%1"_s.arg(other.serverPort());
    } else {
        QFile file(m_salond->configurationFile());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("[server]\nnmae = \"x\"\n") > 0);
    }
    const auto result =
        run(u"doctor --json --config %1 --listen %2"_s.arg(m_salond->configurationFile(), listen));
    const auto found = finding(result, check);
    const QString verdict = found.value(u"verdict"_s).toString();
    QVERIFY2(verdict == "fail"_L1 || verdict == "warn"_L1, result.output);
    QCOMPARE(result.exitCode, result.output.contains("\"fail\"") ? 1 : 0);
    QVERIFY2(!found.value(u"todo"_s).toString().isEmpty(), result.output);
}

void TestAdministration::doctorLooksFromOutside()
{
    SalondProcess salond(kCheapPasswords
                         + "[net]\nbehind_proxy = true\ntrusted_proxies = [\"127.0.0.1\"]\n");
    const auto started = salond.start(u"0.0.0.0"_s);
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    const auto addresses = QNetworkInterface::allAddresses();
    const bool hasOne = std::ranges::any_of(addresses, [](const QHostAddress &address) {
        return address.protocol() == QAbstractSocket::IPv4Protocol && !address.isLoopback()
            && !address.isLinkLocal();
    });
    const QJsonObject outside = finding(salond.command({u"doctor"_s, u"--json"_s}), u"outside"_s);
    QCOMPARE(outside.value(u"verdict"_s).toString(), hasOne ? u"ok"_s : QString());
    const CommandResult usual = run(u"doctor --json"_s); // on loopback there is no outside
    QVERIFY(finding(usual, u"outside"_s).isEmpty());
}

void TestAdministration::completionOfBash_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("offered");
    QTest::newRow("a command") << u"salond do"_s << u"doctor"_s;
    QTest::newRow("its second word") << u"salond user en"_s << u"enable"_s;
    QTest::newRow("an option") << u"salond stats --js"_s << u"--json"_s;
    QTest::newRow("a choice") << u"salond completion fi"_s << u"fish"_s;
}

void TestAdministration::completionOfBash()
{
    QFETCH(QString, typed);
    const QByteArray script = runSalond({u"completion"_s, u"bash"_s}).output;
    QVERIFY(!script.isEmpty());
    QProcess bash;
    bash.start(u"bash"_s,
               {u"--norc"_s, u"-c"_s,
                QString::fromUtf8(script)
                    + u"\nCOMP_WORDS=(%1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                      "_salond; printf '%s\\n' \"${COMPREPLY[@]}\""_s.arg(typed)});
    if (!bash.waitForStarted())
        QSKIP("there is no bash here");
    QVERIFY(bash.waitForFinished());
    const QByteArray offered = bash.readAllStandardOutput().trimmed();
    QTEST(QString::fromUtf8(offered), "offered");
}

QTEST_GUILESS_MAIN(TestAdministration)
#include "tst_administration.moc"
