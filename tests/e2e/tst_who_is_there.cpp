// SPDX-License-Identifier: MIT
#include "client/ui/composer.h"
#include "client/ui/room_pane.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/device.h"
#include "tests/support/fake_clock.h"
#include "tests/support/http_client.h"
#include "tests/support/pictures.h"
#include "tests/support/salond_process.h"
#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kPatienceMs = 20'000; // the server waits five seconds for who may come back

QString plain(QString text)
{
    return text.remove(QChar(0x2068)).remove(QChar(0x2069));
}

} // namespace

//! Ada and Grace at their windows, Grace with a second device: who writes and who is there, as it
//! is seen at the other end.
class TestWhoIsThere : public QObject {
    Q_OBJECT
private Q_SLOTS:
    //! Whatever somebody does at this computer meanwhile.
    void initTestCase() { qputenv("DBUS_SESSION_BUS_ADDRESS", "none:"); }
    void init();
    void cleanup();
    void typingIsSeenAndGone();
    void messageEndsTyping();
    void typingSwitchedOff();
    void onlineAwayAndBack();
    void chosenInTheMenu();
    void offlineWhenTheLineBreaks();
    void choiceFollowsToTheOtherDevice();
    void quietIsTheSameSwitch();
    void quietTimeEndsOnBothDevices();
    void sharingSwitchedOff();
    void operatorSwitchedItOff();
    void serverStartsAnew();
    void pictures();

private:
    bool start(const QByteArray &configuration = {});
    bool signIn(Device &device, const QString &name);
    QString typingAt(Device &device)
    {
        return plain(device.user.find<QLabel>(u"typingLine"_s)->text());
    }
    //! What a screen reader says behind the name in the list of rooms, or of members.
    static QString saidIn(const QListView *list, const QString &name)
    {
        const QAbstractItemModel *model = list->model();
        const auto found = model->match(model->index(0, 0), Qt::DisplayRole, name);
        return found.isEmpty()
            ? u"nowhere"_s
            : found[0].data(Qt::AccessibleTextRole).toString().section(u" · "_s, 1);
    }
    QString inRooms(Device &device, const QString &name)
    {
        return saidIn(device.user.find<QListView>(u"roomList"_s), name);
    }
    QString inMembers(Device &device, const QString &name)
    {
        return saidIn(device.user.find<QListView>(u"memberList"_s), name);
    }
    QString inHeader(Device &device)
    {
        const auto *label = device.user.find<QLabel>(u"personPresence"_s);
        return label->isVisible() ? label->text() : u"hidden"_s;
    }
    PresenceChoice choiceAt(Device &device) { return device.user.chat().presence().own().choice(); }
    static bool isQuiet(Device &device) { return device.user.app().notifications().isQuiet(); }
    void choose(Device &device, const QString &action)
    {
        device.user.choose(u"accountHeader"_s, action);
    }
    bool offers(Device &device, const QString &action);
    //! Frames of these kinds that the device sends from now on.
    std::shared_ptr<QStringList> listen(Device &device, const QByteArray &kinds);

    FakeClock m_graceClock{QDateTime::currentMSecsSinceEpoch()};
    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<Device> m_ada;
    std::unique_ptr<Device> m_grace;
};

bool TestWhoIsThere::start(const QByteArray &configuration)
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kRaisedLimits + configuration);
    if (!m_salond->start() || !m_salond->addUser(u"ada"_s, kPassword)
        || !m_salond->addUser(u"grace"_s, kPassword))
        return false;
    m_ada = std::make_unique<Device>(m_salond->port());
    m_grace = std::make_unique<Device>(m_salond->port(), m_graceClock);
    if (!signIn(*m_ada, u"ada"_s) || !signIn(*m_grace, u"grace"_s))
        return false;
    std::optional<RoomId> opened;
    m_ada->user.chat().openDirect({m_grace->user.chat().self()},
                                  [&](const Result<protocol::RoomReply> &reply) {
                                      opened = reply ? reply->room.id : RoomId();
                                  });
    return QTest::qWaitFor([&] {
        return opened && m_ada->user.rooms().contains(u"grace"_s)
            && m_grace->user.rooms().contains(u"ada"_s);
    });
}

bool TestWhoIsThere::signIn(Device &device, const QString &name)
{
    device.start(name, kPassword);
    return QTest::qWaitFor(
        [&] { return device.user.isSignedIn() && device.user.openedRoom() == "general"_L1; },
        kPatienceMs);
}

bool TestWhoIsThere::offers(Device &device, const QString &action)
{
    device.user.click(u"accountHeader"_s);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    const bool isThere = menu && menu->findChild<QAction *>(action);
    if (menu)
        menu->close();
    return isThere;
}

std::shared_ptr<QStringList> TestWhoIsThere::listen(Device &device, const QByteArray &kinds)
{
    auto heard = std::make_shared<QStringList>();
    connect(&device.user.chat().connection(), &Connection::frameSent, this,
            [heard, kinds](const QByteArray &frame) {
                if (frame.contains(kinds))
                    heard->append(QString::fromUtf8(frame));
            });
    return heard;
}

void TestWhoIsThere::init()
{
    QVERIFY(start());
}

void TestWhoIsThere::cleanup()
{
    m_ada.reset();
    m_grace.reset();
    m_salond.reset();
    Theme::setCurrent(Theme::make(Scheme::Light));
}

void TestWhoIsThere::typingIsSeenAndGone()
{
    const int y = m_ada->user.window().pane()->timeline()->height();
    m_grace->user.type(u"hm"_s);
    QTRY_COMPARE(typingAt(*m_ada), u"grace is typing"_s);
    QCOMPARE(m_ada->user.window().pane()->timeline()->height(), y);
    QCOMPARE(typingAt(*m_grace), QString());
    QTRY_COMPARE_WITH_TIMEOUT(typingAt(*m_ada), QString(), kPatienceMs);
    m_ada->user.openRoom(u"grace"_s);
    m_grace->user.type(u"m"_s);
    QTRY_VERIFY(!m_ada->user.chat()
                     .presence()
                     .typing()
                     .writersIn(m_grace->user.window().pane()->room())
                     .isEmpty());
    QCOMPARE(typingAt(*m_ada), QString()); // it is another room
}

void TestWhoIsThere::messageEndsTyping()
{
    m_grace->user.type(u"hello"_s);
    QTRY_COMPARE(typingAt(*m_ada), u"grace is typing"_s);
    QElapsedTimer since;
    since.start();
    m_grace->user.say(u" there"_s);
    QTRY_COMPARE(m_ada->user.latest(), u"hello there"_s);
    QCOMPARE(typingAt(*m_ada), QString());
    QVERIFY(since.elapsed() < TypingState::kHoldsMs); // and not because its time was over
}

void TestWhoIsThere::typingSwitchedOff()
{
    const auto heard = listen(*m_grace, "typing.");
    choose(*m_grace, u"tellsTyping"_s);
    m_grace->user.say(u"unseen"_s);
    QTRY_COMPARE(m_ada->user.latest(), u"unseen"_s);
    QVERIFY(heard->isEmpty());
    choose(*m_grace, u"tellsTyping"_s);
    choose(*m_ada, u"showsTyping"_s);
    m_grace->user.type(u"seen by nobody"_s);
    QTRY_COMPARE(heard->size(), 1);
    m_grace->user.say(u"."_s);
    QTRY_COMPARE(m_ada->user.latest(), u"seen by nobody."_s);
    QCOMPARE(typingAt(*m_ada), QString());
}

void TestWhoIsThere::onlineAwayAndBack()
{
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Online"_s);
    QTRY_COMPARE(inMembers(*m_ada, u"grace"_s), u"Online"_s);
    QCOMPARE(inMembers(*m_ada, u"ada"_s), u"Online"_s);
    QCOMPARE(inHeader(*m_ada), u"hidden"_s); // "general" is no person
    m_ada->user.openRoom(u"grace"_s);
    QTRY_COMPARE(inHeader(*m_ada), u"Online"_s);
    m_graceClock.advance(10 * 60 * 1'000);
    m_grace->user.app().idleWatch().look();
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Away"_s);
    QCOMPARE(inHeader(*m_ada), u"Away"_s);
    m_grace->user.type(u"x"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Online"_s);
}

void TestWhoIsThere::chosenInTheMenu()
{
    choose(*m_grace, u"presenceDoNotDisturb"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Do not disturb"_s);
    choose(*m_grace, u"presenceInvisible"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Offline"_s);
    QTRY_COMPARE(inMembers(*m_ada, u"grace"_s), u"Offline"_s);
    choose(*m_grace, u"presenceAvailable"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Online"_s);
}

void TestWhoIsThere::offlineWhenTheLineBreaks()
{
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Online"_s);
    m_grace->line.refuse(true);
    m_grace->line.reset(); // as when the program is killed
    QTRY_COMPARE_WITH_TIMEOUT(inRooms(*m_ada, u"grace"_s), u"Offline"_s, kPatienceMs);
    QCOMPARE(inRooms(*m_grace, u"ada"_s), QString()); // who has no line knows of nobody
    choose(*m_grace, u"presenceDoNotDisturb"_s);
    m_grace->comeBack();
    QTRY_COMPARE_WITH_TIMEOUT(inRooms(*m_ada, u"grace"_s), u"Do not disturb"_s, kPatienceMs);
}

void TestWhoIsThere::choiceFollowsToTheOtherDevice()
{
    Device laptop(m_salond->port());
    QVERIFY(signIn(laptop, u"grace"_s));
    choose(*m_grace, u"presenceDoNotDisturb"_s);
    QTRY_COMPARE(choiceAt(laptop), PresenceChoice::DoNotDisturb);
    QVERIFY(isQuiet(laptop) && isQuiet(*m_grace));
    laptop.goOffline();
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Do not disturb"_s);
    choose(*m_grace, u"presenceInvisible"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Offline"_s);
    laptop.comeBack();
    QTRY_COMPARE_WITH_TIMEOUT(choiceAt(laptop), PresenceChoice::Invisible, kPatienceMs);
    choose(laptop, u"presenceAvailable"_s);
    QTRY_COMPARE(choiceAt(*m_grace), PresenceChoice::Available);
    QVERIFY(!isQuiet(laptop) && !isQuiet(*m_grace));
}

void TestWhoIsThere::quietIsTheSameSwitch()
{
    choose(*m_grace, u"quietForAnHour"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Do not disturb"_s);
    choose(*m_grace, u"quietOff"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Online"_s);
    QCOMPARE(choiceAt(*m_grace), PresenceChoice::Available);
}

void TestWhoIsThere::quietTimeEndsOnBothDevices()
{
    FakeClock clock(m_graceClock.now());
    Device laptop(m_salond->port(), clock);
    QVERIFY(signIn(laptop, u"grace"_s));
    choose(*m_grace, u"quietForAnHour"_s);
    QTRY_VERIFY(isQuiet(laptop));
    const Timestamp until = m_grace->user.app().notifications().quietUntil();
    QCOMPARE(laptop.user.app().notifications().quietUntil(), until);
    m_grace.reset(); // which is off from here on
    clock.advance(until - clock.now() - 1);
    laptop.user.app().quietPresence().look();
    QVERIFY(isQuiet(laptop));
    clock.advance(1);
    laptop.user.app().quietPresence().look();
    QVERIFY(!isQuiet(laptop));
    QCOMPARE(choiceAt(laptop), PresenceChoice::Available);
}

void TestWhoIsThere::sharingSwitchedOff()
{
    QTRY_COMPARE(inRooms(*m_grace, u"ada"_s), u"Online"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Online"_s);
    choose(*m_grace, u"sharesPresence"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Offline"_s);
    QCOMPARE(inRooms(*m_grace, u"ada"_s), QString());
    QVERIFY(!offers(*m_grace, u"presenceAvailable"_s));
    const auto heard = listen(*m_grace, "presence.");
    m_grace->goOffline();
    QTRY_VERIFY(!m_grace->user.isOnline());
    m_grace->comeBack();
    QTRY_VERIFY_WITH_TIMEOUT(m_grace->user.isOnline(), kPatienceMs);
    m_grace->user.openRoom(u"ada"_s);
    m_grace->user.say(u"still here"_s);
    QTRY_COMPARE(m_grace->user.latest(), u"still here"_s);
    QVERIFY2(heard->isEmpty(), qPrintable(heard->join(u' ')));
    QCOMPARE(inHeader(*m_grace), u"hidden"_s);
    choose(*m_grace, u"sharesPresence"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Online"_s);
    QTRY_COMPARE(inHeader(*m_grace), u"Online"_s);
}

void TestWhoIsThere::operatorSwitchedItOff()
{
    cleanup();
    QVERIFY(start("[presence]\nshown = false\ntyping = false\n"));
    const auto heard = listen(*m_grace, "typing.");
    QVERIFY(!offers(*m_grace, u"presenceAvailable"_s));
    QVERIFY(!offers(*m_grace, u"presenceSwitches"_s));
    QVERIFY(!offers(*m_grace, u"tellsTyping"_s));
    m_grace->user.say(u"hello"_s);
    QTRY_COMPARE(m_ada->user.latest(), u"hello"_s);
    QVERIFY(heard->isEmpty());
    QCOMPARE(inRooms(*m_ada, u"grace"_s), QString());
    m_ada->user.openRoom(u"grace"_s);
    QCOMPARE(inHeader(*m_ada), u"hidden"_s);
    choose(*m_grace, u"quietForAnHour"_s); // what is only of this computer stays
    QVERIFY(isQuiet(*m_grace));
}

void TestWhoIsThere::serverStartsAnew()
{
    choose(*m_grace, u"presenceDoNotDisturb"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), u"Do not disturb"_s);
    m_salond->kill();
    QTRY_COMPARE(inRooms(*m_ada, u"grace"_s), QString());
    QVERIFY(m_salond->start());
    for (Device *device : {m_ada.get(), m_grace.get()})
        device->user.chat().connection().retryNow();
    QTRY_COMPARE_WITH_TIMEOUT(inRooms(*m_ada, u"grace"_s), u"Do not disturb"_s, kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(inRooms(*m_grace, u"ada"_s), u"Online"_s, kPatienceMs);
}

void TestWhoIsThere::pictures()
{
    for (const QString &name : {u"margaret"_s, u"edith"_s, u"mary"_s}) {
        QVERIFY(m_salond->addUser(name, kPassword));
        HttpClient http(m_salond->port());
        const auto login = http.login(name, kPassword);
        QVERIFY(login);
        m_ada->user.chat().openDirect({login->user.id}, [](const auto &) {});
        QTRY_VERIFY(m_ada->user.rooms().contains(name));
    }
    Device margaret(m_salond->port());
    QVERIFY(signIn(margaret, u"margaret"_s));
    choose(margaret, u"presenceDoNotDisturb"_s);
    Device edith(m_salond->port());
    QVERIFY(signIn(edith, u"edith"_s));
    edith.user.chat().presence().own().setIdle(true);
    m_ada->user.say(u"Who is at the engine?"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"edith"_s), u"Away"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"margaret"_s), u"Do not disturb"_s);
    QTRY_COMPARE(inRooms(*m_ada, u"mary"_s), u"Offline"_s);
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        Theme::setCurrent(Theme::make(scheme));
        const QString side = scheme == Scheme::Light ? u"light"_s : u"dark"_s;
        m_ada->user.openRoom(u"general"_s);
        m_grace->user.type(u"me "_s);
        QTRY_COMPARE_WITH_TIMEOUT(typingAt(*m_ada), u"grace is typing"_s, kPatienceMs);
        savePicture(&m_ada->user.window(), u"presence_%1.png"_s.arg(side));
        m_ada->user.openRoom(u"grace"_s);
        QTRY_COMPARE(inHeader(*m_ada), u"Online"_s);
        m_ada->user.click(u"accountHeader"_s);
        QWidget *menu = QApplication::activePopupWidget();
        QVERIFY(menu);
        savePicture(menu, u"presence_menu_%1.png"_s.arg(side));
        menu->close();
        savePicture(&m_ada->user.window(), u"presence_direct_%1.png"_s.arg(side));
        m_ada->user.click(u"newMessage"_s);
        QTRY_VERIFY(m_ada->user.dialog(u"peopleDialog"_s));
        QDialog *people = m_ada->user.dialog(u"peopleDialog"_s);
        QTRY_COMPARE(people->findChild<QListView *>(u"peopleList"_s)->model()->rowCount(), 4);
        savePicture(people, u"presence_people_%1.png"_s.arg(side));
        people->reject();
    }
}

QTEST_MAIN(TestWhoIsThere)
#include "tst_who_is_there.moc"
