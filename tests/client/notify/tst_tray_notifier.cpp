// SPDX-License-Identifier: MIT
#include "client/notify/notification_center.h"
#include "client/notify/tray_notifier.h"
#include <QPixmap>
#include <QSignalSpy>
#include <QSystemTrayIcon>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

//! The balloons that a tray would show, one at a time.
class BalloonNotifier final : public TrayNotifier {
public:
    using TrayNotifier::TrayNotifier;
    std::vector<Notification> balloons;

private:
    void showBalloon(const Notification &notification) override
    {
        balloons.push_back(notification);
    }
};

} // namespace

//! Notifications where there is nothing but an icon in the tray.
class TestTrayNotifier : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void clickOpensTheMessageOfTheLatest();
    void laterNewsOfTheRoomTakesItsPlace();
    void whatIsReadOpensNothing();
    void anotherRoomsIsNotTakenBack();
    void withoutAnIconNothingIsShown();

private:
    void tell(RoomId room, Seq seq, const QString &text)
    {
        m_center->tell({room, seq, u"Ada"_s, u"engines"_s, text, NotificationRule::Mention}, {});
    }
    //! What somebody wanted to see since it was asked last.
    QVariantList opened() { return m_opened->isEmpty() ? QVariantList() : m_opened->takeLast(); }
    static QVariantList place(RoomId room, Seq seq)
    {
        return {QVariant::fromValue(room), QVariant::fromValue(seq)};
    }

    std::unique_ptr<QSystemTrayIcon> m_icon;
    BalloonNotifier *m_notifier = nullptr;
    std::unique_ptr<NotificationCenter> m_center;
    std::unique_ptr<QSignalSpy> m_opened;
};

void TestTrayNotifier::init()
{
    m_center.reset();
    QPixmap mark(16, 16);
    mark.fill(Qt::red);
    m_icon = std::make_unique<QSystemTrayIcon>(QIcon(mark));
    m_icon->show();
    auto notifier = std::make_unique<BalloonNotifier>(*m_icon);
    m_notifier = notifier.get();
    m_center = std::make_unique<NotificationCenter>(std::move(notifier));
    m_opened = std::make_unique<QSignalSpy>(m_center.get(), &NotificationCenter::opened);
}

void TestTrayNotifier::clickOpensTheMessageOfTheLatest()
{
    Q_EMIT m_icon->messageClicked(); // of nothing
    QCOMPARE(m_opened->size(), 0);
    tell({1}, 10, u"one"_s);
    tell({2}, 20, u"other"_s);
    QCOMPARE(m_notifier->balloons.size(), size_t(2));
    QCOMPARE(m_notifier->balloons.back().title, u"Ada in engines"_s);
    QCOMPARE(m_notifier->balloons.back().text, u"other"_s);
    Q_EMIT m_icon->messageClicked();
    QCOMPARE(m_opened->size(), 1);
    QCOMPARE(opened(), place({2}, 20));
}

void TestTrayNotifier::laterNewsOfTheRoomTakesItsPlace()
{
    tell({1}, 10, u"one"_s);
    tell({1}, 11, u"two"_s);
    QCOMPARE(m_center->rooms(), QList<RoomId>{{1}});
    QCOMPARE(m_notifier->balloons.back().text, u"two"_s);
    m_center->correct({1}, 11, u"too"_s);
    QCOMPARE(m_notifier->balloons.back().text, u"too"_s);
    Q_EMIT m_icon->messageClicked();
    QCOMPARE(opened(), place({1}, 11));
}

//! The balloon may still stand there.
void TestTrayNotifier::whatIsReadOpensNothing()
{
    QSignalSpy activated(m_notifier, &DesktopNotifier::activated);
    tell({1}, 10, u"one"_s);
    m_center->withdraw({1});
    Q_EMIT m_icon->messageClicked();
    QCOMPARE(activated.size(), 0);
    tell({1}, 12, u"later"_s);
    Q_EMIT m_icon->messageClicked();
    QCOMPARE(opened(), place({1}, 12));
}

void TestTrayNotifier::anotherRoomsIsNotTakenBack()
{
    tell({1}, 10, u"one"_s);
    tell({2}, 20, u"other"_s);
    m_center->withdraw({1});
    Q_EMIT m_icon->messageClicked();
    QCOMPARE(opened(), place({2}, 20));
}

void TestTrayNotifier::withoutAnIconNothingIsShown()
{
    m_icon->hide();
    tell({1}, 10, u"one"_s);
    QVERIFY(m_notifier->balloons.empty());
    m_icon->show();
    tell({1}, 11, u"two"_s);
    QCOMPARE(m_notifier->balloons.size(), size_t(1));
}

QTEST_MAIN(TestTrayNotifier)
#include "tst_tray_notifier.moc"
