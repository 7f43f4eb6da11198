// SPDX-License-Identifier: MIT
#include "client/ui/account_header.h"
#include "client/ui/presence_menu.h"
#include "client/ui/theme/appearance.h"
#include "tests/client/state/presence_fixture.h"
#include <QAction>
#include <QApplication>
#include <QMenu>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

class PaintCounter : public QObject {
public:
    int count = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

} // namespace

//! What the account's menu offers of presence and typing, what is ticked, and what a choice does.
class TestPresenceMenu : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m = std::make_unique<PresenceFixture>(); }
    void cleanup()
    {
        m_menu.reset();
        m.reset();
    }
    void oneOfThreeIsTicked();
    void choicesGoWithTheSwitch();
    void switchesAreKept();
    void whatTheServerDoesNotDoIsNotOffered();
    void headerSaysIt();
    void headerIsPaintedForNewsOnly();

private:
    QMenu &menu()
    {
        m_menu = std::make_unique<QMenu>();
        addPresenceChoices(*m_menu, *m->state);
        addPresenceSwitches(*m_menu, *m->state);
        return *m_menu;
    }
    QStringList ticked()
    {
        QStringList names;
        for (const QAction *action : menu().findChildren<QAction *>()) {
            if (action->isChecked())
                names.append(action->objectName());
        }
        return names;
    }
    bool offers(const QString &name) { return menu().findChild<QAction *>(name); }
    void choose(const QString &name)
    {
        auto *action = menu().findChild<QAction *>(name);
        QVERIFY2(action, qPrintable(name));
        QVERIFY(!action->text().isEmpty());
        action->trigger();
    }

    const QStringList m_switches{u"tellsTyping"_s, u"showsTyping"_s, u"sharesPresence"_s};
    std::unique_ptr<PresenceFixture> m;
    std::unique_ptr<QMenu> m_menu;
};

void TestPresenceMenu::oneOfThreeIsTicked()
{
    QCOMPARE(ticked(), QStringList{u"presenceAvailable"_s} + m_switches);
    choose(u"presenceDoNotDisturb"_s);
    QCOMPARE(m->state->own().choice(), PresenceChoice::DoNotDisturb);
    QCOMPARE(ticked(), QStringList{u"presenceDoNotDisturb"_s} + m_switches);
    choose(u"presenceInvisible"_s);
    QCOMPARE(ticked(), QStringList{u"presenceInvisible"_s} + m_switches);
    choose(u"presenceAvailable"_s);
    QCOMPARE(m->state->own().choice(), PresenceChoice::Available);
}

void TestPresenceMenu::choicesGoWithTheSwitch()
{
    choose(u"sharesPresence"_s);
    QVERIFY(!m->settings->sharesPresence());
    QVERIFY(!offers(u"presenceAvailable"_s));
    choose(u"sharesPresence"_s);
    QVERIFY(offers(u"presenceAvailable"_s));
}

void TestPresenceMenu::switchesAreKept()
{
    choose(u"tellsTyping"_s);
    choose(u"showsTyping"_s);
    m->start(); // the program anew
    QCOMPARE(ticked(), (QStringList{u"presenceAvailable"_s, u"sharesPresence"_s}));
}

void TestPresenceMenu::whatTheServerDoesNotDoIsNotOffered()
{
    m->server.hello.features = {true, false};
    QVERIFY(m->connect());
    QTRY_VERIFY(!offers(u"presenceInvisible"_s));
    QVERIFY(!offers(u"sharesPresence"_s));
    QVERIFY(offers(u"tellsTyping"_s));
    m->server.hello.features = {false, false};
    QVERIFY(m->reconnect());
    QTRY_VERIFY(!offers(u"tellsTyping"_s));
    QVERIFY(menu().isEmpty());
}

//! What is tried again and again while nobody answers changes nothing that is seen.
void TestPresenceMenu::headerIsPaintedForNewsOnly()
{
    Appearance appearance(m->profile.get());
    AccountHeader header(appearance);
    header.setAccount(PresenceFixture::kSelf, u"Ada"_s, u"chat.example.org"_s, false);
    header.setPresence(*m->state);
    header.show();
    QVERIFY(QTest::qWaitForWindowExposed(&header));
    QVERIFY(m->connect());
    QTRY_VERIFY(header.accessibleName().contains(u"Online"_s));
    PaintCounter counter;
    QCoreApplication::processEvents();
    header.installEventFilter(&counter);
    m->connection->close();
    QTRY_COMPARE(counter.count, 1);
    QVERIFY(!header.accessibleName().contains(u"Online"_s));
    for (int times = 0; times < 3; ++times) {
        Q_EMIT m->state->ownChanged();
        QCoreApplication::processEvents();
    }
    QCOMPARE(counter.count, 1);
    header.setAccount(PresenceFixture::kSelf, u"Ada L"_s, u"chat.example.org"_s, false);
    QTRY_COMPARE(counter.count, 2);
}

void TestPresenceMenu::headerSaysIt()
{
    Appearance appearance(m->profile.get());
    AccountHeader header(appearance);
    header.setAccount(PresenceFixture::kSelf, u"Ada"_s, u"chat.example.org"_s, false);
    header.setPresence(*m->state);
    header.resize(240, 56);
    QVERIFY(!header.accessibleName().contains(u"Online"_s));
    QVERIFY(m->connect());
    QTRY_VERIFY(header.accessibleName().contains(u"Online"_s));
    const QImage online = header.grab().toImage();
    m->state->own().choose(PresenceChoice::DoNotDisturb);
    QVERIFY(header.accessibleName().contains(u"Do not disturb"_s));
    QVERIFY(header.toolTip().contains(u"Do not disturb"_s));
    QVERIFY(header.grab().toImage() != online);
    header.show();
    QTest::mouseClick(&header, Qt::LeftButton);
    auto *opened = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(opened);
    QVERIFY(opened->actions().value(1)->isChecked()); // the choices come first
    opened->actions().value(2)->trigger();
    opened->close();
    QCOMPARE(m->state->own().choice(), PresenceChoice::Invisible);
}

QTEST_MAIN(TestPresenceMenu)
#include "tst_presence_menu.moc"
