// SPDX-License-Identifier: MIT
#include "tests/support/fault_proxy.h"
#include "tests/support/injected_failures.h"
#include "tests/support/salond_process.h"
#include "tests/support/scripted_front.h"
#include "tests/support/shown_label.h"
#include "tests/support/window_user.h"
#include <QDialog>
#include <QDir>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kPatienceMs = 30'000;

} // namespace

//! Each failure of the lasting line to a server that takes the log-in, caused for real: its
//! sentence stands in the window, with the id of its row.
class TestFailuresOfALine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_ada.reset(); }
    void linesThatEnd();
    void linesThatFallSilent();
    void socketsAreNotPassedOn();
    void versionsThatDoNotMeet();
    void clockIsWrong();
    void allWereShown();

private:
    void expectInPanel(const QString &id);
    void savePicture(QWidget *widget, const QString &name) const;

    SalondProcess m_salond{kCheapPasswords};
    std::unique_ptr<WindowUser> m_ada;
    ShownFailures m_shown;
};

void TestFailuresOfALine::initTestCase()
{
    QVERIFY2(m_salond.start(), m_salond.log().constData());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    QVERIFY(QDir().mkpath(QStringLiteral(SALON_PICTURES)));
}

void TestFailuresOfALine::init()
{
    m_ada = std::make_unique<WindowUser>();
    QSettings(m_ada->profile() + u"/salon.ini"_s, QSettings::IniFormat)
        .setValue(u"net/timeout_ms"_s, 2'000);
}

//! The panel keeps the latest failure when the banner has gone.
void TestFailuresOfALine::expectInPanel(const QString &id)
{
    const QDialog *panel = m_ada->dialog(u"connectionPanel"_s);
    QVERIFY(panel);
    QTRY_VERIFY2_WITH_TIMEOUT(showsLabel(*panel, id), qPrintable(id), kPatienceMs);
    m_shown.add(id);
}

void TestFailuresOfALine::savePicture(QWidget *widget, const QString &name) const
{
    widget->grab().save(QStringLiteral(SALON_PICTURES "/failure ") + name + u".png"_s);
}

void TestFailuresOfALine::linesThatEnd()
{
    FaultProxy line(m_salond.port());
    m_ada->start({QUrl(u"http://127.0.0.1:%1"_s.arg(line.port())), u"ada"_s, kPassword});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    m_ada->choose(u"accountHeader"_s, u"connectionDetails"_s);
    line.cut();
    expectInPanel(u"broken_off"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
    savePicture(m_ada->dialog(u"connectionPanel"_s), u"in the panel"_s);
    // In the banner while it lasts.
    line.refuse(true);
    line.cut();
    QTRY_COMPARE_WITH_TIMEOUT(idIn(m_ada->bannerDetail()), u"hung_up"_s, kPatienceMs);
    savePicture(&m_ada->window(), u"in the banner"_s);
}

void TestFailuresOfALine::linesThatFallSilent()
{
    constexpr int kSilenceMs = 4'000;
    QSettings(m_ada->profile() + u"/salon.ini"_s, QSettings::IniFormat)
        .setValue(u"net/silence_limit_ms"_s, kSilenceMs);
    FaultProxy line(m_salond.port());
    m_ada->start({QUrl(u"http://127.0.0.1:%1"_s.arg(line.port())), u"ada"_s, kPassword});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    m_ada->choose(u"accountHeader"_s, u"connectionDetails"_s);
    line.stall(Direction::ToServer, true);
    line.stall(Direction::ToClient, true);
    expectInPanel(u"fell_silent"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs); // by a new line
}

void TestFailuresOfALine::socketsAreNotPassedOn()
{
    ScriptedFront front;
    front.setTakesSockets(false);
    front.onPath("/ws", "400 Bad Request", "<html>");
    m_ada->start({QUrl(u"http://"_s + front.address()), u"ada"_s, kPassword});
    QTRY_COMPARE_WITH_TIMEOUT(idIn(m_ada->bannerDetail()), u"line_not_passed_on"_s, kPatienceMs);
    QVERIFY2(m_ada->banner().contains(u"but no lasting connection"_s), qPrintable(m_ada->banner()));
    QVERIFY(m_ada->banner().contains(u"must pass on WebSockets"_s)); // what to do is said, too
    savePicture(&m_ada->window(), u"line_not_passed_on"_s);
    m_shown.add(u"line_not_passed_on"_s);
    // Something else is before it meanwhile.
    front.onPath("/api/server", "503 Service Unavailable", "<html>");
    m_ada->click(u"connectionRetry"_s);
    QTRY_COMPARE_WITH_TIMEOUT(idIn(m_ada->bannerDetail()), u"gateway_down"_s, kPatienceMs);
    // What the server itself says of a refused line is told as such.
    front.setCard(1, 1);
    front.onPath("/ws", "503 Service Unavailable",
                 R"({"error":{"code":"unavailable","reason":"too_many_sockets","message":"",)"
                 R"("trace":"4f2a"}})");
    m_ada->click(u"connectionRetry"_s);
    QTRY_COMPARE_WITH_TIMEOUT(idIn(m_ada->bannerDetail()), u"too_many_sockets"_s, kPatienceMs);
    QVERIFY(m_ada->bannerDetail().endsWith(u"id 4f2a"_s));
}

void TestFailuresOfALine::versionsThatDoNotMeet()
{
    ScriptedFront front;
    front.socket.onRaw(u"session.hello"_s, [&](const QString &id) {
        front.socket.send(wire::errorFrame(id, Error(ErrorCode::UnsupportedProtocol, {})));
    });
    m_ada->start({QUrl(u"http://"_s + front.address()), u"ada"_s, kPassword});
    // Its card says that they meet: nobody knows which of both is older.
    QTRY_COMPARE_WITH_TIMEOUT(idIn(m_ada->bannerDetail()), u"protocol_version"_s, kPatienceMs);
    m_shown.add(u"protocol_version"_s);
    front.setCard(98, 99);
    m_ada->click(u"connectionRetry"_s);
    QTRY_COMPARE_WITH_TIMEOUT(idIn(m_ada->bannerDetail()), u"server_too_new"_s, kPatienceMs);
    QVERIFY(m_ada->banner().contains(u"Update Salon."_s));
}

void TestFailuresOfALine::clockIsWrong()
{
    constexpr qint64 kDay = 24 * 3600 * 1000;
    ScriptedFront front;
    front.socket.hello.now = QDateTime::currentMSecsSinceEpoch() + kDay;
    m_ada->start({QUrl(u"http://"_s + front.address()), u"ada"_s, kPassword});
    QTRY_COMPARE_WITH_TIMEOUT(idIn(m_ada->noticeDetail()), u"clock_wrong"_s, kPatienceMs);
    QVERIFY2(m_ada->notice().contains(u"24 hours behind the server's"_s),
             qPrintable(m_ada->notice()));
    savePicture(&m_ada->window(), u"clock_wrong"_s);
    m_shown.add(u"clock_wrong"_s);
}

void TestFailuresOfALine::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedOnALine), QString());
}

QTEST_MAIN(TestFailuresOfALine)
#include "tst_failures_of_a_line.moc"
