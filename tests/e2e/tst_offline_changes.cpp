// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/cut_line.h"
#include "tests/support/pictures.h"
#include "tests/support/room_scene.h"
#include <QAbstractButton>
#include <QLocale>
#include <QToolButton>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr int kBackMs = 20'000; // the client waits longer from try to try

} // namespace

//! What ada does with messages while her line is cut: she sees it at once, and grace when the line
//! is whole again.
class TestOfflineChanges : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void reactions();
    void pins();
    void deletions();
    void keptAfterAll();
    void allAtOnce();
    void tookBackBeforeItWasSent();
    void refusedOnReturn();
    void tooManyKindsOfReaction();
    void refusedInAnotherRoom();
    void deletedInAnotherRoom();

private:
    Seq graceSays(const QString &text)
    {
        const auto posted = m_grace->say(m_room, text);
        return posted ? posted->seq : 0;
    }
    template <class T>
    void asGrace(const char *path, const T &request)
    {
        const auto done = m_grace->call(path, request);
        QVERIFY2(done, done ? "" : qPrintable(done.error().toString()));
    }
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
    //! "👍 2*" of each chip, with a star where she is among them.
    QStringList chips(const QString &text)
    {
        QStringList all;
        const TimelineRow *row = m->ada.rowOf(text);
        for (const RowReaction &chip : row ? row->reactions : QList<RowReaction>())
            all.append(
                u"%1 %2%3"_s.arg(chip.emoji).arg(chip.count).arg(chip.isOwn ? u"*"_s : u""_s));
        return all;
    }
    TimelineView *view() { return m->ada.window().pane()->timeline(); }
    void choose(const QString &text)
    {
        view()->setFocus();
        view()->setCurrentIndex(int(m->ada.texts().indexOf(text)));
    }
    //! With the so manieth of the emoji that are offered.
    void react(const QString &text, int which)
    {
        choose(text);
        QTest::keyClick(view(), Qt::Key_Plus);
        auto *popup = view()->findChild<QWidget *>(u"reactionPopup"_s);
        QVERIFY(popup);
        popup->findChildren<QAbstractButton *>(u"reaction"_s)[which]->click();
        delete popup;
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
    void cut()
    {
        m_line->cut();
        QTRY_VERIFY(!m->ada.isOnline());
    }
    void mend()
    {
        m_line->mend();
        m->ada.chat().connection().retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(m->ada.isOnline(), kBackMs);
    }
    //! Another room is open by then.
    void reactedElsewhere()
    {
        m->createRoom(u"engines"_s);
        QTRY_COMPARE(m->ada.openedRoom(), u"engines"_s);
        m->ada.openRoom(u"general"_s);
        QTRY_COMPARE(m->ada.latest(), u"lunch at noon"_s);
        cut();
        react(u"lunch at noon"_s, 0);
        QTRY_COMPARE(waiting(), 1);
        m->ada.openRoom(u"engines"_s);
    }
    qsizetype waiting() { return m->ada.chat().outboxCount().waiting; }

    std::unique_ptr<RoomScene> m;
    std::unique_ptr<CutLine> m_line;
    std::unique_ptr<HttpClient> m_grace;
    RoomId m_room;
    UserId m_self;
    Seq m_lunch = 0; //!< which grace has said
};

void TestOfflineChanges::init()
{
    m = std::make_unique<RoomScene>("[limits]\nreaction_kinds = 4\n");
    QVERIFY(m->start());
    m_line = std::make_unique<CutLine>(m->salond.port());
    QVERIFY(m->signIn(QUrl(u"http://127.0.0.1:%1"_s.arg(m_line->port()))));
    m_room = m->room();
    m_self = m->ada.chat().self();
    m_grace = std::make_unique<HttpClient>(m->elsewhere(u"grace"_s));
    asGrace("/api/room.join", protocol::JoinRoom{m_room});
    m_lunch = graceSays(u"lunch at noon"_s);
    QTRY_COMPARE(m->ada.latest(), u"lunch at noon"_s);
}

void TestOfflineChanges::cleanup()
{
    if (QTest::currentTestFailed() && m)
        qInfo().noquote() << QString::fromUtf8(m->salond.log().right(2000));
    m.reset();
    m_line.reset();
    m_grace.reset();
}

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

//! What became of the message while the line was cut makes it impossible.
void TestOfflineChanges::refusedOnReturn()
{
    cut();
    react(u"lunch at noon"_s, 0);
    QTRY_COMPARE(waiting(), 1);
    asGrace("/api/message.delete", protocol::DeleteMessage{m_room, m_lunch});
    mend();
    QTRY_COMPARE(m->ada.latest(), u"This message was deleted."_s);
    QTRY_VERIFY2(m->ada.notice().startsWith(u"This message was deleted meanwhile."_s),
                 qPrintable(m->ada.notice()));
    QCOMPARE(waiting(), 0);
    QCOMPARE(chips(u"This message was deleted."_s), QStringList());
}

//! Others have chosen as many as there can be, while she could not see it.
void TestOfflineChanges::tooManyKindsOfReaction()
{
    cut();
    react(u"lunch at noon"_s, 0);
    QTRY_COMPARE(waiting(), 1);
    for (const auto &emoji : {u"🚀"_s, u"🍀"_s, u"🌈"_s, u"🐙"_s})
        asGrace("/api/reaction.add", protocol::AddReaction{m_room, m_lunch, emoji});
    mend();
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), u"too_many_reactions"_s);
    ShownFailures shown;
    shown.add(u"too_many_reactions"_s);
    QCOMPARE(shown.missing(kInjectedByReacting), QString());
    QVERIFY2(m->ada.notice().contains(u"different emoji"_s), qPrintable(m->ada.notice()));
    QCOMPARE(chips(u"lunch at noon"_s).size(), 4);
    QCOMPARE(waiting(), 0);
}

void TestOfflineChanges::refusedInAnotherRoom()
{
    reactedElsewhere();
    m->ada.quit(); // the next client has shown nothing of that room
    m->ada.start();
    QTRY_COMPARE(m->ada.openedRoom(), u"engines"_s);
    for (const auto &emoji : {u"🚀"_s, u"🍀"_s, u"🌈"_s, u"🐙"_s})
        asGrace("/api/reaction.add", protocol::AddReaction{m_room, m_lunch, emoji});
    mend();
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), u"too_many_reactions"_s);
    QVERIFY2(m->ada.notice().startsWith(
                 u"In general, your reaction to “lunch at noon” was not added. As many"_s),
             qPrintable(m->ada.notice()));
    savePicture(&m->ada.window(), u"refused_in_another_room.png"_s);
}

//! What it said is nobody's to read any more.
void TestOfflineChanges::deletedInAnotherRoom()
{
    reactedElsewhere();
    asGrace("/api/message.delete", protocol::DeleteMessage{m_room, m_lunch});
    mend();
    QTRY_VERIFY2(m->ada.notice().startsWith(u"In general, your reaction to a message was not "
                                            "added. This message was deleted meanwhile."_s),
                 qPrintable(m->ada.notice()));
}

QTEST_MAIN(TestOfflineChanges)
#include "tst_offline_changes.moc"
