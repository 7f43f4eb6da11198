// SPDX-License-Identifier: MIT
#include "client/notify/dbus_notifier.h"
#include "client/notify/notification_texts.h"
#include "tests/support/notification_server.h"
#include "tests/support/private_bus.h"
#include "tests/support/recorded_notifier.h"
#include <QDBusMessage>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! The real protocol on a real bus, with a server of notifications on its other side.
class TestDbusNotifier : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void shown();
    void replacedInItsPlace();
    void latestOfABurstStays();
    void withdrawn();
    void withdrawnBeforeItHasAnId();
    void pressed();
    void othersAreNotOurs();
    void answeredInItsPlaceAfterThePress();
    void closedByTime();
    void markupIsText_data();
    void markupIsText();
    void serverWithoutActions();
    void sound();
    void noServer();
    void serverComesLate();
    void serverStartsAnew();
    void takenAwayAtTheEnd();

private:
    void begin()
    {
        auto otherwise = std::make_unique<RecordedNotifier>();
        m_otherwise = otherwise.get();
        m_notifier = std::make_unique<DbusNotifier>(*m_connection, std::move(otherwise));
        m_activated = std::make_unique<QSignalSpy>(m_notifier.get(), &DesktopNotifier::activated);
        m_asked = std::make_unique<QSignalSpy>(m_notifier.get(), &DesktopNotifier::reasonRequested);
        m_closed = std::make_unique<QSignalSpy>(m_notifier.get(), &DesktopNotifier::closed);
    }
    //! All that was sent before was answered.
    void settle()
    {
        m_connection->call(QDBusMessage::createMethodCall(u"org.freedesktop.Notifications"_s,
                                                          u"/org/freedesktop/Notifications"_s,
                                                          u"org.freedesktop.Notifications"_s,
                                                          u"GetCapabilities"_s),
                           QDBus::BlockWithGui);
        QCoreApplication::processEvents();
    }

    PrivateBus m_bus;
    std::optional<QDBusConnection> m_connection;
    std::unique_ptr<NotificationServer> m_server;
    std::unique_ptr<DbusNotifier> m_notifier;
    RecordedNotifier *m_otherwise = nullptr;
    std::unique_ptr<QSignalSpy> m_activated, m_asked, m_closed;
};

void TestDbusNotifier::initTestCase()
{
    if (!m_bus.start())
        QSKIP("dbus-daemon is not installed: nothing was tried on a bus");
    m_connection = QDBusConnection::connectToBus(m_bus.address(), u"client"_s);
    QVERIFY(m_connection->isConnected());
}

void TestDbusNotifier::init()
{
    m_server = std::make_unique<NotificationServer>(m_bus.address());
    QVERIFY(m_server->enter());
    begin();
}

void TestDbusNotifier::cleanup()
{
    m_notifier.reset();
    m_server.reset();
}

void TestDbusNotifier::shown()
{
    m_notifier->show({1}, {u"Ada in engines"_s, u"The mill turns."_s});
    m_notifier->show({2}, {u"Grace"_s, u"Come"_s});
    QTRY_COMPARE(m_server->shown.size(), 2);
    const auto first = m_server->shown.first();
    QCOMPARE(first.title, u"Ada in engines"_s);
    QCOMPARE(first.text, u"The mill turns."_s);
    QCOMPARE(first.actions, (QStringList{u"default"_s, u"Show"_s, u"why"_s, reasonQuestion()}));
    QCOMPARE(first.hints.value(u"desktop-entry"_s).toString(), u"salon"_s);
    QCOMPARE(m_otherwise->shows, 0);
}

void TestDbusNotifier::replacedInItsPlace()
{
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    QTRY_COMPARE(m_server->notifies, 1);
    const uint id = m_server->id();
    settle();
    m_notifier->show({1}, {u"Ada"_s, u"two"_s});
    QTRY_COMPARE(m_server->notifies, 2);
    QCOMPARE(m_server->shown.keys(), QList<uint>{id});
    QCOMPARE(m_server->only().replaced, id);
    QCOMPARE(m_server->only().text, u"two"_s);
}

//! Also where the server has not answered the first one when the others come.
void TestDbusNotifier::latestOfABurstStays()
{
    for (int i = 1; i <= 20; ++i)
        m_notifier->show({1}, {u"Ada"_s, QString::number(i)});
    QTRY_COMPARE(m_server->only().text, u"20"_s);
    QCOMPARE(m_server->shown.size(), 1);
    QVERIFY(m_server->notifies <= 2);
}

void TestDbusNotifier::withdrawn()
{
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    m_notifier->show({2}, {u"Ada"_s, u"other"_s});
    QTRY_COMPARE(m_server->shown.size(), 2);
    settle();
    m_notifier->withdraw({1});
    QTRY_COMPARE(m_server->only().text, u"other"_s);
    settle();
    QCOMPARE(m_closed->size(), 0); // whoever withdrew it knows
    m_notifier->show({1}, {u"Ada"_s, u"anew"_s});
    QTRY_COMPARE(m_server->shown.size(), 2);
    QCOMPARE(m_server->shown.last().replaced, 0U);
}

void TestDbusNotifier::withdrawnBeforeItHasAnId()
{
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    m_notifier->withdraw({1}); // nothing was sent yet
    settle();
    QCOMPARE(m_server->notifies, 0);
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    m_notifier->withdraw({1}); // sent, and not answered
    QTRY_COMPARE(m_server->notifies, 1);
    QTRY_VERIFY(m_server->shown.isEmpty());
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    m_notifier->withdraw({1});
    m_notifier->show({1}, {u"Ada"_s, u"two"_s});
    QTRY_COMPARE(m_server->only().text, u"two"_s);
    settle();
    QCOMPARE(m_server->shown.size(), 1);
}

void TestDbusNotifier::pressed()
{
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    m_notifier->show({2}, {u"Ada"_s, u"other"_s});
    QTRY_COMPARE(m_server->shown.size(), 2);
    settle();
    m_server->press(m_server->shown.lastKey(), u"default"_s);
    QTRY_COMPARE(m_activated->size(), 1);
    QCOMPARE(m_activated->first()[0].value<RoomId>(), RoomId{2});
    m_server->press(m_server->id(), u"why"_s);
    QTRY_COMPARE(m_asked->size(), 1);
    QCOMPARE(m_asked->first()[0].value<RoomId>(), RoomId{1});
    QCOMPARE(m_activated->size(), 1);
    QTRY_COMPARE(m_closed->size(), 2);
}

void TestDbusNotifier::othersAreNotOurs()
{
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    QTRY_COMPARE(m_server->shown.size(), 1);
    settle();
    m_server->press(0, u"default"_s);
    m_server->press(m_server->id() + 1, u"default"_s);
    m_server->expire(m_server->id() + 1);
    settle();
    QCOMPARE(m_activated->size() + m_closed->size(), 0);
}

//! The server closes what was pressed while the answer is on its way to take its place.
void TestDbusNotifier::answeredInItsPlaceAfterThePress()
{
    connect(m_notifier.get(), &DesktopNotifier::reasonRequested, m_notifier.get(),
            [this](RoomId room) {
                m_notifier->show(room, {u"Why?"_s, u"Because."_s});
            });
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    QTRY_COMPARE(m_server->shown.size(), 1);
    settle();
    m_server->press(m_server->id(), u"why"_s);
    QTRY_COMPARE(m_server->only().text, u"Because."_s);
    settle();
    QCOMPARE(m_closed->size(), 0);
    m_server->press(m_server->id(), u"default"_s);
    QTRY_COMPARE(m_activated->size(), 1);
}

void TestDbusNotifier::closedByTime()
{
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    QTRY_COMPARE(m_server->shown.size(), 1);
    settle();
    m_server->expire(m_server->id());
    QTRY_COMPARE(m_closed->size(), 1);
    m_notifier->show({1}, {u"Ada"_s, u"two"_s});
    QTRY_COMPARE(m_server->only().text, u"two"_s);
    QCOMPARE(m_server->only().replaced, 0U);
}

void TestDbusNotifier::markupIsText_data()
{
    QTest::addColumn<bool>("takesMarkup");
    QTest::addColumn<QString>("sent");
    QTest::newRow("server with markup")
        << true << u"&lt;b&gt;x&lt;/b&gt; &amp; &lt;img src=&quot;file:///etc/passwd&quot;&gt;"_s;
    QTest::newRow("server without") << false << u"<b>x</b> & <img src=\"file:///etc/passwd\">"_s;
}

void TestDbusNotifier::markupIsText()
{
    QFETCH(bool, takesMarkup);
    const QString text = u"<b>x</b> & <img src=\"file:///etc/passwd\">"_s;
    m_notifier.reset();
    if (!takesMarkup)
        m_server->capabilities.removeOne(u"body-markup"_s);
    begin();
    m_notifier->show({1}, {text, text});
    QTRY_COMPARE(m_server->shown.size(), 1);
    QTEST(m_server->only().text, "sent");
    QCOMPARE(m_server->only().title, text); // which no server takes for markup
}

void TestDbusNotifier::serverWithoutActions()
{
    m_notifier.reset();
    m_server->capabilities = {u"body"_s};
    begin();
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    QTRY_COMPARE(m_server->shown.size(), 1);
    QVERIFY(m_server->only().actions.isEmpty());
}

void TestDbusNotifier::sound()
{
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    QTRY_COMPARE(m_server->shown.size(), 1);
    QVERIFY(m_server->only().hints.value(u"suppress-sound"_s).toBool());
    QVERIFY(!m_server->only().hints.contains(u"sound-name"_s));
    m_notifier->show({1}, {u"Ada"_s, u"two"_s, true});
    QTRY_COMPARE(m_server->only().text, u"two"_s);
    QVERIFY(!m_server->only().hints.contains(u"suppress-sound"_s));
    QCOMPARE(m_server->only().hints.value(u"sound-name"_s).toString(), u"message-new-instant"_s);
}

void TestDbusNotifier::noServer()
{
    m_notifier.reset();
    m_server->leave();
    begin();
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    m_notifier->show({1}, {u"Ada"_s, u"two"_s});
    QTRY_COMPARE(m_otherwise->shown.value({1}).text, u"two"_s);
    m_notifier->show({2}, {u"Ada"_s, u"three"_s});
    QCOMPARE(m_otherwise->shown.size(), 2);
    m_otherwise->click({2});
    QCOMPARE(m_activated->size(), 1);
    m_notifier->withdraw({1});
    QCOMPARE(m_otherwise->shown.keys(), QList<RoomId>{{2}});
}

void TestDbusNotifier::serverComesLate()
{
    m_notifier.reset();
    m_server->leave();
    begin();
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    QTRY_COMPARE(m_otherwise->shows, 1);
    QVERIFY(m_server->enter());
    QTRY_VERIFY([this] {
        m_notifier->show({1}, {u"Ada"_s, u"two"_s});
        settle();
        return m_server->only().text == u"two"_s;
    }());
}

void TestDbusNotifier::serverStartsAnew()
{
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    QTRY_COMPARE(m_server->shown.size(), 1);
    settle();
    m_server->leave();
    QTRY_COMPARE(m_closed->size(), 1);
    QVERIFY(m_server->enter());
    m_notifier->show({1}, {u"Ada"_s, u"two"_s});
    QTRY_COMPARE(m_server->only().text, u"two"_s);
    QCOMPARE(m_server->only().replaced, 0U);
}

void TestDbusNotifier::takenAwayAtTheEnd()
{
    m_notifier->show({1}, {u"Ada"_s, u"one"_s});
    QTRY_COMPARE(m_server->shown.size(), 1);
    settle();
    m_notifier.reset();
    QTRY_VERIFY(m_server->shown.isEmpty());
}

QTEST_GUILESS_MAIN(TestDbusNotifier)
#include "tst_dbus_notifier.moc"
