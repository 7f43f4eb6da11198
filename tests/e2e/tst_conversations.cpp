// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_picker.h"
#include "client/ui/timeline/message_bar.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/pictures.h"
#include "tests/support/room_scene.h"
#include <QAbstractButton>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Answers, edits, reactions and mentions between ada at her window and grace on another device.
class TestConversations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void editedByTheUpKey();
    void editGivenUp();
    void editOutlivesTheProgram();
    void editWaitsForTheServer();
    void whatItSaidBefore();
    void answered();
    void answerOutlivesTheProgram();
    void quoteOfWhatIsNotHere();
    void toWhatItAnswersAndBack();
    void thread();
    void reactions();
    void anyEmojiToReactWith();
    void mentions();

private:
    template <class Request>
    void asGrace(const char *path, const Request &request)
    {
        const auto done = m_grace->call(path, request);
        QVERIFY2(done, done ? "" : qPrintable(done.error().toString()));
    }
    Seq graceSays(const QString &text, std::optional<Seq> replyTo = {})
    {
        const auto posted = m_grace->say(m_room, text, replyTo);
        return posted ? posted->seq : 0;
    }
    void press(Qt::Key key) { QTest::keyClick(m->ada.find<QWidget>(u"composerEdit"_s), key); }
    TimelineView *view() { return m->ada.window().pane()->timeline(); }
    int indexOf(const QString &text) { return int(m->ada.texts().indexOf(text)); }
    QString barTitle()
    {
        const auto *title = m->ada.find<QLabel>(u"replyBarTitle"_s);
        return title->isVisible() ? title->text() : QString();
    }
    void quitAsIfCut();
    void reactWithAny(TimelineView *timeline, const QString &emoji);

    std::unique_ptr<RoomScene> m;
    std::unique_ptr<HttpClient> m_grace;
    RoomId m_room;
};

void TestConversations::init()
{
    m.reset();
    m = std::make_unique<RoomScene>("[limits]\nedit_minutes = 60\n");
    QVERIFY(m->begin());
    m_room = m->room();
    m_grace = std::make_unique<HttpClient>(m->elsewhere(u"grace"_s));
    m->ada.say(u"lunch at noon"_s);
    QTRY_VERIFY(m->ada.isShown(u"lunch at noon"_s, Delivery::Delivered));
}

void TestConversations::editedByTheUpKey()
{
    press(Qt::Key_Up);
    QTRY_COMPARE(m->ada.draft(), u"lunch at noon"_s);
    QCOMPARE(barTitle(), u"Edit message"_s);
    savePicture(&m->ada.window(), u"edit_message.png"_s);
    m->ada.say(u" or one"_s);
    QTRY_COMPARE(m->ada.texts(), QStringList{u"lunch at noon or one"_s});
    QTRY_VERIFY(m->ada.isShown(u"lunch at noon or one"_s, Delivery::Delivered));
    QVERIFY(m->ada.rowOf(u"lunch at noon or one"_s)->isEdited);
    QCOMPARE(m->ada.draft(), QString());
    QCOMPARE(barTitle(), QString());
    QCOMPARE(m->ada.chat().outboxCount().waiting, 0);
}

void TestConversations::editGivenUp()
{
    m->ada.type(u"half a dra"_s);
    view()->setFocus();
    QTest::keyClick(view(), Qt::Key_Up);
    QTest::keyClick(view(), Qt::Key_E);
    QTRY_COMPARE(m->ada.draft(), u"lunch at noon"_s);
    m->ada.type(u"?"_s);
    press(Qt::Key_Escape);
    QCOMPARE(m->ada.draft(), u"half a dra"_s);
    m->ada.quit();
    m->ada.start();
    QTRY_COMPARE(m->ada.texts(), QStringList{u"lunch at noon"_s});
    QCOMPARE(m->ada.draft(), u"half a dra"_s);
}

//! The profile as it lies on the disk now is the one that the next start finds.
void TestConversations::quitAsIfCut()
{
    QTest::qWait(600); // longer than texts are gathered before they are written
    const QTemporaryDir copied;
    const QDir profile(m->ada.profile());
    const QStringList names = profile.entryList({u"local.db*"_s}, QDir::Files);
    for (const QString &name : names)
        QVERIFY(QFile::copy(profile.filePath(name), copied.filePath(name)));
    m->ada.quit();
    for (const QString &name : profile.entryList({u"local.db*"_s}, QDir::Files))
        QVERIFY(QFile::remove(profile.filePath(name)));
    for (const QString &name : names)
        QVERIFY(QFile::copy(copied.filePath(name), profile.filePath(name)));
}

void TestConversations::editOutlivesTheProgram()
{
    m->ada.type(u"a draft"_s);
    view()->setFocus();
    QTest::keyClick(view(), Qt::Key_Up);
    QTest::keyClick(view(), Qt::Key_E);
    QTRY_COMPARE(m->ada.draft(), u"lunch at noon"_s);
    m->ada.type(u", bring soup"_s);
    quitAsIfCut();
    m->ada.start();
    QTRY_COMPARE(m->ada.draft(), u"lunch at noon, bring soup"_s);
    QCOMPARE(barTitle(), u"Edit message"_s);
    m->ada.say({});
    QTRY_VERIFY(m->ada.isShown(u"lunch at noon, bring soup"_s, Delivery::Delivered));
    QCOMPARE(m->ada.draft(), u"a draft"_s);
}

void TestConversations::editWaitsForTheServer()
{
    QCOMPARE(m->salond.stop(), std::optional(0));
    press(Qt::Key_Up);
    QTRY_COMPARE(m->ada.draft(), u"lunch at noon"_s);
    m->ada.say(u" sharp"_s);
    QTRY_VERIFY(m->ada.isShown(u"lunch at noon sharp"_s, Delivery::Pending));
    m->ada.quit();
    QVERIFY(m->salond.start());
    m->ada.start();
    QTRY_VERIFY_WITH_TIMEOUT(m->ada.isShown(u"lunch at noon sharp"_s, Delivery::Delivered),
                             RoomScene::kSignInMs);
    QVERIFY(m->ada.rowOf(u"lunch at noon sharp"_s)->isEdited);
}

void TestConversations::whatItSaidBefore()
{
    press(Qt::Key_Up);
    QTRY_COMPARE(m->ada.draft(), u"lunch at noon"_s);
    m->ada.say(u"!"_s);
    QTRY_VERIFY(m->ada.isShown(u"lunch at noon!"_s, Delivery::Delivered));
    Q_EMIT view()->versionsRequested(m->ada.rowOf(u"lunch at noon!"_s)->id);
    QDialog *dialog = m->ada.dialog(u"versionsDialog"_s);
    QVERIFY(dialog);
    const auto *texts = dialog->findChild<QPlainTextEdit *>(u"versionsTexts"_s);
    QTRY_VERIFY(texts->isVisible());
    QVERIFY(texts->toPlainText().contains(u"lunch at noon!"_s));
    QVERIFY(texts->toPlainText().endsWith(u"\nlunch at noon"_s));
    savePicture(dialog, u"versions.png"_s);
    dialog->accept();
}

void TestConversations::answered()
{
    QVERIFY(graceSays(u"where?"_s) > 0);
    QTRY_COMPARE(m->ada.latest(), u"where?"_s);
    view()->setFocus();
    view()->setCurrentIndex(indexOf(u"where?"_s));
    QTest::keyClick(view(), Qt::Key_R);
    QCOMPARE(barTitle(), u"Reply to grace"_s);
    m->ada.say(u"the usual place"_s);
    QTRY_VERIFY(m->ada.isShown(u"the usual place"_s, Delivery::Delivered));
    QCOMPARE(barTitle(), QString());
    const auto quote = m->ada.rowOf(u"the usual place"_s)->quote;
    QVERIFY(quote);
    QCOMPARE(quote->author, u"grace"_s);
    QCOMPARE(quote->text, u"where?"_s);
    savePicture(&m->ada.window(), u"reply.png"_s);
    // What it answers changes, and is deleted.
    asGrace("/api/message.edit", protocol::EditMessage{m_room, quote->seq, u"where exactly?"_s});
    QTRY_COMPARE(m->ada.rowOf(u"the usual place"_s)->quote->text, u"where exactly?"_s);
    asGrace("/api/message.delete", protocol::DeleteMessage{m_room, quote->seq});
    QTRY_COMPARE(m->ada.rowOf(u"the usual place"_s)->quote->text, u"This message was deleted."_s);
    // The next one is a message like others.
    m->ada.say(u"at one"_s);
    QTRY_VERIFY(m->ada.isShown(u"at one"_s, Delivery::Delivered));
    QVERIFY(!m->ada.rowOf(u"at one"_s)->quote);
}

void TestConversations::answerOutlivesTheProgram()
{
    view()->setFocus();
    view()->setCurrentIndex(0);
    QTest::keyClick(view(), Qt::Key_R);
    m->ada.type(u"I come"_s);
    quitAsIfCut();
    m->ada.start();
    QTRY_COMPARE(barTitle(), u"Reply to ada"_s);
    QCOMPARE(m->ada.draft(), u"I come"_s);
    press(Qt::Key_Escape);
    QCOMPARE(barTitle(), QString());
    QCOMPARE(m->ada.draft(), u"I come"_s);
}

//! The answer's row is as high before the quote is there as after it.
void TestConversations::quoteOfWhatIsNotHere()
{
    const Seq first = m->ada.rowOf(u"lunch at noon"_s)->seq;
    for (int i = 0; i < 20; ++i)
        QVERIFY(graceSays(u"and %1"_s.arg(i)) > 0);
    QTest::qWait(1000); // the rate of messages
    const auto answer = m_grace->say(m_room, u"late, but: yes"_s, first);
    QVERIFY(answer);
    for (int i = 0; i < 30; ++i) {
        QVERIFY(graceSays(u"then %1"_s.arg(i)) > 0);
        QTest::qWait(110);
    }
    // Another device of hers, that has nothing yet and loads the newest page only.
    WindowUser desk;
    desk.start({m->salond.url(), u"ada"_s, m->password});
    QTRY_VERIFY_WITH_TIMEOUT(desk.isSignedIn() && desk.countOf(u"late, but: yes"_s) == 1,
                             RoomScene::kSignInMs);
    QTRY_COMPARE(desk.rowOf(u"late, but: yes"_s)->quote->text, u"lunch at noon"_s);
}

void TestConversations::toWhatItAnswersAndBack()
{
    const Seq first = m->ada.rowOf(u"lunch at noon"_s)->seq;
    QVERIFY(graceSays(u"a longer one\n"_s.repeated(60)) > 0);
    QVERIFY(graceSays(u"where?"_s, first) > 0);
    QTRY_COMPARE(m->ada.latest(), u"where?"_s);
    view()->jumpToEnd();
    QTRY_VERIFY(view()->rowRect(0).isEmpty());
    const int answer = indexOf(u"where?"_s);
    QVERIFY(view()->geometry().layout(answer).targets()[0].kind == RowTarget::Kind::Quote);
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {},
                      view()->targetRect(answer, 0).center());
    QTRY_VERIFY(!view()->rowRect(0).isEmpty());
    QCOMPARE(view()->currentIndex(), 0);
    QVERIFY(!view()->place()->isEnd());
    QTest::keyClick(&m->ada.window(), Qt::Key_Left, Qt::AltModifier);
    QTRY_VERIFY(view()->place()->isEnd());
    QVERIFY(!view()->rowRect(answer).isEmpty());
}

void TestConversations::thread()
{
    const Seq first = m->ada.rowOf(u"lunch at noon"_s)->seq;
    const Seq answer = graceSays(u"where?"_s, first);
    QVERIFY(graceSays(u"something else"_s) > 0);
    QTRY_COMPARE(m->ada.latest(), u"something else"_s);
    view()->setFocus();
    view()->setCurrentIndex(indexOf(u"where?"_s));
    QTest::keyClick(view(), Qt::Key_T);
    auto *chain = m->ada.find<TimelineView>(u"threadTimeline"_s);
    QTRY_VERIFY(chain && chain->isVisible() && chain->model());
    const auto texts = [chain] {
        QStringList all;
        for (int i = 0; i < chain->model()->rowCount(); ++i)
            all.append(chain->model()->row(i).text);
        return all;
    };
    QCOMPARE(texts(), (QStringList{u"lunch at noon"_s, u"where?"_s}));
    QCOMPARE(chain->currentIndex(), 1);
    // What is said and changed meanwhile shows.
    QVERIFY(graceSays(u"at the river?"_s, answer) > 0);
    QTRY_COMPARE(texts().size(), 3);
    asGrace("/api/message.edit", protocol::EditMessage{m_room, answer, u"where then?"_s});
    QTRY_COMPARE(texts()[1], u"where then?"_s);
    asGrace("/api/reaction.add", protocol::AddReaction{m_room, first, u"👍"_s});
    QTRY_COMPARE(chain->model()->row(0).reactions.size(), 1);
    reactWithAny(chain, u"🦉"_s);
    QTRY_COMPARE(chain->model()->row(1).reactions.size(), 1);
    savePicture(&m->ada.window(), u"thread.png"_s);
    // One answers from there, too.
    chain->setFocus();
    QTest::keyClick(chain, Qt::Key_R);
    QCOMPARE(barTitle(), u"Reply to grace"_s);
    m->ada.say(u"the usual place"_s);
    QTRY_COMPARE(texts().last(), u"the usual place"_s);
    m->ada.click(u"threadClose"_s);
    QVERIFY(!chain->isVisible());
    // It belongs to its room.
    view()->setFocus();
    QTest::keyClick(view(), Qt::Key_T);
    QTRY_VERIFY(chain->isVisible());
    m->createRoom(u"quiet"_s);
    QTRY_COMPARE(m->ada.openedRoom(), u"quiet"_s);
    QVERIFY(!chain->isVisible());
}

//! To the current message of that timeline, by its keyboard and the picker of all emoji.
void TestConversations::reactWithAny(TimelineView *timeline, const QString &emoji)
{
    timeline->setFocus();
    QTest::keyClick(timeline, Qt::Key_Plus);
    auto *popup = timeline->findChild<QWidget *>(u"reactionPopup"_s);
    QVERIFY(popup);
    popup->findChild<QAbstractButton *>(u"moreReactions"_s)->click();
    auto *picker = m->ada.window().findChild<EmojiPicker *>();
    QVERIFY(picker && picker->isVisible());
    Q_EMIT picker->emojiPicked(emoji);
}

void TestConversations::anyEmojiToReactWith()
{
    view()->setCurrentIndex(0);
    reactWithAny(view(), u"🦉"_s);
    QTRY_COMPARE(m->ada.rowOf(u"lunch at noon"_s)->reactions.size(), 1);
    QCOMPARE(m->ada.rowOf(u"lunch at noon"_s)->reactions[0].emoji, u"🦉"_s);
}

void TestConversations::reactions()
{
    const Seq seq = m->ada.rowOf(u"lunch at noon"_s)->seq;
    asGrace("/api/reaction.add", protocol::AddReaction{m_room, seq, u"👍"_s});
    const auto shown = [this] { return m->ada.rowOf(u"lunch at noon"_s)->reactions; };
    QTRY_COMPARE(shown().size(), 1);
    QVERIFY(!shown()[0].isOwn);
    QCOMPARE(view()->model()->reactors(0, u"👍"_s), u"grace"_s);
    // A click on the chip adds one's own, another takes it back.
    view()->setCurrentIndex(0);
    const auto chip = [this] { return view()->targetRect(0, 0).center(); };
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, chip());
    QTRY_VERIFY(shown().size() == 1 && shown()[0].isOwn && shown()[0].count == 2);
    savePicture(&m->ada.window(), u"reactions.png"_s);
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, chip());
    QTRY_VERIFY(!shown()[0].isOwn && shown()[0].count == 1);
    asGrace("/api/reaction.remove", protocol::RemoveReaction{m_room, seq, u"👍"_s});
    QTRY_VERIFY(shown().isEmpty());
    // By the keyboard, from the quick row.
    view()->setFocus();
    QTest::keyClick(view(), Qt::Key_Plus);
    auto *popup = view()->findChild<QWidget *>(u"reactionPopup"_s);
    QVERIFY(popup && popup->isVisible());
    const auto quick = popup->findChildren<QAbstractButton *>(u"reaction"_s);
    QVERIFY(quick.size() >= 6);
    savePicture(popup, u"reaction_popup.png"_s);
    const QString emoji = quick.first()->accessibleName();
    quick.first()->click();
    QTRY_VERIFY(shown().size() == 1 && shown()[0].isOwn && shown()[0].emoji == emoji);
    // They are there without a server, too.
    m->ada.quit();
    QCOMPARE(m->salond.stop(), std::optional(0));
    m->ada.start();
    QTRY_VERIFY(m->ada.rowOf(u"lunch at noon"_s) && shown().size() == 1);
}

void TestConversations::mentions()
{
    m->createRoom(u"quiet"_s);
    QTRY_COMPARE(m->ada.openedRoom(), u"quiet"_s);
    const auto badge = [this] { return m->ada.chat().rooms().find(m_room)->mentions; };
    const Seq called = graceSays(u"@ada, see this"_s);
    QTRY_COMPARE(badge(), 1);
    const Seq later = graceSays(u"and that"_s);
    asGrace("/api/message.edit", protocol::EditMessage{m_room, later, u"and that, @ada"_s});
    QTRY_COMPARE(badge(), 2);
    savePicture(&m->ada.window(), u"mention_badge.png"_s);
    asGrace("/api/message.delete", protocol::DeleteMessage{m_room, called});
    QTRY_COMPARE(badge(), 1);
    m->ada.window().activateWindow(); // what is in view there counts as read
    m->ada.openRoom(u"general"_s);
    QTRY_VERIFY(m->ada.rowOf(u"and that, @ada"_s));
    QVERIFY(m->ada.rowOf(u"and that, @ada"_s)->isForMe);
    const auto mentioned = [this](const QString &text) {
        QStringList found;
        const TimelineRow *row = m->ada.rowOf(text);
        for (const RowMention &each : row ? row->mentions : QList<RowMention>())
            found.append(text.sliced(each.start, each.end - each.start)
                         + (each.isForMe ? u" for me: "_s : u": "_s) + each.who);
        return found;
    };
    QCOMPARE(mentioned(u"and that, @ada"_s), QStringList{u"@ada for me: ada"_s});
    const auto kAll = u"`@grace` @GRACE and @ada, (@\u0261race) @room, @nobody, x@grace"_s;
    auto *edit = m->ada.find<QPlainTextEdit>(u"composerEdit"_s);
    edit->setPlainText(kAll); // one calls oneself in vain
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(mentioned(kAll),
                 (QStringList{u"@GRACE: grace"_s, u"@\u0261race: grace"_s,
                              u"@room: Everybody in this room"_s}));
    savePicture(&m->ada.window(), u"mention_row.png"_s);
    QTRY_COMPARE(badge(), 0);
}

QTEST_MAIN(TestConversations)
#include "tst_conversations.moc"
