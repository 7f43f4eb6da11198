// SPDX-License-Identifier: MIT
#include "server/app/settings.h"
#include "server/app/settings_table.h"
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

class TestSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsWithoutAnyFile()
    {
        const auto settings = loadSettings({}, {u"PATH=/bin"_s, u"SALONDER=x"_s});
        QVERIFY(settings);
        QCOMPARE(settings->listenAddress(), u"127.0.0.1:8008"_s);
        QCOMPARE(settings->defaultRooms, QStringList{u"general"_s});
        QCOMPARE(settings->sessionLife(), u"30d"_s);
        QCOMPARE(settings->hasher.cost.passes, 2ULL);
        QCOMPARE(settings->hasher.cost.memoryBytes, 19 * 1024 * 1024);
        QCOMPARE(settings->limits.messageText, 16'000);
        QVERIFY(settings->folder().endsWith(u"/salond"));
    }

    void environmentStandsOverTheFile()
    {
        const auto settings = load("[server]\nname = \"File\"\nreaders = 3\n"
                                   "[limits]\ntopic = 99\nclient_frame = 4096\n",
                                   {u"SALOND_SERVER_NAME=Environment = so"_s,
                                    u"SALOND_SERVER_DEFAULT_ROOMS=general,help"_s,
                                    u"SALOND_PASSWORDS_MEMORY_BYTES=65536"_s});
        QVERIFY(settings);
        QCOMPARE(settings->name, u"Environment = so"_s);
        QCOMPARE(settings->readers, 3);
        QCOMPARE(settings->limits.topic, 99);
        QCOMPARE(settings->net.frameBytes, 4096);
        QCOMPARE(settings->net.bodyBytes, 4096);
        QCOMPARE(settings->defaultRooms, (QStringList{u"general"_s, u"help"_s}));
        QCOMPARE(settings->hasher.cost.memoryBytes, 65'536);
    }

    void wrongFiles_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *content, int line, const QString &says) {
            QTest::newRow(name) << QByteArray(content) << line << says;
        };
        row("unknown section", "\n[sever]\nname = \"x\"\n", 2, u"unknown key sever"_s);
        row("unknown key", "[server]\n\nnmae = \"x\"\n", 3, u"unknown key server.nmae"_s);
        row("key without section", "name = \"x\"\n", 1, u"unknown key name"_s);
        row("text for number", "[server]\nreaders = \"2\"\n", 2,
            u"server.readers: expected a whole number"_s);
        row("float for number", "[server]\nreaders = 2.0\n", 2,
            u"server.readers: expected a whole number"_s);
        row("number for text", "[server]\nname = 2\n", 2, u"server.name: expected a string"_s);
        row("text for list", "[server]\ndefault_rooms = \"x\"\n", 2,
            u"server.default_rooms: expected a list of strings"_s);
        row("mixed list", "[server]\ndefault_rooms = [\"x\", 1]\n", 2, u"expected a list"_s);
        row("too small", "[server]\nreaders = 0\n", 2, u"expected a number from 1 to 64"_s);
        row("too large", "[limits]\n\n\ntopic = 9000000000000000\n", 4, u"limits.topic"_s);
        row("negative", "[limits]\ntopic = -1\n", 2, u"limits.topic"_s);
        row("beyond 64 bits", "[limits]\ntopic = 99999999999999999999\n", 2, QString());
        row("not TOML", "[server]\nname = \n", 2, QString());
        row("key twice", "[server]\nreaders = 1\nreaders = 2\n", 3, QString());
        row("unknown socket", "[net]\nsockets = \"fast\"\n", 2, u"\"lean\" or \"plain\""_s);
        row("unknown level", "[server]\nlog = \"loud\"\n", 2, u"expected debug"_s);
        row("blank name", "[server]\nname = \" \"\n", 2, u"server.name"_s);
        row("hidden name", "[server]\nname = \"a\\u202Eb\"\n", 2, u"server.name"_s);
        row("impossible room", "[server]\ndefault_rooms = [\"42\"]\n", 2, u"digits"_s);
        row("no such kind", "[slow]\nkinds = [\"message.pots=5\"]\n", 2, u"message.pots"_s);
        row("kind without a time", "[slow]\nkinds = [\"login\"]\n", 2, u"login=2000"_s);
        row("no proxy", "[net]\ntrusted_proxies = [\"10.0.0.0/8\", \"proxy.example\"]\n", 2,
            u"proxy.example"_s);
        row("no address", "[server]\nlisten = \"8008\"\n", 2, u"HOST:PORT"_s);
        row("port too large", "[server]\nlisten = \"127.0.0.1:65536\"\n", 2, u"HOST:PORT"_s);
        row("everywhere", "[server]\nlisten = \"0.0.0.0:8008\"\n", 2, u"loopback"_s);
        row("a name", "[server]\nlisten = \"chat.example.org:8008\"\n", 2, u"loopback"_s);
        row("IPv6 everywhere", "[server]\nlisten = \"[::]:8008\"\n", 2, u"loopback"_s);
        row("text for a switch", "[net]\nbehind_proxy = \"yes\"\n", 2, u"true or false"_s);
        row("certificate without key", "[net]\ntls_cert = \"chat.pem\"\n", 2,
            u"both net.tls_cert and net.tls_key"_s);
        row("key without certificate", "[net]\n\ntls_key = \"chat.key\"\n", 3,
            u"both net.tls_cert and net.tls_key"_s);
        row("a proxy that is nowhere", "[net]\nbehind_proxy = true\n", 2, u"net.trusted_proxies"_s);
        row("ping after the end", "[net]\nsilence_limit_ms = 20000\n", 2,
            u"net.silence_limit_ms: expected more than"_s);
    }
    void wrongFiles()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, line);
        QFETCH(QString, says);
        const auto settings = load(content);
        QVERIFY(!settings);
        QCOMPARE(settings.error().path, u"%1:%2"_s.arg(path()).arg(line));
        QVERIFY2(settings.error().message.contains(says), qPrintable(settings.error().message));
    }

    void wrongEnvironment_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown") << u"SALOND_SERVER_NMAE=x"_s << u"unknown"_s;
        QTest::newRow("no number") << u"SALOND_SERVER_READERS=two"_s << u"whole number"_s;
        QTest::newRow("too many") << u"SALOND_SERVER_READERS=65"_s << u"from 1 to 64"_s;
        QTest::newRow("open address") << u"SALOND_SERVER_LISTEN=0.0.0.0:80"_s << u"loopback"_s;
        QTest::newRow("a word for a switch")
            << u"SALOND_NET_BEHIND_PROXY=yes"_s << u"true or false"_s;
    }
    void wrongEnvironment()
    {
        QFETCH(QString, variable);
        QFETCH(QString, says);
        const auto settings = loadSettings({}, {variable});
        QVERIFY(!settings);
        QCOMPARE(settings.error().path, variable.section(u'=', 0, 0));
        QVERIFY2(settings.error().message.contains(says), qPrintable(settings.error().message));
    }

    void valuesHaveToFitEachOther_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("key");
        QTest::newRow("ping after the end")
            << QByteArray("[net]\nping_after_ms = 45000\n") << u"net.silence_limit_ms"_s;
        QTest::newRow("waits shrink") << QByteArray("[throttle]\nfirst_wait_ms = 86400000\n")
                                      << u"throttle.longest_wait_ms"_s;
        QTest::newRow("answer too small")
            << QByteArray("[limits]\nclient_frame = 1000000000\n") << u"limits.server_frame"_s;
    }
    void listensOpenlyOnlyWhereNothingIsReadOnTheWay_data()
    {
        QTest::addColumn<QByteArray>("net");
        QTest::newRow("TLS") << QByteArray("tls_cert = \"c.pem\"\ntls_key = \"k.pem\"\n");
        QTest::newRow("behind a proxy")
            << QByteArray("behind_proxy = true\ntrusted_proxies = [\"10.0.0.1\"]\n");
    }
    void listensOpenlyOnlyWhereNothingIsReadOnTheWay()
    {
        QFETCH(QByteArray, net);
        const auto settings = load("[server]\nlisten = \"0.0.0.0:8008\"\n[net]\n" + net);
        QVERIFY2(settings, settings ? "" : qPrintable(settings.error().message));
        QVERIFY(!settings->isLoopbackOnly());
    }
    //! The key that does not fit was not set itself: there is no line to name.
    void valuesHaveToFitEachOther()
    {
        QFETCH(QByteArray, content);
        const auto settings = load(content);
        QVERIFY(!settings);
        QTEST(settings.error().path, "key");
    }

    void missingFile()
    {
        const auto settings = loadSettings(m_folder.filePath(u"none.toml"_s), {});
        QVERIFY(!settings);
        QVERIFY(settings.error().path.endsWith(u"none.toml"));
    }

    void whatIsPrintedCanBeReadBack()
    {
        Settings settings;
        settings.name = u"Ada's \"Salon\" \\ 😀"_s;
        settings.dataFolder = u"/srv/odd\nfolder\u007f"_s;
        settings.defaultRooms = {u"general"_s, u"a \"b\" c"_s};
        settings.listenHost = u"::1"_s;
        settings.listenPort = 0;
        settings.net.sockets = SocketKind::Plain;
        settings.limits.topic = 7;
        settings.throttle.byNetwork.allowed = 9;
        QVERIFY(settings.slow.setKinds({u"login=1"_s, u"session.hello=0"_s}));
        QVERIFY(settings.setTrustedProxies({u"10.0.0.0/8"_s, u"::1"_s}));
        const QString printed = printSettings(settings);
        const auto read = load(printed.toUtf8());
        QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
        QCOMPARE(printSettings(*read), printed);
        QCOMPARE(read->name, settings.name);
        QCOMPARE(read->dataFolder, settings.dataFolder);
        QCOMPARE(read->listenHost, u"::1"_s);
        QCOMPARE(read->net.trustedProxies, settings.net.trustedProxies);
        QCOMPARE(read->limits.topic, 7);
        QCOMPARE(read->throttle.byNetwork.allowed, 9);
        QCOMPARE(read->slow.kinds(), settings.slow.kinds());
    }

    void everyKeyIsDocumentedOnceAndPrinted()
    {
        QStringList seen;
        const QString printed = printSettings({});
        for (const SettingRow &row : settingsTable()) {
            const QString whole = row.section + u'.' + row.key;
            QVERIFY2(!seen.contains(whole), qPrintable(whole));
            seen.append(whole);
            QVERIFY2(row.documentation.size() > 10, qPrintable(whole));
            QVERIFY2(printed.contains(u"# %1\n%2 = "_s.arg(row.documentation, row.key)),
                     qPrintable(whole));
            QVERIFY2(row.write(m_scratch, row.read({})), qPrintable(whole));
        }
    }

    void everySectionIsExplainedOnce()
    {
        QStringList explained;
        for (const SettingSection &section : settingSections()) {
            QVERIFY2(!explained.contains(section.name), qPrintable(section.name));
            QVERIFY2(section.sentences.endsWith(u'.'), qPrintable(section.name));
            explained.append(section.name);
        }
        QStringList used;
        for (const SettingRow &row : settingsTable()) {
            if (!used.contains(row.section))
                used.append(row.section);
        }
        QCOMPARE(used, explained);
    }

    void pageOfTheGuideIsCurrent()
    {
        QFile file(qEnvironmentVariable("SALON_SOURCE_DIR")
                   + u"/docs/administrator/configuration.md"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(
            QString::fromUtf8(file.readAll()) == settingsMarkdown(),
            "run: salond print-config --format markdown > docs/administrator/configuration.md");
    }

    //! The page says of each key what it may be, and the variable that it names sets it.
    void pageTellsOfEachKey()
    {
        const QString page = settingsMarkdown();
        for (const SettingRow &row : settingsTable()) {
            const qsizetype begin = page.indexOf(u"\n### %1\n"_s.arg(row.name()));
            QVERIFY2(begin > 0, qPrintable(row.name()));
            const QString entry = page.mid(begin, page.indexOf(u"\n#"_s, begin + 1) - begin);
            QVERIFY2(!row.allowed.isEmpty() && entry.contains(u"- may be: "_s + row.allowed),
                     qPrintable(entry));
            const QString variable = entry.section(u"- environment: `"_s, 1).section(u'`', 0, 0);
            QVariant usual = row.read({});
            const QString value = row.type == QMetaType::QStringList
                ? usual.toStringList().join(u',')
                : usual.toString();
            const auto set = loadSettings({}, {variable + u'=' + value});
            QVERIFY2(set, qPrintable(variable));
            QCOMPARE(row.read(*set), usual);
        }
    }

    void sessionLives_data()
    {
        QTest::addColumn<QString>("life");
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("printed");
        QTest::newRow("days") << u"30d"_s << qint64(30 * 86400) << u"30d"_s;
        QTest::newRow("hours") << u"12h"_s << qint64(12 * 3600) << u"12h"_s;
        QTest::newRow("a day in hours") << u"24h"_s << qint64(86400) << u"1d"_s;
        QTest::newRow("minutes") << u"90m"_s << qint64(5400) << u"90m"_s;
        QTest::newRow("seconds") << u"1s"_s << qint64(1) << u"1s"_s;
        QTest::newRow("longest") << u"3650d"_s << qint64(3650LL * 86400) << u"3650d"_s;
        for (const char *wrong :
             {"", "d", "30", "0d", "-1d", "3651d", "1.5h", "1w", "30 d d", "99999999999d"})
            QTest::newRow(wrong) << QString::fromLatin1(wrong) << qint64(0) << QString();
    }
    void sessionLives()
    {
        QFETCH(QString, life);
        QFETCH(qint64, seconds);
        Settings settings;
        const auto set = settings.setSessionLife(life);
        QCOMPARE(bool(set), seconds > 0);
        if (!set) {
            QVERIFY(set.error().message.contains(u"3650d"));
            return;
        }
        QCOMPARE(settings.sessionLifeMs, seconds * 1000);
        QTEST(settings.sessionLife(), "printed");
    }

    void listenAddresses_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("IPv4") << u"127.0.0.1:0"_s << u"127.0.0.1"_s << 0;
        QTest::newRow("all of 127") << u"127.9.9.9:80"_s << u"127.9.9.9"_s << 80;
        QTest::newRow("IPv6") << u"[::1]:8008"_s << u"::1"_s << 8008;
        QTest::newRow("name") << u"localhost:65535"_s << u"localhost"_s << 65'535;
    }
    void listenAddresses()
    {
        QFETCH(QString, address);
        Settings settings;
        QVERIFY(settings.setListen(address, u"--listen"_s));
        QTEST(settings.listenHost, "host");
        QTEST(int(settings.listenPort), "port");
        QCOMPARE(settings.listenAddress(), address);
    }

private:
    QString path() const { return m_folder.filePath(u"salond.toml"_s); }
    Result<Settings> load(const QByteArray &content, const QStringList &environment = {})
    {
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return Error::internal(u"the test cannot write its file"_s);
        file.close();
        return loadSettings(path(), environment);
    }

    QTemporaryDir m_folder;
    Settings m_scratch;
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
