// SPDX-License-Identifier: MIT
#include "tests/e2e/offline_scene.h"
#include "tests/support/pictures.h"
#include <QLocale>
#include <QToolButton>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What ada does with messages while her line is cut: she sees it at once, and grace when the line
//! is whole again.
class TestOfflineChanges : public QObject, private OfflineScene {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void reactions();
    void pins();
    void deletions();
    void keptAfterAll();
    void allAtOnce();
    void tookBackBeforeItWasSent();

private:
    //! As grace is told by the server.
    protocol::Message onServer(Seq seq)
    {
        protocol::ListMessages ask;
        ask.room = m_room;
        ask.around = seq;
        ask.limit = 1;
        const auto page = m_grace->call("/api/room.messages", ask);
        return page && !page->messages.isEmpty() ? page->messages.first() : protocol::Message();
    }
    //! "👍 ada, grace" of each emoji.
    QStringList reactionsOnServer(Seq seq)
    {
        QStringList all;
        for (const auto &reaction : onServer(seq).reactions.value_or(QList<protocol::Reaction>())) {
            QStringList by;
            for (const UserId user : reaction.by)
                by.append(user == m_self ? u"ada"_s : u"grace"_s);
            all.append(reaction.emoji + u' ' + by.join(u", "_s));
        }
        return all;
    }
    void clickChip(const QString &text, int which)
    {
        const int index = int(m->ada.texts().indexOf(text));
        const auto &targets = view()->geometry().layout(index).targets();
        for (int i = 0; i < int(targets.size()); ++i) {
            if (targets[size_t(i)].kind != RowTarget::Kind::Reaction || which-- > 0)
                continue;
            QTest::mouseClick(view()->viewport(), Qt::LeftButton, {},
                              view()->targetRect(index, i).center());
            return;
        }
        QFAIL("no such chip");
    }
    void press(const QString &text, Qt::Key key)
    {
        choose(text);
        QTest::keyClick(view(), key);
    }
    void erase(const QString &text)
    {
        press(text, Qt::Key_Delete);
        QDialog *asked = m->ada.dialog(u"deleteMessageDialog"_s);
        QVERIFY(asked);
        WindowUser::click(asked, u"deleteMessageSubmit"_s);
        QVERIFY(!m->ada.dialog(u"deleteMessageDialog"_s));
    }
    bool isToBeDeleted(const QString &text)
    {
        const TimelineRow *row = m->ada.rowOf(text);
        return row && row->isToBeDeleted;
    }
    void adaSays(const QString &text)
    {
        m->ada.say(text);
        QTRY_VERIFY(m->ada.isShown(text, Delivery::Delivered));
    }
    void clickTarget(const QString &text, RowTarget::Kind kind)
    {
        const int index = int(m->ada.texts().indexOf(text));
        const auto &targets = view()->geometry().layout(index).targets();
        const auto found = std::ranges::find(targets, kind, &RowTarget::kind);
        QVERIFY(found != targets.end());
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {},
                          view()->targetRect(index, int(found - targets.begin())).center());
    }
    bool isPinned(const QString &text)
    {
        const TimelineRow *row = m->ada.rowOf(text);
        return row && row->pin;
    }
    QList<Seq> pinsOnServer()
    {
        QList<Seq> seqs;
        const auto page = m_grace->call("/api/room.pins", protocol::ListPins{m_room});
        for (const auto &message : page ? page->messages : QList<protocol::Message>())
            seqs.append(message.seq);
        return seqs;
    }
    QString pinCount() { return m->ada.find<QToolButton>(u"showPins"_s)->text(); }
};

void TestOfflineChanges::reactions()
{
    asGrace("/api/reaction.add", protocol::AddReaction{m_room, m_lunch, u"🦉"_s});
    QTRY_COMPARE(chips(u"lunch at noon"_s), QStringList{u"🦉 1"_s});
    cut();
    clickChip(u"lunch at noon"_s, 0);
    QTRY_COMPARE(chips(u"lunch at noon"_s), QStringList{u"🦉 2*"_s});
    QCOMPARE(view()->model()->reactors(int(m->ada.texts().indexOf(u"lunch at noon"_s)), u"🦉"_s),
             QLocale().createSeparatedList({u"grace"_s, u"You"_s}));
    react(u"lunch at noon"_s, 0);
    QTRY_COMPARE(chips(u"lunch at noon"_s).size(), 2);
    QVERIFY2(!m->ada.window().pane()->tellsOfFailure(), qPrintable(m->ada.notice()));
    QCOMPARE(waiting(), 2);
    const QStringList shown = chips(u"lunch at noon"_s);
    // Shown from the disk, and sent by the next client.
    m->ada.quit();
    QCOMPARE(reactionsOnServer(m_lunch), QStringList{u"🦉 grace"_s});
    m->ada.start();
    QTRY_COMPARE(chips(u"lunch at noon"_s), shown);
    QVERIFY(!m->ada.isOnline());
    mend();
    QTRY_COMPARE(waiting(), 0);
    QCOMPARE(reactionsOnServer(m_lunch),
             (QStringList{u"🦉 grace, ada"_s, shown.last().section(u' ', 0, 0) + u" ada"_s}));
    QCOMPARE(chips(u"lunch at noon"_s), shown);
    // Taken back in the same way.
    cut();
    clickChip(u"lunch at noon"_s, 0);
    QTRY_COMPARE(chips(u"lunch at noon"_s).first(), u"🦉 1"_s);
    mend();
    QTRY_COMPARE(reactionsOnServer(m_lunch).first(), u"🦉 grace"_s);
}

void TestOfflineChanges::pins()
{
    const Seq plan = graceSays(u"the plan"_s);
    asGrace("/api/message.pin", protocol::PinMessage{m_room, m_lunch});
    QTRY_VERIFY(isPinned(u"lunch at noon"_s));
    QTRY_COMPARE(pinCount(), u"1"_s);
    cut();
    press(u"the plan"_s, Qt::Key_P);
    QTRY_VERIFY(isPinned(u"the plan"_s));
    QCOMPARE(m->ada.rowOf(u"the plan"_s)->pin->by, u"ada"_s);
    QCOMPARE(pinCount(), u"2"_s);
    press(u"lunch at noon"_s, Qt::Key_P);
    QTRY_VERIFY(!isPinned(u"lunch at noon"_s));
    QCOMPARE(pinCount(), u"1"_s);
    m->ada.quit();
    QCOMPARE(pinsOnServer(), QList<Seq>{m_lunch});
    m->ada.start();
    QTRY_VERIFY(isPinned(u"the plan"_s));
    QVERIFY(!isPinned(u"lunch at noon"_s));
    QTRY_COMPARE(pinCount(), u"1"_s);
    mend();
    QTRY_COMPARE(pinsOnServer(), QList<Seq>{plan});
    QTRY_COMPARE(waiting(), 0);
    QVERIFY(isPinned(u"the plan"_s) && !isPinned(u"lunch at noon"_s));
    QCOMPARE(pinCount(), u"1"_s);
}

void TestOfflineChanges::deletions()
{
    adaSays(u"said in haste"_s);
    const Seq haste = m->ada.rowOf(u"said in haste"_s)->seq;
    cut();
    erase(u"said in haste"_s);
    QTRY_VERIFY(isToBeDeleted(u"said in haste"_s));
    QCOMPARE(waiting(), 1);
    m->ada.quit();
    QCOMPARE(onServer(haste).text, u"said in haste"_s);
    m->ada.start();
    QTRY_VERIFY(isToBeDeleted(u"said in haste"_s));
    savePicture(&m->ada.window(), u"waits_to_be_deleted.png"_s);
    mend();
    QTRY_COMPARE(m->ada.countOf(u"said in haste"_s), 0);
    QVERIFY(onServer(haste).isDeleted());
    QCOMPARE(waiting(), 0);
}

void TestOfflineChanges::keptAfterAll()
{
    adaSays(u"said in haste"_s);
    const Seq haste = m->ada.rowOf(u"said in haste"_s)->seq;
    cut();
    erase(u"said in haste"_s);
    QTRY_VERIFY(isToBeDeleted(u"said in haste"_s));
    view()->grab();
    clickTarget(u"said in haste"_s, RowTarget::Kind::Keep);
    QTRY_VERIFY(!isToBeDeleted(u"said in haste"_s));
    QCOMPARE(waiting(), 0);
    mend();
    QVERIFY(graceSays(u"behind it"_s) > 0);
    QTRY_COMPARE(m->ada.latest(), u"behind it"_s);
    QCOMPARE(onServer(haste).text, u"said in haste"_s);
}

//! A cut line, three things done, a client that ends, and everybody sees them when it is back.
void TestOfflineChanges::allAtOnce()
{
    adaSays(u"said in haste"_s);
    const Seq haste = m->ada.rowOf(u"said in haste"_s)->seq;
    WindowUser grace;
    grace.start({m->salond.url(), u"grace"_s, m->password});
    QTRY_VERIFY_WITH_TIMEOUT(grace.isSignedIn() && grace.latest() == u"said in haste"_s,
                             RoomScene::kSignInMs);
    cut();
    react(u"lunch at noon"_s, 0);
    press(u"lunch at noon"_s, Qt::Key_P);
    erase(u"said in haste"_s);
    QTRY_COMPARE(waiting(), 3);
    m->ada.quit();
    m->ada.start();
    QTRY_VERIFY(isToBeDeleted(u"said in haste"_s));
    QVERIFY(isPinned(u"lunch at noon"_s));
    QCOMPARE(chips(u"lunch at noon"_s).size(), 1);
    QCOMPARE(grace.latest(), u"said in haste"_s);
    mend();
    const auto row = [&] { return grace.rowOf(u"lunch at noon"_s); };
    QTRY_COMPARE(grace.latest(), u"This message was deleted."_s);
    QTRY_VERIFY(row()->pin && row()->reactions.size() == 1 && !row()->reactions[0].isOwn);
    QCOMPARE(row()->pin->by, u"ada"_s);
    QVERIFY(onServer(haste).isDeleted());
    QTRY_COMPARE(waiting(), 0);
}

void TestOfflineChanges::tookBackBeforeItWasSent()
{
    cut();
    react(u"lunch at noon"_s, 1);
    QTRY_COMPARE(chips(u"lunch at noon"_s).size(), 1);
    QCOMPARE(waiting(), 1);
    clickChip(u"lunch at noon"_s, 0);
    QTRY_COMPARE(chips(u"lunch at noon"_s), QStringList());
    QCOMPARE(waiting(), 0);
    int asked = 0;
    connect(&m->ada.chat().connection(), &Connection::frameSent, this,
            [&](const QByteArray &frame) { asked += frame.contains("reaction."); });
    mend();
    QVERIFY(graceSays(u"behind it"_s) > 0);
    QTRY_COMPARE(m->ada.latest(), u"behind it"_s);
    QCOMPARE(asked, 0);
}

QTEST_MAIN(TestOfflineChanges)
#include "tst_offline_changes.moc"
