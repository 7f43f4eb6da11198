// SPDX-License-Identifier: MIT
#include "client/platform/x11_desktop_idle.h"
#include "tests/support/private_display.h"
#include <QGuiApplication>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;
using namespace salon::test;

using Answer = std::optional<qint64>;

//! A real X server, and somebody who moves its pointer.
class TestX11DesktopIdle : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void growsUntilSomebodyMoves();
    void eachQuestionHasOneAnswer();
    void onWaylandItIsNotAsked();
};

void TestX11DesktopIdle::initTestCase()
{
    for (const auto &program : {u"Xvfb"_s, u"xdotool"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP(qPrintable(program + u" is not installed"_s));
    }
    QCOMPARE(QGuiApplication::platformName(), u"xcb"_s);
}

void TestX11DesktopIdle::growsUntilSomebodyMoves()
{
    const auto idle = x11DesktopIdle();
    QVERIFY(idle);
    Answer answer;
    connect(idle.get(), &DesktopIdle::answered, idle.get(), [&](Answer given) { answer = given; });
    const auto asked = [&] {
        answer.reset();
        idle->ask();
        return QTest::qWaitFor([&] { return answer.has_value(); });
    };
    const auto move = [](const QString &to) {
        return QProcess::execute(u"xdotool"_s, {u"mousemove"_s, to, to}) == 0;
    };
    QVERIFY(move(u"10"_s));
    QTest::qWait(700);
    QVERIFY(asked());
    QVERIFY2(*answer >= 700 && *answer < 60'000, qPrintable(QString::number(*answer)));
    const qint64 before = *answer;
    QVERIFY(move(u"90"_s));
    QVERIFY(asked());
    QVERIFY2(*answer < before, qPrintable(QString::number(*answer)));
}

void TestX11DesktopIdle::eachQuestionHasOneAnswer()
{
    const auto idle = x11DesktopIdle();
    int answers = 0;
    connect(idle.get(), &DesktopIdle::answered, idle.get(),
            [&](Answer given) { answers += given ? 1 : 0; });
    for (int i = 0; i < 3; ++i)
        idle->ask();
    QTRY_COMPARE(answers, 3);
    QTest::qWait(50);
    QCOMPARE(answers, 3);
}

void TestX11DesktopIdle::onWaylandItIsNotAsked()
{
    qputenv("WAYLAND_DISPLAY", "wayland-0");
    QVERIFY(!x11DesktopIdle());
    qunsetenv("WAYLAND_DISPLAY");
}

int main(int argc, char **argv)
{
    PrivateDisplay display;
    const auto started = display.start();
    qputenv("DISPLAY", display.name().toLatin1());
    qputenv("QT_QPA_PLATFORM", started ? "xcb" : "offscreen");
    qunsetenv("WAYLAND_DISPLAY");
    const QGuiApplication application(argc, argv);
    TestX11DesktopIdle test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_x11_desktop_idle.moc"
