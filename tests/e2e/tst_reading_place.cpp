// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
const auto kLong = u"general"_s;
const auto kOther = u"other"_s;

struct Stands {
    Seq seq = 0;
    int y = 0;
    friend bool operator==(const Stands &, const Stands &) = default;
};

} // namespace

//! A room is left and opened again, by a click or by a new start of the client: one is where one
//! was, to the pixel, unless there is something unread.
class TestReadingPlace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void awayAndBack_data();
    void awayAndBack();
    void startedAnew();
    void unreadComesFirst();
    void endStaysTheEnd();

private:
    void graceSays(int count);
    void readAll();
    void open(const QString &room);
    //! Scrolls up so far, and what stands first then.
    Stands scrollUp(int pixels);
    std::optional<int> yOf(Seq seq);
    TimelineView &timeline() { return *m_ada.window().pane()->timeline(); }

    SalondProcess m_salond{kCheapPasswords + kRaisedLimits};
    WindowUser m_ada;
    std::unique_ptr<HttpClient> m_grace;
    int m_said = 0;
};

void TestReadingPlace::initTestCase()
{
    QVERIFY(m_salond.start());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond.addUser(u"grace"_s, kPassword));
    m_grace = std::make_unique<HttpClient>(m_salond.port());
    const auto login = m_grace->login(u"grace"_s, kPassword);
    QVERIFY(login);
    m_grace->setToken(login->token.toUtf8());
    m_ada.start({m_salond.url(), u"ada"_s, kPassword});
    QTRY_COMPARE(m_ada.openedRoom(), kLong);
    m_ada.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_ada.window()));
    HttpClient ada(m_salond.port());
    const auto hers = ada.login(u"ada"_s, kPassword);
    QVERIFY(hers);
    ada.setToken(hers->token.toUtf8());
    QVERIFY(ada.call("/api/rooms", protocol::CreateRoom{.name = kOther, .topic = {}}));
    QTRY_VERIFY(m_ada.rooms().contains(kOther));
    graceSays(900);
    readAll();
}

void TestReadingPlace::graceSays(int count)
{
    for (int i = 0; i < count; ++i) {
        const QByteArray key = QUuid::createUuid().toString(QUuid::WithoutBraces).toLatin1();
        const int number = ++m_said;
        const QByteArray text =
            "number " + QByteArray::number(number) + QByteArray(" and more").repeated(number % 30);
        QCOMPARE(m_grace
                     ->post("/api/rooms/general/messages",
                            "{\"key\":\"" + key + "\",\"text\":\"" + text + "\"}")
                     .status,
                 201);
    }
}

void TestReadingPlace::open(const QString &room)
{
    m_ada.openRoom(room);
    QTRY_COMPARE(m_ada.openedRoom(), room);
}

void TestReadingPlace::readAll()
{
    open(kLong);
    const QString last = u"number %1"_s.arg(m_said);
    QTRY_VERIFY((timeline().jumpToEnd(), m_ada.latest().startsWith(last)));
    QTRY_VERIFY(timeline().geometry().isAtEnd());
    QTRY_COMPARE(m_ada.unreadBadge(kLong), QString());
}

Stands TestReadingPlace::scrollUp(int pixels)
{
    constexpr int kStep = 1500;
    for (; pixels > 0; pixels -= kStep) {
        timeline().scrollByPixels(-std::min(pixels, kStep));
        QTest::qWait(20); // for the pages that it asks for
    }
    const auto place = timeline().place();
    return place ? Stands{place->seq, *yOf(place->seq)} : Stands();
}

std::optional<int> TestReadingPlace::yOf(Seq seq)
{
    for (const RowBox &box : timeline().geometry().boxes()) {
        if (timeline().model()->row(box.index).seq == seq)
            return box.textY;
    }
    return {};
}

void TestReadingPlace::awayAndBack_data()
{
    QTest::addColumn<int>("pixels");
    QTest::addColumn<bool>("isHurried");
    QTest::newRow("a little up") << 300 << false;
    QTest::newRow("far up") << 26'000 << false; // hundreds of rows that do not stay in memory
    QTest::newRow("in a hurry") << 1'000 << true;
}

void TestReadingPlace::awayAndBack()
{
    QFETCH(int, pixels);
    QFETCH(bool, isHurried);
    readAll();
    const Stands was = scrollUp(pixels);
    QVERIFY(was.seq > 0 && was.y >= 0);
    for (int i = 0; i < 3; ++i) {
        m_ada.openRoom(kOther);
        if (!isHurried) {
            QTRY_COMPARE(m_ada.openedRoom(), kOther);
            QTest::qWait(20);
        }
        m_ada.openRoom(kLong);
    }
    QTRY_COMPARE(yOf(was.seq), std::optional(was.y));
    graceSays(1); // it is live, and in view or not, moves nothing
    QTest::qWait(100);
    QCOMPARE(yOf(was.seq), std::optional(was.y));
}

void TestReadingPlace::startedAnew()
{
    for (const int pixels : {700, 22'000}) {
        readAll();
        const Stands was = scrollUp(pixels);
        m_ada.quit();
        m_ada.start();
        QTRY_COMPARE(m_ada.openedRoom(), kLong);
        QTRY_COMPARE(yOf(was.seq), std::optional(was.y));
        QTRY_VERIFY(!m_ada.banner().contains(u"Trying"_s));
        QTest::qWait(100);
        QCOMPARE(yOf(was.seq), std::optional(was.y));
        m_ada.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_ada.window()));
    }
}

void TestReadingPlace::unreadComesFirst()
{
    readAll();
    const Stands was = scrollUp(3'000);
    open(kOther);
    graceSays(40);
    QTRY_COMPARE(m_ada.unreadBadge(kLong), u"40"_s);
    open(kLong);
    QTRY_VERIFY(timeline().geometry().unreadLine().index() >= 0);
    const RowBox *line = timeline().geometry().boxOf(timeline().geometry().unreadLine().index());
    QVERIFY(line);
    QCOMPARE(line->y, timeline().viewport()->height() / 3);
    QVERIFY(timeline().model()->row(line->index).text.startsWith(u"number %1"_s.arg(m_said - 39)));
    QVERIFY(!yOf(was.seq));
}

void TestReadingPlace::endStaysTheEnd()
{
    readAll();
    open(kOther);
    open(kLong);
    QTRY_VERIFY(timeline().geometry().isAtEnd());
    m_ada.quit();
    m_ada.start();
    QTRY_COMPARE(m_ada.openedRoom(), kLong);
    QTRY_VERIFY(m_ada.latest().startsWith(u"number %1"_s.arg(m_said)));
    QTRY_VERIFY(timeline().geometry().sticksToEnd());
}

QTEST_MAIN(TestReadingPlace)
#include "tst_reading_place.moc"
