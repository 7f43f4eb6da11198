// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/device.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTest>
#include <QUuid>
#include <random>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kPatienceMs = 20'000;
constexpr int kRandomSteps = 300;
constexpr auto kDifferences = "salon_digest_differences_total";

//! What is unread, by room.
using Unread = QMap<RoomId, qint64>;

} // namespace

//! One account on two devices, and somebody who talks to it: what is read on one is read on the
//! other, and the server says the same.
class TestTwoDevices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();
    void onlyWhatIsSeenIsRead();
    void readOnOneIsReadOnTheOther();
    void postingReads();
    void setBackFromTheMenu();
    void setBackByKey();
    void escapeReads();
    void readOfflineAndBack();
    void readOfflineAndStartedAnew();
    void manyStepsAtRandom();

private:
    void graceSays(int count, const QString &room = u"general"_s);
    Unread told() const;
    static Unread shownBy(Device &device);
    bool isAgreed();
    void step(std::mt19937 &random);
    TimelineView *timeline(Device &device) { return device.user.window().pane()->timeline(); }
    bool canSeeAll(Device &device);

    SalondProcess m_salond{kCheapPasswords + kRaisedLimits};
    std::unique_ptr<HttpClient> m_grace;
    std::unique_ptr<HttpClient> m_server; //!< of ada, to ask what the server thinks
    std::unique_ptr<Device> m_desk;
    std::unique_ptr<Device> m_laptop;
    int m_said = 0;
    QSet<Device *> m_away;
};

void TestTwoDevices::initTestCase()
{
    QVERIFY(m_salond.start());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond.addUser(u"grace"_s, kPassword));
    const auto loggedIn = [this](const QString &name) {
        auto client = std::make_unique<HttpClient>(m_salond.port());
        if (const auto login = client->login(name, kPassword))
            client->setToken(login->token.toLatin1());
        return client;
    };
    m_grace = loggedIn(u"grace"_s);
    m_server = loggedIn(u"ada"_s);
    const auto tea = m_grace->call("/api/rooms", protocol::CreateRoom{.name = u"tea"_s});
    QVERIFY(tea);
    QVERIFY(m_server->call("/api/room.join", protocol::JoinRoom{tea->room.id}));
    graceSays(40);
    m_desk = std::make_unique<Device>(m_salond.port());
    m_laptop = std::make_unique<Device>(m_salond.port());
    for (Device *device : {m_desk.get(), m_laptop.get()}) {
        device->start(u"ada"_s, kPassword);
        QTRY_COMPARE(device->user.openedRoom(), u"general"_s);
        QVERIFY(device->takeUp());
        timeline(*device)->jumpToEnd();
        QTRY_VERIFY(canSeeAll(*device));
    }
    QTRY_VERIFY(isAgreed());
}

void TestTwoDevices::cleanup()
{
    for (Device *device : std::as_const(m_away))
        device->comeBack();
    m_away.clear();
    QVERIFY(QTest::qWaitFor([this] { return isAgreed(); }, kPatienceMs));
    for (Device *device : {m_desk.get(), m_laptop.get()})
        device->user.chat().markers().compare();
    QVERIFY(QTest::qWaitFor([this] { return isAgreed(); }, kPatienceMs));
    if (m_salond.metric(kDifferences) > 0.0)
        qWarning().noquote() << QString::fromUtf8(m_salond.log().right(1000));
    QCOMPARE(m_salond.metric(kDifferences), 0.0);
}

void TestTwoDevices::cleanupTestCase()
{
    m_desk.reset();
    m_laptop.reset();
}

void TestTwoDevices::graceSays(int count, const QString &room)
{
    for (int i = 0; i < count; ++i) {
        const QByteArray key = QUuid::createUuid().toString(QUuid::WithoutBraces).toLatin1();
        const auto reply = m_grace->post("/api/rooms/" + room.toLatin1() + "/messages",
                                         R"({"key":")" + key + R"(","text":"grace says )"
                                             + QByteArray::number(++m_said) + R"("})");
        QCOMPARE(reply.status, 201);
    }
}

Unread TestTwoDevices::told() const
{
    Unread unread;
    const auto list = m_server->call("/api/room.list", protocol::ListRooms{.filter = u"mine"_s});
    if (!list)
        return unread;
    for (const protocol::Room &room : list->rooms)
        unread.insert(room.id, room.unread);
    return unread;
}

Unread TestTwoDevices::shownBy(Device &device)
{
    Unread unread;
    for (const protocol::Room &room : device.user.chat().rooms().all())
        unread.insert(room.id, device.user.unreadBadge(room.name).toLongLong());
    return unread;
}

//! Both are online and show what the server says.
bool TestTwoDevices::isAgreed()
{
    const Unread right = told();
    return !right.isEmpty() && m_desk->user.isOnline() && m_laptop->user.isOnline()
        && shownBy(*m_desk) == right && shownBy(*m_laptop) == right;
}

bool TestTwoDevices::canSeeAll(Device &device)
{
    return timeline(device)->geometry().isAtEnd()
        && device.user.latest() == u"grace says %1"_s.arg(m_said);
}

void TestTwoDevices::onlyWhatIsSeenIsRead()
{
    // Another window has the focus: both rooms are in view, and nobody looks.
    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    graceSays(2);
    QTRY_VERIFY(canSeeAll(*m_desk) && canSeeAll(*m_laptop));
    QTRY_COMPARE(m_desk->user.unreadBadge(u"general"_s), u"2"_s);
    QTRY_VERIFY(isAgreed());
    QVERIFY(m_laptop->takeUp());
    QTRY_COMPARE(m_desk->user.unreadBadge(u"general"_s), QString());
    QTRY_VERIFY(isAgreed());
    // Minimised, and still said to be the active window.
    m_laptop->user.window().setWindowState(Qt::WindowMinimized | Qt::WindowActive);
    graceSays(1);
    QTRY_COMPARE(m_desk->user.unreadBadge(u"general"_s), u"1"_s);
    QTRY_COMPARE(m_laptop->user.latest(), u"grace says %1"_s.arg(m_said));
    QTest::qWait(700); // a marker would have been sent by now
    QCOMPARE(m_desk->user.unreadBadge(u"general"_s), u"1"_s);
    m_laptop->user.window().showNormal();
    other.activateWindow(); // so that the laptop's window becomes active, and not only says so
    QVERIFY(QTest::qWaitForWindowActive(&other));
    QVERIFY(m_laptop->takeUp());
    QTRY_COMPARE(m_desk->user.unreadBadge(u"general"_s), QString());
}

void TestTwoDevices::readOnOneIsReadOnTheOther()
{
    QVERIFY(m_desk->takeUp());
    graceSays(3, u"tea"_s);
    QTRY_COMPARE(m_desk->user.unreadBadge(u"tea"_s), u"3"_s);
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"tea"_s), u"3"_s);
    m_desk->user.openRoom(u"tea"_s);
    QTRY_COMPARE(m_desk->user.unreadBadge(u"tea"_s), QString());
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"tea"_s), QString());
    m_desk->user.openRoom(u"general"_s);
}

void TestTwoDevices::postingReads()
{
    QVERIFY(m_desk->takeUp());
    graceSays(2, u"tea"_s);
    QTRY_COMPARE(m_desk->user.unreadBadge(u"tea"_s), u"2"_s);
    const auto tea = m_desk->user.chat().rooms().all().last();
    QCOMPARE(tea.name, u"tea"_s);
    m_laptop->user.chat().post(tea.id, u"from the laptop, without looking"_s);
    QTRY_COMPARE(m_desk->user.unreadBadge(u"tea"_s), QString());
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"tea"_s), QString());
}

void TestTwoDevices::setBackFromTheMenu()
{
    graceSays(6);
    QVERIFY(m_desk->takeUp());
    timeline(*m_desk)->jumpToEnd();
    QTRY_VERIFY(canSeeAll(*m_desk));
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"general"_s), QString());
    TimelineView *view = timeline(*m_desk);
    const int index = view->model()->rowCount() - 4;
    const QPoint place = view->rowRect(index).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, view->viewport()->mapToGlobal(place));
    QApplication::sendEvent(view->viewport(), &event);
    auto *menu = view->findChild<QMenu *>(u"messageMenu"_s);
    QVERIFY(menu);
    menu->findChild<QAction *>(u"markUnread"_s)->trigger();
    menu->close();
    QCOMPARE(m_desk->user.unreadBadge(u"general"_s), u"4"_s);
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"general"_s), u"4"_s);
    // It is all in view, and more comes: it stays unread in this visit.
    QVERIFY(m_desk->takeUp());
    graceSays(1);
    QTRY_VERIFY(canSeeAll(*m_desk));
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"general"_s), u"5"_s);
    QTest::qWait(700); // a marker would have been sent by now
    QTRY_VERIFY(isAgreed());
    QCOMPARE(m_desk->user.unreadBadge(u"general"_s), u"5"_s);
    // At the next opening the line stands above that message, and what is seen counts again.
    m_desk->user.openRoom(u"tea"_s);
    m_desk->user.openRoom(u"general"_s);
    QTRY_VERIFY(view->geometry().unreadLine().index() >= 0);
    QCOMPARE(view->model()->row(view->geometry().unreadLine().index()).text,
             u"grace says %1"_s.arg(m_said - 4));
    view->jumpToEnd();
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"general"_s), QString());
}

void TestTwoDevices::setBackByKey()
{
    graceSays(1);
    QVERIFY(m_laptop->takeUp());
    TimelineView *view = timeline(*m_laptop);
    view->jumpToEnd();
    QTRY_VERIFY(canSeeAll(*m_laptop));
    QTRY_COMPARE(m_desk->user.unreadBadge(u"general"_s), QString());
    view->setFocus(Qt::TabFocusReason);
    view->setCurrentIndex(view->model()->rowCount() - 2);
    QTest::keyClick(view, Qt::Key_U);
    QTRY_COMPARE(m_desk->user.unreadBadge(u"general"_s), u"2"_s);
    QTRY_VERIFY(isAgreed());
}

void TestTwoDevices::escapeReads()
{
    graceSays(2, u"tea"_s);
    QVERIFY(m_laptop->takeUp());
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"tea"_s), u"2"_s);
    // What it is at: a room that was set back, from where one types.
    QCOMPARE(m_laptop->user.unreadBadge(u"general"_s), u"2"_s);
    auto *edit = m_laptop->user.find<QPlainTextEdit>(u"composerEdit"_s);
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_Escape);
    QTRY_COMPARE(m_desk->user.unreadBadge(u"general"_s), QString());
    QCOMPARE(m_desk->user.unreadBadge(u"tea"_s), u"2"_s);
    QTest::keyClick(edit, Qt::Key_Escape, Qt::ShiftModifier);
    QTRY_COMPARE(m_desk->user.unreadBadge(u"tea"_s), QString());
}

void TestTwoDevices::readOfflineAndBack()
{
    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    graceSays(2);
    QTRY_VERIFY(canSeeAll(*m_laptop));
    m_away.insert(m_laptop.get());
    m_laptop->goOffline();
    QTRY_VERIFY(!m_laptop->user.isOnline());
    QVERIFY(m_laptop->takeUp());
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"general"_s), QString());
    QCOMPARE(m_desk->user.unreadBadge(u"general"_s), u"2"_s);
    graceSays(1); // which the laptop does not see
    QTRY_COMPARE(m_desk->user.unreadBadge(u"general"_s), u"3"_s);
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    m_laptop->comeBack();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->user.unreadBadge(u"general"_s), u"1"_s, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(isAgreed(), kPatienceMs);
}

void TestTwoDevices::readOfflineAndStartedAnew()
{
    QVERIFY(m_laptop->takeUp());
    timeline(*m_laptop)->jumpToEnd();
    QTRY_COMPARE(m_desk->user.unreadBadge(u"general"_s), QString());
    QWidget other;
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    graceSays(4);
    QTRY_VERIFY(canSeeAll(*m_laptop));
    m_laptop->goOffline();
    QTRY_VERIFY(!m_laptop->user.isOnline());
    QVERIFY(m_laptop->takeUp());
    QTRY_COMPARE(m_laptop->user.unreadBadge(u"general"_s), QString());
    m_laptop->user.quit();
    QCOMPARE(told().first(), 4);
    m_laptop->line.refuse(false);
    m_laptop->user.start();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->user.unreadBadge(u"general"_s), QString(), kPatienceMs);
    QTRY_VERIFY(isAgreed());
}

//! Something that one of three people does, or that happens to a line.
void TestTwoDevices::step(std::mt19937 &random)
{
    const auto oneOf = [&random](int count) { return int(random() % unsigned(count)); };
    Device &device = oneOf(2) == 0 ? *m_desk : *m_laptop;
    const QString room = oneOf(2) == 0 ? u"general"_s : u"tea"_s;
    switch (oneOf(12)) {
    case 0:
    case 1:
    case 2:
        return graceSays(1 + oneOf(3), room);
    case 3:
    case 4:
        device.user.window().activateWindow();
        return;
    case 5:
    case 6:
        return device.user.openRoom(room);
    case 7:
        timeline(device)->scrollByPixels(oneOf(600) - 300);
        return;
    case 8:
        QTest::keyClick(&device.user.window(), Qt::Key_Escape,
                        oneOf(4) == 0 ? Qt::ShiftModifier : Qt::NoModifier);
        return;
    case 9:
        return device.user.say(u"from a device"_s);
    case 10: {
        const TimelineModel *model = timeline(device)->model();
        const int index = model && model->rowCount() > 0 ? oneOf(model->rowCount()) : -1;
        if (index >= 0 && model->row(index).seq > 0)
            Q_EMIT timeline(device)->unreadRequested(model->row(index).seq);
        return;
    }
    default:
        if (m_away.remove(&device)) {
            device.comeBack();
        } else {
            m_away.insert(&device);
            device.goOffline();
        }
    }
}

void TestTwoDevices::manyStepsAtRandom()
{
    const uint seed = qEnvironmentVariableIsSet("SALON_SEED")
        ? qEnvironmentVariableIntValue("SALON_SEED")
        : std::random_device()();
    qInfo("SALON_SEED=%u", seed);
    std::mt19937 random(seed);
    for (int i = 1; i <= kRandomSteps; ++i) {
        step(random);
        QTest::qWait(int(random() % 40));
        if (i % 60 == 0)
            cleanup();
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"at step %1 of seed %2"_s.arg(i).arg(seed)));
    }
}

QTEST_MAIN(TestTwoDevices)
#include "tst_two_devices.moc"
