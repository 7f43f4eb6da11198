// SPDX-License-Identifier: MIT
#include "client/platform/keychain.h"
#include <QElapsedTimer>
#include <QLocalServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

//! The system's keychain where there is none that works: answers all the same, soon, and never
//! holds up the event loop.
class TestKeychain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void environmentTurnsItOff();
    void answersInTimeWhenTheSessionBusHangs();
};

void TestKeychain::environmentTurnsItOff()
{
    qputenv("SALON_KEYCHAIN", "off");
    QVERIFY(!Keychain::system());
    qunsetenv("SALON_KEYCHAIN");
}

void TestKeychain::answersInTimeWhenTheSessionBusHangs()
{
    QTemporaryDir folder;
    QLocalServer bus; // takes connections, says nothing
    QVERIFY(bus.listen(folder.filePath(u"bus"_s)));
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + bus.fullServerName().toUtf8());
    const auto keychain = Keychain::system();
    if (!keychain)
        QSKIP("built without a keychain");

    QElapsedTimer time;
    time.start();
    int answers = 0;
    std::optional<QByteArray> found = "not yet";
    bool stored = true;
    keychain->read(u"ada"_s, [&](const std::optional<QByteArray> &secret) {
        ++answers;
        found = secret;
    });
    keychain->write(u"ada"_s, "secret", [&](bool done) {
        ++answers;
        stored = done;
    });
    QVERIFY2(time.elapsed() < 500, "a call blocked");
    QTRY_COMPARE_WITH_TIMEOUT(answers, 2, 2 * Keychain::kAnswerMs);
    QVERIFY(!found);
    QVERIFY(!stored);
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
