// SPDX-License-Identifier: MIT
#include "server/operation/json_line.h"
#include "server/operation/log.h"
#include "server/operation/trace_id.h"
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::server;

class TestLog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        lines.clear();
        Log::process().setLevels({});
        Log::process().setSink([this](const QByteArray &line) { lines.append(line); });
    }
    void cleanup() { Log::process().setSink({}); }

    void lineHoldsItsFields()
    {
        logWarning("net", u"slow reader",
                   {{"trace", u"abc"_s}, {"bytes", 12}, {"ratio", 0.5}, {"closed", true}});
        QCOMPARE(lines.size(), 1);
        QVERIFY(lines.first().endsWith("}\n"));
        const auto object = QJsonDocument::fromJson(lines.first()).object();
        QCOMPARE(object.value("level"_L1).toString(), u"warning"_s);
        QCOMPARE(object.value("module"_L1).toString(), u"net"_s);
        QCOMPARE(object.value("message"_L1).toString(), u"slow reader"_s);
        QCOMPARE(object.value("trace"_L1).toString(), u"abc"_s);
        QCOMPARE(object.value("bytes"_L1).toInt(), 12);
        QCOMPARE(object.value("ratio"_L1).toDouble(), 0.5);
        QCOMPARE(object.value("closed"_L1).toBool(), true);
        const auto time = QDateTime::fromString(object.value("time"_L1).toString(), Qt::ISODate);
        QVERIFY(time.isValid());
        QCOMPARE(time.timeSpec(), Qt::UTC);
    }

    void valuesAreEscaped_data()
    {
        QTest::addColumn<QString>("value");
        QTest::newRow("quote and backslash") << u"a\"b\\c"_s;
        QTest::newRow("forged line") << u"x\"}\n{\"level\":\"error\""_s;
        QTest::newRow("control") << QString::fromUtf16(u"\u0001\u0000\u007f\t\r", 5);
        QTest::newRow("separators") << u"\u2028\u2029"_s;
        QTest::newRow("beyond the plane") << u"😀 שלום"_s;
    }
    void valuesAreEscaped()
    {
        QFETCH(QString, value);
        logInfo("net", value, {{"name", value}});
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.first().count('\n'), 1);
        const auto object = QJsonDocument::fromJson(lines.first()).object();
        QCOMPARE(object.value("message"_L1).toString(), value);
        QCOMPARE(object.value("name"_L1).toString(), value);
    }

    void secretsNeverShow_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("password") << QByteArray("password") << u"hunter2secret"_s;
        QTest::newRow("body") << QByteArray("text") << u"hunter2secret"_s;
        QTest::newRow("bearer") << QByteArray("header") << u"Bearer hunter2secret"_s;
        QTest::newRow("token") << QByteArray("target")
                               << u"/ws?token=eyJhbGciOiJIUzI1NiJ9.hunter2secret.c2lnbg"_s;
    }
    void secretsNeverShow()
    {
        QFETCH(QByteArray, key);
        QFETCH(QString, value);
        logInfo("net", u"refused", {{key.constData(), value}});
        logInfo("net", key == "header" || key == "target" ? value : QString());
        for (const QByteArray &line : lines)
            QVERIFY2(!line.contains("hunter2secret"), line);
        QVERIFY(lines.first().contains("[hidden]"));
    }

    void longValuesAreCut()
    {
        logInfo("net", u"long", {{"value", QString(100'000, u'x')}});
        QVERIFY(lines.first().size() < 3000);
    }

    void levels_data()
    {
        QTest::addColumn<QString>("levels");
        QTest::addColumn<QByteArrayList>("shown");
        QTest::newRow("info") << u"info"_s << QByteArrayList{"net info", "store info", "net error"};
        QTest::newRow("one louder")
            << u"warning,store=debug"_s << QByteArrayList{"store debug", "store info", "net error"};
        QTest::newRow("one silent") << u"info, net=off"_s << QByteArrayList{"store info"};
        QTest::newRow("all") << u"debug"_s
                             << QByteArrayList{"net debug", "store debug", "net info", "store info",
                                               "net error"};
    }
    void levels()
    {
        QFETCH(QString, levels);
        auto parsed = LogLevels::parse(levels);
        QVERIFY(parsed);
        Log::process().setLevels(*parsed);
        logDebug("net", u"net debug");
        logDebug("store", u"store debug");
        logInfo("net", u"net info");
        logInfo("store", u"store info");
        logError("net", u"net error");
        QByteArrayList shown;
        for (const QByteArray &line : lines) {
            shown += QJsonDocument::fromJson(line).object().value("message"_L1).toString().toUtf8();
        }
        QTEST(shown, "shown");
    }

    void wrongLevels()
    {
        for (const QString &text : {u"loud"_s, u"store=loud"_s, u"=info"_s, u""_s, u"info,"_s})
            QVERIFY2(!LogLevels::parse(text), qPrintable(text));
    }

    void qtMessagesBecomeLines()
    {
        Log::takeOverQtMessages();
        qWarning("from Qt");
        const QLoggingCategory category("salon.sample");
        qCCritical(category, "worse");
        qInstallMessageHandler(nullptr);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].contains(R"("level":"warning","module":"qt","message":"from Qt")"));
        QVERIFY(lines[1].contains(R"("level":"error","module":"salon.sample")"));
    }

    void traceIdsAreShortAndDiffer()
    {
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i) {
            const QString id = makeTraceId();
            QCOMPARE(id.size(), 12);
            QVERIFY(!seen.contains(id));
            seen.insert(id);
        }
    }

private:
    QByteArrayList lines;
};

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"
