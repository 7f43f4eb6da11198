// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/fault_scene.h"
#include "tests/fault/io_script.h"
#include "tests/support/io_log.h"
#include <QTest>
#include <limits>
#include <random>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

//! A disk that fails at one call, whichever that is; and one that loses its current.
class TestIoErrors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void powerCuts_data();
    void powerCuts();
    void eachCallFails_data();
    void eachCallFails();

private:
    FaultScene m_scene;
    QString m_base;
};

void TestIoErrors::initTestCase()
{
    const auto begun = m_scene.begin(1, 1);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    QCOMPARE(m_scene.salond().stop(), std::optional<int>(0));
    m_base = m_scene.salond().dataFolder();
}

void TestIoErrors::eachCallFails_data()
{
    QTest::addColumn<bool>("isFirstStart");
    QTest::addColumn<QString>("call");
    QTest::addColumn<int>("error");
    for (const bool isFirstStart : {false, true}) {
        const QString script = isFirstStart ? u"first start, "_s : u"requests, "_s;
        for (const auto &call :
             {u"pwrite"_s, u"write"_s, u"fdatasync"_s, u"fsync"_s, u"ftruncate"_s, u"rename"_s}) {
            QTest::newRow(qPrintable(script + call + u", EIO"_s)) << isFirstStart << call << EIO;
        }
        QTest::newRow(qPrintable(script + u"pwrite, ENOSPC"_s))
            << isFirstStart << u"pwrite"_s << ENOSPC;
    }
}

//! From the first call on until none fails. Of the writes, which are many, the sample tries some;
//! of the calls that end a commit all.
void TestIoErrors::eachCallFails()
{
    QFETCH(bool, isFirstStart);
    QFETCH(QString, call);
    QFETCH(int, error);
    const QString name = u"io_errors: "_s + QString::fromUtf8(QTest::currentDataTag());
    if (Extent::isLeftOut(name))
        QSKIP("no more time");
    std::mt19937_64 random(Extent::seed() + quint64(error));
    int tried = 0;
    int reached = 0;
    bool isCutShort = false;
    QStringList findings;
    const bool isEach = Extent::isSoak() || call != "pwrite"_L1;
    const auto step = [&] { return isEach ? 1 : 1 + int(random() % 40); };
    for (int n = step();; n += step()) {
        IoScript script(isFirstStart ? QString() : m_base);
        const QString fault = u"%1:%2:%3"_s.arg(call).arg(n).arg(error);
        script.setFault(fault);
        script.run(isFirstStart ? QByteArray() : m_scene.accounts().constFirst().token,
                   m_scene.rooms().constFirst());
        script.checkRestart(std::numeric_limits<qint64>::max());
        ++tried;
        for (const QString &finding : std::as_const(script.findings))
            findings.append(fault + u": "_s + finding);
        if (!script.hasFailed())
            break;
        reached = n;
        isCutShort = Extent::isOver();
        if (isCutShort)
            break;
    }
    tellTried(name,
              {{u"tried"_s, tried}, {u"last_that_failed"_s, reached}, {u"cut_short"_s, isCutShort}},
              findings.isEmpty());
    QVERIFY2(findings.isEmpty(), qPrintable(findings.join(u'\n')));
}

void TestIoErrors::powerCuts_data()
{
    QTest::addColumn<bool>("isFirstStart");
    QTest::newRow("requests") << false;
    QTest::newRow("first start") << true;
}

//! After each acknowledgement, and anywhere else.
void TestIoErrors::powerCuts()
{
    QFETCH(bool, isFirstStart);
    const QString name = u"power_cuts: "_s + QString::fromUtf8(QTest::currentDataTag());
    if (Extent::isLeftOut(name))
        QSKIP("no more time");
    IoScript script(isFirstStart ? QString() : m_base);
    script.setFault({});
    script.run(isFirstStart ? QByteArray() : m_scene.accounts().constFirst().token,
               m_scene.rooms().constFirst());
    QVERIFY2(script.findings.isEmpty(), qPrintable(script.findings.join(u'\n')));
    const auto records = readIoLog(script.logFile());
    QVERIFY2(records, records ? "" : qPrintable(records.error().toString()));
    QVERIFY(records->size() > 20);
    QList<qint64> cuts;
    for (const Fact &fact : script.facts())
        cuts.append(fact.logEnd);
    std::mt19937_64 random(Extent::seed());
    for (int i = 0; i < Extent::of(8, 300); ++i)
        cuts.append(records->at(qsizetype(random() % quint64(records->size()))).end);
    int tried = 0;
    QStringList findings;
    const QTemporaryDir nothing;
    for (const qint64 cut : std::as_const(cuts)) {
        if (Extent::isOver())
            break;
        const quint64 seed = ++tried % 3 == 0 ? 0 : random();
        SalondProcess salond(faultConfiguration());
        const auto made = makePowerCutImage(isFirstStart ? nothing.path() : m_base, *records, cut,
                                            seed, salond.dataFolder());
        QVERIFY2(made, made ? "" : qPrintable(made.error().toString()));
        const auto started = salond.start();
        const QStringList lost = started
            ? IoScript::missing(salond, script.facts(), cut, m_scene.accounts().constFirst().token)
            : QStringList{u"it does not start: "_s + started.error().toString()};
        for (const QString &finding : lost)
            findings.append(u"cut at %1 of %2, seed %3: %4"_s.arg(cut)
                                .arg(records->constLast().end)
                                .arg(seed)
                                .arg(finding));
    }
    tellTried(name,
              {{u"images"_s, tried},
               {u"images_asked"_s, cuts.size()},
               {u"acknowledged"_s, script.facts().size()},
               {u"writes_and_syncs"_s, records->size()}},
              findings.isEmpty() && tried > 0);
    QVERIFY2(findings.isEmpty(), qPrintable(findings.join(u'\n')));
    QVERIFY2(tried > 0, "no time for a single image");
}

QTEST_GUILESS_MAIN(TestIoErrors)
#include "tst_io_errors.moc"
