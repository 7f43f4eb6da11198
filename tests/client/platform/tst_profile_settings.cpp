// SPDX-License-Identifier: MIT
#include "client/platform/profile_settings.h"
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

//! What is set is there at once, and in the file soon; what a person wrote into the file is kept.
class TestProfileSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void isThereAtOnceAndInTheFileSoon();
    void allIsWrittenAtTheEnd();
    void removed();
    void latestValueIsWritten();
    void readsWhatAPersonWrote();
    void keepsWhatOthersWrite();
    void folderThatTakesNothing();

private:
    QString file() const { return m_folder->filePath(u"salon.ini"_s); }
    QVariant stored(const QString &key) const
    {
        return QSettings(file(), QSettings::IniFormat).value(key);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestProfileSettings::isThereAtOnceAndInTheFileSoon()
{
    ProfileSettings settings(file());
    QVERIFY(!settings.contains(u"window/room"_s));
    QCOMPARE(settings.value(u"window/room"_s, 5), QVariant(5));
    settings.setValue(u"window/room"_s, 7);
    QVERIFY(settings.contains(u"window/room"_s));
    QCOMPARE(settings.value(u"window/room"_s, 5), QVariant(7));
    QTRY_COMPARE(stored(u"window/room"_s).toInt(), 7);
}

void TestProfileSettings::allIsWrittenAtTheEnd()
{
    const QByteArray bytes("\0\x01\xff,;=\n", 7);
    {
        ProfileSettings settings(file());
        settings.setValue(u"window/geometry"_s, bytes);
        settings.setValue(u"login/user"_s, u"Ада, \"1\""_s);
        settings.setValue(u"window/members"_s, false);
    }
    const ProfileSettings again(file());
    QCOMPARE(again.value(u"window/geometry"_s).toByteArray(), bytes);
    QCOMPARE(again.value(u"login/user"_s).toString(), u"Ада, \"1\""_s);
    QVERIFY(again.contains(u"window/members"_s));
    QCOMPARE(again.value(u"window/members"_s, true).toBool(), false);
}

void TestProfileSettings::removed()
{
    {
        ProfileSettings settings(file());
        settings.setValue(u"servers/one/plain_allowed"_s, true);
        settings.setValue(u"servers/two/plain_allowed"_s, true);
    }
    ProfileSettings settings(file());
    settings.remove(u"servers/one/plain_allowed"_s);
    QVERIFY(!settings.contains(u"servers/one/plain_allowed"_s));
    QTRY_VERIFY(!stored(u"servers/one/plain_allowed"_s).isValid());
    QVERIFY(stored(u"servers/two/plain_allowed"_s).toBool());
}

void TestProfileSettings::latestValueIsWritten()
{
    {
        ProfileSettings settings(file());
        for (int room = 1; room <= 50; ++room) {
            settings.setValue(u"window/room"_s, room);
            if (room % 10 == 0)
                QCoreApplication::processEvents(); // begins to write
        }
    }
    QCOMPARE(stored(u"window/room"_s).toInt(), 50);
}

void TestProfileSettings::readsWhatAPersonWrote()
{
    QFile written(file());
    QVERIFY(written.open(QIODevice::WriteOnly));
    written.write("[net]\ntimeout_ms=400\n[cache]\nmessages = 0\n");
    written.close();
    const ProfileSettings settings(file());
    QCOMPARE(settings.value(u"net/timeout_ms"_s).toInt(), 400);
    QCOMPARE(settings.value(u"cache/messages"_s, 9).toInt(), 0);
}

void TestProfileSettings::keepsWhatOthersWrite()
{
    ProfileSettings settings(file());
    QSettings(file(), QSettings::IniFormat).setValue(u"net/timeout_ms"_s, 400);
    settings.setValue(u"window/room"_s, 7);
    QTRY_COMPARE(stored(u"window/room"_s).toInt(), 7);
    QCOMPARE(stored(u"net/timeout_ms"_s).toInt(), 400);
}

void TestProfileSettings::folderThatTakesNothing()
{
    QVERIFY(QFile(file()).open(QIODevice::WriteOnly));
    ProfileSettings settings(file() + u"/salon.ini"_s); // in a file, not in a folder
    settings.setValue(u"window/room"_s, 7);
    QCOMPARE(settings.value(u"window/room"_s).toInt(), 7);
}

QTEST_GUILESS_MAIN(TestProfileSettings)
#include "tst_profile_settings.moc"
