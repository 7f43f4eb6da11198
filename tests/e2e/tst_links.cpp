// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/room_scene.h"
#include <QApplication>
#include <QClipboard>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTcpServer>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! The address of a message: copied at one window, followed at another, and what is done with one
//! that leads elsewhere.
class TestLinks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void copiedAndFollowed();
    void followedIntoAnotherRoom();
    void followedFromAText_data();
    void followedFromAText();
    void copiedForBrowsers();
    void waitsUntilOneIsSignedIn();
    void leadsToARoomThatOneIsNotIn();
    void leadsToWhatWasSaidBeforeOneCame();
    void anotherServerIsNotTalkedTo();
    void whoGoesElsewhereSignsInThere();
    void pageForBrowsers();
    void whatIsNoAddressEndsTheProgram();
    void isHandedToTheProgramThatRuns();

private:
    TimelineView &timeline() { return *m->ada.window().pane()->timeline(); }
    Seq seqOf(const QString &text) { return m->ada.rowOf(text)->seq; }
    QString linkTo(RoomId room, Seq seq)
    {
        return u"salon://127.0.0.1:%1/%2/%3"_s.arg(m->salond.port()).arg(room.value).arg(seq);
    }
    QString pageOf(RoomId room, Seq seq)
    {
        return u"http://127.0.0.1:%1/link/%2/%3"_s.arg(m->salond.port()).arg(room.value).arg(seq);
    }
    //! The message is the one that the keyboard is at.
    bool isAt(const QString &text)
    {
        const int index = timeline().currentIndex();
        return index >= 0 && timeline().hasFocus() && timeline().model()->row(index).text == text;
    }
    //! Somebody's other room, in which something was said.
    std::pair<RoomId, Seq> otherRoom(bool withAda);

    std::unique_ptr<RoomScene> m;
};

void TestLinks::init()
{
    m.reset();
    m = std::make_unique<RoomScene>();
    QVERIFY(m->begin());
    m->ada.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m->ada.window()));
    for (const auto &text : {u"first"_s, u"second"_s, u"third"_s}) {
        m->ada.say(text);
        QTRY_VERIFY(m->ada.isShown(text, Delivery::Delivered));
    }
}

std::pair<RoomId, Seq> TestLinks::otherRoom(bool withAda)
{
    const HttpClient grace = m->elsewhere(u"grace"_s);
    const auto room = grace.call("/api/room.create", protocol::CreateRoom{u"tea"_s, {}});
    if (!room)
        return {};
    if (withAda
        && !m->elsewhere(u"ada"_s).call("/api/room.join", protocol::JoinRoom{room->room.id}))
        return {};
    const auto posted = grace.call(
        "/api/message.post",
        protocol::PostMessage{
            room->room.id, u"00000000-0000-4000-8000-000000000001"_s, u"The kettle is on."_s, {}});
    return posted ? std::pair(room->room.id, posted->seq) : std::pair<RoomId, Seq>();
}

void TestLinks::copiedAndFollowed()
{
    timeline().setFocus();
    timeline().setCurrentIndex(timeline().model()->indexOf(seqOf(u"second"_s)));
    QTest::keyClick(&timeline(), Qt::Key_L);
    const QString link = QApplication::clipboard()->text();
    QCOMPARE(link, linkTo(m->room(), seqOf(u"second"_s)));
    QTRY_VERIFY(m->ada.notice().contains(u"clipboard"_s));
    timeline().setCurrentIndex(0);
    m->ada.follow(link);
    QTRY_VERIFY(isAt(u"second"_s));
    m->ada.follow(u"salon://127.0.0.1/garbage"_s); // is ignored
    m->ada.follow(linkTo(m->room(), 1));
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), u"message_not_there"_s);
}

void TestLinks::followedIntoAnotherRoom()
{
    const auto [room, seq] = otherRoom(true);
    QVERIFY(room.isValid());
    QTRY_VERIFY(m->ada.rooms().contains(u"tea"_s));
    m->ada.follow(linkTo(room, seq));
    QTRY_COMPARE(m->ada.openedRoom(), u"tea"_s);
    QTRY_VERIFY(isAt(u"The kettle is on."_s));
}

void TestLinks::followedFromAText_data()
{
    QTest::addColumn<bool>("isPage");
    QTest::newRow("link") << false;
    QTest::newRow("page for browsers") << true;
}

void TestLinks::followedFromAText()
{
    QFETCH(const bool, isPage);
    const Seq first = seqOf(u"first"_s);
    const QString link = isPage ? pageOf(m->room(), first) : linkTo(m->room(), first);
    m->ada.say(u"see "_s + link);
    QTRY_VERIFY(m->ada.isShown(u"see "_s + link, Delivery::Delivered));
    timeline().setFocus();
    timeline().setCurrentIndex(timeline().model()->rowCount() - 1);
    QTest::keyClick(&timeline(), Qt::Key_Up); // the keyboard rules from here on
    QTest::keyClick(&timeline(), Qt::Key_Down);
    QTest::keyClick(&timeline(), Qt::Key_Tab);
    QTest::keyClick(&timeline(), Qt::Key_Return);
    QTRY_VERIFY(isAt(u"first"_s));
}

//! What is copied is a page of the server, and it offers the message that was meant.
void TestLinks::copiedForBrowsers()
{
    const Seq second = seqOf(u"second"_s);
    timeline().setFocus();
    timeline().setCurrentIndex(timeline().model()->indexOf(second));
    QTest::keyClick(&timeline(), Qt::Key_L, Qt::ShiftModifier);
    const QString copied = QApplication::clipboard()->text();
    QCOMPARE(copied, pageOf(m->room(), second));
    QTRY_VERIFY(m->ada.notice().contains(u"web address"_s));
    const auto page = HttpClient(m->salond.port()).get(QUrl(copied).path().toLatin1());
    QCOMPARE(page.status, 200);
    QVERIFY(page.body.contains(linkTo(m->room(), second).toLatin1()));
}

//! As a start of the program by a link.
void TestLinks::waitsUntilOneIsSignedIn()
{
    const QString link = linkTo(m->room(), seqOf(u"second"_s));
    m->ada.quit();
    m->ada.start();
    m->ada.follow(link);
    QTRY_VERIFY(m->isInRoom());
    m->ada.window().activateWindow();
    QTRY_VERIFY(isAt(u"second"_s));
    // Also without a server, by what is kept.
    m->ada.quit();
    QCOMPARE(m->salond.stop(), std::optional(0));
    m->ada.start();
    m->ada.follow(link);
    QTRY_COMPARE(m->ada.openedRoom(), u"general"_s);
    m->ada.window().activateWindow();
    QTRY_VERIFY(isAt(u"second"_s));
}

void TestLinks::leadsToARoomThatOneIsNotIn()
{
    const auto [room, seq] = otherRoom(false);
    QVERIFY(room.isValid());
    m->ada.follow(linkTo(room, seq));
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), u"not_a_member"_s);
    m->ada.follow(linkTo({999'999}, 1)); // which tells no more
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), u"not_a_member"_s);
    QCOMPARE(m->ada.openedRoom(), u"general"_s);
}

//! In a private room: as to a message that is not there.
void TestLinks::leadsToWhatWasSaidBeforeOneCame()
{
    const HttpClient grace = m->elsewhere(u"grace"_s);
    const auto room =
        grace.call("/api/room.create", protocol::CreateRoom{u"cabal"_s, {}, u"private"_s});
    QVERIFY(room);
    int posts = 0;
    const auto say = [&](const QString &text) {
        const auto key = u"00000000-0000-4000-8000-%1"_s.arg(++posts, 12, 10, QChar(u'0'));
        const auto posted =
            grace.call("/api/message.post", protocol::PostMessage{room->room.id, key, text, {}});
        return posted ? posted->seq : 0;
    };
    const Seq secret = say(u"the secret"_s);
    QVERIFY(
        grace.call("/api/room.invite", protocol::InviteUser{room->room.id, m->ada.chat().self()}));
    const Seq greeting = say(u"hello, ada"_s);
    QVERIFY(secret > 0 && greeting > secret);
    QTRY_VERIFY(m->ada.rooms().contains(u"cabal"_s));
    m->ada.follow(linkTo(room->room.id, greeting));
    QTRY_VERIFY(isAt(u"hello, ada"_s));
    m->ada.follow(linkTo(room->room.id, secret));
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), u"message_not_there"_s);
    QCOMPARE(m->ada.openedRoom(), u"cabal"_s);
    QCOMPARE(m->ada.texts(), QStringList{u"hello, ada"_s});
}

void TestLinks::anotherServerIsNotTalkedTo()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    QSignalSpy connected(&other, &QTcpServer::newConnection);
    m->ada.follow(u"salon://127.0.0.1:%1/42/991"_s.arg(other.serverPort()));
    QTRY_VERIFY(m->ada.dialog(u"otherServerDialog"_s));
    QDialog *dialog = m->ada.dialog(u"otherServerDialog"_s);
    const QString sentence = dialog->findChild<QLabel *>(u"otherServerSentence"_s)->text();
    QVERIFY(sentence.contains(u"127.0.0.1:%1"_s.arg(other.serverPort())));
    QVERIFY(sentence.contains(u"127.0.0.1:%1"_s.arg(m->salond.port())));
    QVERIFY(dialog->grab().save(QStringLiteral(SALON_PICTURES "/other_server.png")));
    QTest::qWait(300);
    WindowUser::click(dialog, u"otherServerCancel"_s);
    QTRY_VERIFY(!m->ada.dialog(u"otherServerDialog"_s));
    QTest::qWait(100);
    QCOMPARE(connected.count(), 0);
    QVERIFY(m->ada.isSignedIn());
    QCOMPARE(m->ada.openedRoom(), u"general"_s);
}

void TestLinks::whoGoesElsewhereSignsInThere()
{
    RoomScene other;
    QVERIFY(other.start());
    const HttpClient grace = other.elsewhere(u"grace"_s);
    const auto rooms = grace.call("/api/room.list", protocol::ListRooms{});
    QVERIFY(rooms && rooms->rooms.size() == 1);
    const auto posted = grace.call("/api/message.post",
                                   protocol::PostMessage{rooms->rooms.first().id,
                                                         u"00000000-0000-4000-8000-000000000001"_s,
                                                         u"over here"_s,
                                                         {}});
    QVERIFY(posted);
    m->ada.follow(u"salon://127.0.0.1:%1/%2/%3"_s.arg(other.salond.port())
                      .arg(rooms->rooms.first().id.value)
                      .arg(posted->seq));
    QTRY_VERIFY(m->ada.dialog(u"otherServerDialog"_s));
    WindowUser::click(m->ada.dialog(u"otherServerDialog"_s), u"otherServerSubmit"_s);
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(other.salond.url().authority(), u"ada"_s, m->password);
    QTRY_VERIFY(m->ada.isSignedIn());
    m->ada.window().activateWindow();
    QTRY_VERIFY(m->ada.rowOf(u"over here"_s));
    QTRY_COMPARE(timeline().currentIndex(), 0);
}

void TestLinks::pageForBrowsers()
{
    const HttpClient nobody(m->salond.port());
    const QByteArray room = QByteArray::number(m->room().value);
    const auto page = nobody.get("/link/" + room + "/2");
    QCOMPARE(page.status, 200);
    QVERIFY(page.body.contains(linkTo(m->room(), 2).toLatin1()));
    QVERIFY(!page.body.contains("general") && !page.body.contains("first"));
    QVERIFY(page.headers.value("content-security-policy").contains("default-src 'none'"));
    const auto none = nobody.get("/link/999999/2");
    QCOMPARE(none.status, 200);
    QCOMPARE(QByteArray(none.body).replace("999999", room), page.body);
    const auto signedIn = m->elsewhere(u"ada"_s).get("/link/" + room + "/2");
    QCOMPARE(signedIn.body, page.body);
    QCOMPARE(nobody.get("/link/general/2").status, 404);
    QCOMPARE(nobody.post("/link/" + room + "/2", "{}").status, 405);
}

void TestLinks::whatIsNoAddressEndsTheProgram()
{
    for (const auto &address :
         {u"salon://h/42"_s, u"https://h/42/991"_s, u"--x"_s, u"/etc/passwd"_s}) {
        QProcess program;
        program.start(QStringLiteral(SALON_PATH), {u"--profile"_s, m->ada.profile(), address});
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitCode(), 1);
        QVERIFY(!program.readAllStandardError().isEmpty());
    }
}

//! The room that the running program opened last is in its settings.
void TestLinks::isHandedToTheProgramThatRuns()
{
    const auto [room, seq] = otherRoom(true);
    QVERIFY(room.isValid());
    const QTemporaryDir profile;
    const auto openRoom = [&profile] {
        const QSettings settings(profile.filePath(u"salon.ini"_s), QSettings::IniFormat);
        return settings.value(u"window/room"_s).toLongLong();
    };
    const QStringList folder{u"--profile"_s, profile.path()};
    QProcess running;
    running.start(QStringLiteral(SALON_PATH),
                  folder
                      + QStringList{u"--server"_s, m->salond.url().toString(), u"--user"_s,
                                    u"ada"_s, u"--password-stdin"_s});
    running.write(m->password.toUtf8() + '\n');
    running.closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(openRoom(), m->room().value, 20'000);
    QProcess second;
    second.start(QStringLiteral(SALON_PATH), folder + QStringList{linkTo(room, seq)});
    QVERIFY(second.waitForFinished());
    QCOMPARE(second.exitCode(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(openRoom(), room.value, 20'000);
    QCOMPARE(running.state(), QProcess::Running);
    running.terminate();
    if (!running.waitForFinished())
        running.kill();
}

QTEST_MAIN(TestLinks)
#include "tst_links.moc"
