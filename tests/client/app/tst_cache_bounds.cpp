// SPDX-License-Identifier: MIT
#include "client/app/cache_bounds.h"
#include "client/platform/profile_settings.h"
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

static constexpr qint64 kUsualMessages = 1'000'000;
static constexpr qint64 kUsualBytes = qint64(2) * 1024 * 1024 * 1024;

//! What a person writes into salon.ini, and how much is kept.
class TestCacheBounds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void followTheSettings_data();
    void followTheSettings();
};

void TestCacheBounds::followTheSettings_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<qint64>("messages");
    QTest::addColumn<qint64>("bytes");
    QTest::newRow("nothing") << QByteArray() << kUsualMessages << kUsualBytes;
    QTest::newRow("messages") << QByteArray("[cache]\nmessages=5000\n") << qint64(5'000)
                              << kUsualBytes;
    QTest::newRow("megabytes") << QByteArray("[cache]\nmegabytes=500\n") << kUsualMessages
                               << qint64(500) * 1024 * 1024;
    QTest::newRow("none at all") << QByteArray("[cache]\nmessages=0\n") << qint64(0) << kUsualBytes;
    QTest::newRow("more than there is")
        << QByteArray("[cache]\nmegabytes=9223372036854775807\n") << kUsualMessages
        << (std::numeric_limits<qint64>::max() >> 20 << 20);
    QTest::newRow("below nothing")
        << QByteArray("[cache]\nmessages=-1\nmegabytes=-5\n") << kUsualMessages << kUsualBytes;
    QTest::newRow("no numbers") << QByteArray("[cache]\nmessages=many\nmegabytes=2 GB\n")
                                << kUsualMessages << kUsualBytes;
}

void TestCacheBounds::followTheSettings()
{
    QFETCH(QByteArray, file);
    QFETCH(qint64, messages);
    QFETCH(qint64, bytes);
    QTemporaryDir folder;
    QFile settings(folder.filePath(u"salon.ini"_s));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write(file);
    settings.close();
    const auto bounds = cacheBounds(ProfileSettings(settings.fileName()));
    QCOMPARE(bounds.messages, messages);
    QCOMPARE(bounds.bytes, bytes);
}

QTEST_GUILESS_MAIN(TestCacheBounds)
#include "tst_cache_bounds.moc"
