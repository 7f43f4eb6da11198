// SPDX-License-Identifier: MIT
#include "tests/support/cut_line.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/room_scene.h"
#include "tests/support/shown_label.h"
#include "tests/support/test_client.h"
#include <QDir>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr int kPatienceMs = 20'000;

QUrl through(quint16 port)
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(port));
}

} // namespace

//! Each way of a salond to refuse a line, or to end it: by a real one, for what would bring it to
//! that.
class TestClosedLines : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void otherOrigin();
    void tooManySockets();
    void keyOfTheTokensIsGone();
    void sessionRunsOut();
    void accountIsSwitchedOff();
    void serverStops();
    void slowReader();
    void brokenFrame();
    void allWereShown();

private:
    void expectInBanner(RoomScene &scene, const QString &id);
    void expectAtLogin(RoomScene &scene, const QString &id);
    //! The panel keeps the latest failure when the line is open again.
    void expectInPanel(RoomScene &scene, const QString &id);
    static void savePicture(QWidget *widget, const QString &name);

    ShownFailures m_shown;
};

void TestClosedLines::savePicture(QWidget *widget, const QString &name)
{
    QDir().mkpath(QStringLiteral(SALON_PICTURES));
    widget->grab().save(QStringLiteral(SALON_PICTURES "/failure ") + name + u".png"_s);
}

void TestClosedLines::expectInBanner(RoomScene &scene, const QString &id)
{
    QTRY_COMPARE_WITH_TIMEOUT(idIn(scene.ada.bannerDetail()), id, kPatienceMs);
    savePicture(&scene.ada.window(), id);
    m_shown.add(id);
}

void TestClosedLines::expectAtLogin(RoomScene &scene, const QString &id)
{
    QTRY_COMPARE_WITH_TIMEOUT(idIn(WindowUser::loginReasonDetail()), id, kPatienceMs);
    QCOMPARE(idIn(scene.ada.noticeDetail()), id); // and behind the dialog
    savePicture(WindowUser::loginDialog(), id);
    m_shown.add(id);
}

void TestClosedLines::expectInPanel(RoomScene &scene, const QString &id)
{
    QDialog *panel = scene.ada.dialog(u"connectionPanel"_s);
    QVERIFY(panel);
    QTRY_VERIFY2_WITH_TIMEOUT(showsLabel(*panel, id), qPrintable(id), kPatienceMs);
    savePicture(panel, id);
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.isOnline(), kPatienceMs);
    m_shown.add(id);
}

//! Something before the server writes an origin on what passes, as if a page had asked.
void TestClosedLines::otherOrigin()
{
    RoomScene scene;
    QVERIFY(scene.start());
    CutLine line(scene.salond.port());
    QVERIFY(scene.signIn(through(line.port())));
    line.toServer = [](QByteArray bytes) {
        return bytes.replace("\r\nHost: ", "\r\nOrigin: http://page.example\r\nHost: ");
    };
    line.cut();
    line.mend();
    expectInBanner(scene, u"origin_not_allowed"_s);
    line.toServer = {};
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.isOnline(), kPatienceMs);
}

void TestClosedLines::tooManySockets()
{
    RoomScene scene("[limits]\nsockets_per_user = 1\n");
    QVERIFY(scene.start());
    CutLine line(scene.salond.port());
    QVERIFY(scene.signIn(through(line.port())));
    line.cut();
    QTRY_COMPARE(scene.salond.metric("salon_signed_in_connections"), 0.0);
    const auto login = HttpClient(scene.salond.port()).login(u"ada"_s, scene.password);
    QVERIFY(login);
    TestClient faster(scene.salond.url());
    QVERIFY(faster.open(login->token));
    line.mend();
    expectInBanner(scene, u"too_many_sockets"_s);
    QTRY_VERIFY(scene.logKnows(scene.ada.bannerDetail()));
    faster.socket().close();
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.isOnline(), kPatienceMs);
}

//! With a new one the server knows nobody any more.
void TestClosedLines::keyOfTheTokensIsGone()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    QCOMPARE(scene.salond.stop(), 0);
    QVERIFY(QFile::remove(scene.salond.dataFolder() + u"/token.key"_s));
    QVERIFY(scene.salond.start());
    expectAtLogin(scene, u"unauthorized"_s);
    QTRY_VERIFY(scene.logKnows(WindowUser::loginReasonDetail()));
}

void TestClosedLines::sessionRunsOut()
{
    RoomScene scene("[server]\nsession_life = \"3s\"\n");
    QVERIFY(scene.begin());
    expectAtLogin(scene, u"session_expired"_s);
}

void TestClosedLines::accountIsSwitchedOff()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    QCOMPARE(scene.salond.command({u"user"_s, u"disable"_s, u"ada"_s}).exitCode, 0);
    expectAtLogin(scene, u"session_revoked"_s);
}

void TestClosedLines::serverStops()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    QCOMPARE(scene.salond.stop(), 0);
    expectInBanner(scene, u"stopping"_s);
    QVERIFY(scene.ada.bannerDetail().startsWith(u"This passes by itself"_s));
    QVERIFY(scene.salond.start());
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.isOnline(), kPatienceMs);
}

//! Ada's line does not get rid of what is said in her room; what is missing comes by the next one.
void TestClosedLines::slowReader()
{
    RoomScene scene("[net]\noutbox_bytes = 65536\n[limits]\nmessages_per_second = 10000\n"
                    "message_burst = 10000\n");
    QVERIFY(scene.start());
    FaultProxy line(scene.salond.port());
    QVERIFY(scene.signIn(through(line.port())));
    scene.ada.choose(u"accountHeader"_s, u"connectionDetails"_s);
    line.stall(Direction::ToClient, true);
    const HttpClient grace = scene.elsewhere(u"grace"_s);
    const auto isClosed = [&] {
        return scene.salond.log().contains("a client does not read and is closed");
    };
    int posted = 0;
    for (; posted < 1'000 && !isClosed(); ++posted)
        QVERIFY(grace.say(scene.room(), QString(15'000, u'€')));
    QVERIFY(isClosed());
    line.stall(Direction::ToClient, false);
    expectInPanel(scene, u"slow_consumer"_s);
    QVERIFY(grace.say(scene.room(), u"the last one"_s));
    QTRY_COMPARE_WITH_TIMEOUT(scene.ada.latest(), u"the last one"_s, kPatienceMs);
}

//! A bit is turned on the way.
void TestClosedLines::brokenFrame()
{
    RoomScene scene;
    QVERIFY(scene.start());
    CutLine line(scene.salond.port());
    QVERIFY(scene.signIn(through(line.port())));
    scene.ada.choose(u"accountHeader"_s, u"connectionDetails"_s);
    line.toServer = [isTurned = false](QByteArray bytes) mutable {
        if (!std::exchange(isTurned, true))
            bytes[0] = char(bytes[0] ^ 0x40); // a bit that RFC 6455 keeps for extensions
        return bytes;
    };
    scene.ada.say(u"on a line that turns bits"_s);
    expectInPanel(scene, u"protocol_error"_s);
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.isShown(u"on a line that turns bits"_s, Delivery::Delivered),
                             kPatienceMs);
}

void TestClosedLines::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedByClosing), QString());
}

QTEST_MAIN(TestClosedLines)
#include "tst_closed_lines.moc"
