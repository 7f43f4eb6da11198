// SPDX-License-Identifier: MIT
#include "client/ui/composer.h"
#include "client/ui/room_pane.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/timeline_view.h"
#include "client/ui/typing_line.h"
#include "tests/client/state/chat_fixture.h"
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What the line below the composer says, and that it moves nothing.
class TestTypingLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void names();
    void namesArePlainAndIsolated();
    void longNamesAreElided();
    void nothingMoves_data();
    void nothingMoves();
    void otherRoomSaysNothing();
    void hiddenWithoutAServer();
    void typingIsTold();
    void editsAreNotTold();

private:
    struct Places {
        QRect timeline, composer, line;
        int scroll = 0;
        QMap<Seq, int> texts;
        friend bool operator==(const Places &, const Places &) = default;
    };
    Places places() const
    {
        TimelineView *timeline = m_pane->timeline();
        Places now{timeline->QWidget::geometry(),
                   m_pane->composer()->geometry(),
                   line()->geometry(),
                   timeline->verticalScrollBar()->value(),
                   {}};
        for (int row = 0; row < timeline->model()->rowCount(); ++row)
            now.texts.insert(timeline->model()->row(row).seq, timeline->rowRect(row).y());
        return now;
    }
    TypingLine *line() const { return m_pane->findChild<TypingLine *>(u"typingLine"_s); }
    QString said() const { return line()->text().remove(QChar(0x2068)).remove(QChar(0x2069)); }
    void begins(UserId user) { m->server.push(protocol::TypingStarted{kRoom, user}); }

    static constexpr UserId kGrace{8}, kMargaret{9}, kEdith{10};
    std::unique_ptr<ChatFixture> m;
    std::unique_ptr<RoomPane> m_pane;
    int m_typed = 0;
};

void TestTypingLine::init()
{
    m_typed = 0;
    m = std::make_unique<ChatFixture>();
    m->server.hello.rooms = {roomOf(kRoom, u"general"_s, 41, 40), roomOf({6}, u"other"_s, 3, 2)};
    m->server.hello.users = {{kGrace, u"grace"_s, u"Grace"_s},
                             {kMargaret, u"margaret"_s, u"Margaret"_s}};
    m->server.on<protocol::ListMessages>(
        [](const protocol::ListMessages &ask) { return pageOf(ask.room, 2, 41); });
    m->server.on<protocol::StartTyping>([this](const auto &) {
        ++m_typed;
        return protocol::Done();
    });
    m->start();
    QVERIFY(m->openRoom());
    m_pane = std::make_unique<RoomPane>(*m->chat);
    m_pane->resize(700, 500);
    m_pane->openRoom(kRoom);
    m_pane->show();
    QSignalSpy settled(m_pane->timeline(), &TimelineView::settled);
    m_pane->timeline()->scrollByPixels(0);
    QTRY_VERIFY(!settled.isEmpty());
}

void TestTypingLine::cleanup()
{
    m_pane.reset();
    m.reset();
    Theme::setCurrent(Theme::make(Scheme::Light));
}

void TestTypingLine::names()
{
    QCOMPARE(said(), QString());
    begins(kSelf);
    begins(kGrace);
    QTRY_COMPARE(said(), u"Grace is typing"_s);
    begins(kMargaret);
    QTRY_COMPARE(said(), u"Grace and Margaret are typing"_s);
    begins(kEdith);
    QTRY_COMPARE(said(), u"Several people are typing"_s);
    m->server.sendEvent(messageEvent(kRoom, 42, kEdith, u"there"_s));
    QTRY_COMPARE(said(), u"Grace and Margaret are typing"_s);
    m->server.sendEvent(messageEvent(kRoom, 43, kGrace, u"there"_s));
    QTRY_COMPARE(said(), u"Margaret is typing"_s);
}

void TestTypingLine::namesArePlainAndIsolated()
{
    m->server.on<protocol::GetUsers>([](const auto &) {
        return protocol::UsersReply{{{kEdith, u"edith"_s, u"<b>\u202Eeve</b>\nx"_s}}};
    });
    begins(kEdith);
    QTRY_VERIFY(line()->text().contains(u"<b>"_s));
    QCOMPARE(line()->textFormat(), Qt::PlainText);
    QVERIFY(line()->text().startsWith(QChar(0x2068)));
    QVERIFY(!line()->text().contains(QChar(0x202E)));
    QVERIFY(!line()->text().contains(u'\n'));
}

void TestTypingLine::longNamesAreElided()
{
    m->server.on<protocol::GetUsers>([](const auto &) {
        return protocol::UsersReply{{{kEdith, u"edith"_s, u"long "_s.repeated(60)}}};
    });
    const Places before = places();
    begins(kEdith);
    QTRY_VERIFY(line()->text().contains(u"long long"_s));
    QVERIFY(line()->fontMetrics().horizontalAdvance(line()->text()) > m_pane->width());
    QCOMPARE(line()->geometry().width(), m_pane->width());
    QVERIFY(places() == before);
}

void TestTypingLine::nothingMoves_data()
{
    QTest::addColumn<int>("textSize");
    QTest::addColumn<bool>("atEnd");
    for (const int size : {12, 15, 22}) {
        QTest::addRow("%d px, at the end", size) << size << true;
        QTest::addRow("%d px, reading back", size) << size << false;
    }
}

void TestTypingLine::nothingMoves()
{
    QFETCH(int, textSize);
    QFETCH(bool, atEnd);
    Theme::setCurrent(Theme::make(Scheme::Light, textSize));
    QSignalSpy settled(m_pane->timeline(), &TimelineView::settled);
    m_pane->timeline()->scrollByPixels(atEnd ? 100'000 : -300);
    QTRY_VERIFY(!settled.isEmpty());
    QCoreApplication::processEvents();
    const Places before = places();
    const auto seen = [this](QWidget *part) { return part->grab().toImage(); };
    const QImage messages = seen(m_pane->timeline());
    const QImage composer = m_pane->grab(before.composer.adjusted(0, 0, 0, -12)).toImage();
    const QImage lineBefore = m_pane->grab(before.line).toImage();
    for (const UserId user : {kGrace, kMargaret, kEdith}) {
        const QString text = said();
        begins(user);
        QTRY_VERIFY(said() != text);
        QCoreApplication::processEvents();
        QVERIFY(places() == before);
    }
    QCOMPARE(seen(m_pane->timeline()), messages);
    QCOMPARE(m_pane->grab(before.composer.adjusted(0, 0, 0, -12)).toImage(), composer);
    QVERIFY(m_pane->grab(before.line).toImage() != lineBefore);
    // It stands below the box, in the pane, and its text has the height that it needs.
    QCOMPARE(before.line.bottom(), m_pane->rect().bottom());
    QVERIFY(before.line.height() >= line()->fontMetrics().height());
    m->chat->presence().typing().clear();
    QCOMPARE(said(), QString());
    QCoreApplication::processEvents();
    QVERIFY(places() == before);
    QCOMPARE(m_pane->grab(before.line).toImage(), lineBefore);
}

void TestTypingLine::otherRoomSaysNothing()
{
    m->server.push(protocol::TypingStarted{RoomId{6}, kMargaret});
    begins(kGrace);
    QTRY_COMPARE(said(), u"Grace is typing"_s);
    m_pane->openRoom(RoomId{6});
    QCOMPARE(said(), u"Margaret is typing"_s);
    m_pane->openRoom({});
    QCOMPARE(said(), QString());
}

void TestTypingLine::hiddenWithoutAServer()
{
    begins(kGrace);
    QTRY_COMPARE(said(), u"Grace is typing"_s);
    m->server.goAway();
    QTRY_COMPARE(said(), QString());
}

void TestTypingLine::typingIsTold()
{
    auto *edit = m_pane->findChild<QPlainTextEdit *>(u"composerEdit"_s);
    QTest::keyClicks(edit, u"   "_s);
    QTest::keyClicks(edit, u"hello"_s);
    QTRY_COMPARE(m_typed, 1);
    QTest::keyClick(edit, Qt::Key_Return);
    m_pane->openRoom(RoomId{6}); // a draft that is shown is nothing that one writes
    m->chat->setDraft(kRoom, {u"begun"_s, 0});
    m_pane->openRoom(kRoom);
    QCOMPARE(m_pane->composer()->draft(), u"begun"_s);
    QCoreApplication::processEvents();
    QCOMPARE(m->server.count(u"typing.start"_s), 1);
}

void TestTypingLine::editsAreNotTold()
{
    m->server.sendEvent(messageEvent(kRoom, 42, kSelf, u"mine"_s));
    QTRY_COMPARE(m_pane->timeline()->model()->rowCount(), 41);
    auto *edit = m_pane->findChild<QPlainTextEdit *>(u"composerEdit"_s);
    QTest::keyClick(edit, Qt::Key_Up);
    QTRY_COMPARE(m_pane->composer()->draft(), u"mine"_s);
    QTest::keyClicks(edit, u" and more"_s);
    QCOMPARE(m_pane->composer()->draft(), u"mine and more"_s);
    bool isAnswered = false; // and so is all that was asked before
    m->chat->connection().request(protocol::GetUsers{{kGrace}},
                                  [&](const auto &) { isAnswered = true; });
    QTRY_VERIFY(isAnswered);
    QCOMPARE(m_typed, 0);
    m_pane->escape();
    QTest::keyClicks(edit, u"new"_s);
    QTRY_COMPARE(m_typed, 1);
}

QTEST_MAIN(TestTypingLine)
#include "tst_typing_line.moc"
