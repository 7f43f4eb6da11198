// SPDX-License-Identifier: MIT
#include "server/app/doctor_checks.h"
#include "tests/support/fake_clock.h"
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

Q_DECLARE_METATYPE(salon::server::Verdict)

namespace {

constexpr qint64 kMost = std::numeric_limits<qint64>::max();

Finding findingOf(const Findings &findings, const QString &check)
{
    const auto found = std::ranges::find(findings, check, &Finding::check);
    return found == findings.end() ? Finding{} : *found;
}

} // namespace

//! What doctor says of the machine: where the bounds lie, and that it says what to do.
class TestDoctorChecks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void spaceAndTimeOfTheDisk_data()
    {
        QTest::addColumn<QString>("check");
        QTest::addColumn<qint64>("warn");
        QTest::addColumn<qint64>("fail");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("enough space") << u"space"_s << qint64(0) << qint64(0) << Verdict::Ok;
        QTest::newRow("little space") << u"space"_s << kMost << qint64(0) << Verdict::Warn;
        QTest::newRow("no space") << u"space"_s << kMost << kMost << Verdict::Fail;
        QTest::newRow("quick disk") << u"sync"_s << kMost << kMost << Verdict::Ok;
        QTest::newRow("slow disk") << u"sync"_s << qint64(0) << kMost << Verdict::Warn;
        QTest::newRow("useless disk") << u"sync"_s << qint64(0) << qint64(0) << Verdict::Fail;
    }
    void spaceAndTimeOfTheDisk()
    {
        QFETCH(QString, check);
        QFETCH(qint64, warn);
        QFETCH(qint64, fail);
        QFETCH(Verdict, verdict);
        DiskBounds bounds;
        (check == u"space"_s ? bounds.spaceWarn : bounds.syncWarnUs) = warn;
        (check == u"space"_s ? bounds.spaceFail : bounds.syncFailUs) = fail;
        const Finding finding = findingOf(checkDisk(m_folder.path(), bounds), check);
        QCOMPARE(finding.check, check);
        QCOMPARE(finding.verdict, verdict);
        QVERIFY(!finding.says.isEmpty());
        QCOMPARE(finding.todo.isEmpty(), verdict == Verdict::Ok);
        QVERIFY(QDir(m_folder.path()).isEmpty()); // nothing of the trial stays
    }

    void folderThatTakesNothing()
    {
        const Findings findings = checkDisk(m_folder.filePath(u"not there"_s), {});
        QCOMPARE(findingOf(findings, u"sync"_s).verdict, Verdict::Fail);
    }

    void clock_data()
    {
        QTest::addColumn<Timestamp>("now");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("of today") << QDateTime::currentMSecsSinceEpoch() << Verdict::Ok;
        QTest::newRow("of a battery that is empty") << Timestamp(0) << Verdict::Fail;
        QTest::newRow("of another century") << Timestamp(4'200'000'000'000) << Verdict::Fail;
    }
    void clock()
    {
        QFETCH(Timestamp, now);
        QFETCH(Verdict, verdict);
        const Finding finding = findingOf(checkClock(m_folder.path(), FakeClock(now)), u"clock"_s);
        QCOMPARE(finding.verdict, verdict);
        QCOMPARE(finding.todo.isEmpty(), verdict == Verdict::Ok);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestDoctorChecks)
#include "tst_doctor_checks.moc"
