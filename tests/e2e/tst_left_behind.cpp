// SPDX-License-Identifier: MIT
#include "client/ui/main_window.h"
#include "tests/support/scripted_scene.h"
#include <QDialog>
#include <QLabel>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What waited in a room that one is no longer in: a sentence says what is kept and what is lost.
class TestLeftBehind : public QObject, private ScriptedScene {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void leftBehind();
    void changesLeftBehind();
    void bothLeftBehind();
    void allWereShown();

private:
    void beRemoved();
    void reactInVain();
};

//! Out of the room that is open.
void TestLeftBehind::beRemoved()
{
    protocol::RoomRemoved removed;
    removed.room = {5};
    m_front->socket.push(removed);
}

void TestLeftBehind::leftBehind()
{
    signIn();
    m_ada->say(u"nobody answers"_s);
    QTRY_COMPARE(m_ada->countOf(u"nobody answers"_s), 1);
    beRemoved();
    expectNotice(u"unsent_left_behind"_s);
    QVERIFY2(m_ada->notice().startsWith(u"You are no longer in engines, so what waited"_s),
             qPrintable(m_ada->notice()));
}

//! Reacts to the message, and the server says nothing to it.
void TestLeftBehind::reactInVain()
{
    m_front->socket.onRaw(u"reaction.add"_s, [](const QString &) {});
    m_ada->chat().react({5}, 1, u"👍"_s, true);
    QTRY_COMPARE(m_ada->chat().wanted().waitingIn({5}), 1);
}

//! She is told before she leaves, and by what stands there afterwards.
void TestLeftBehind::changesLeftBehind()
{
    signIn();
    reactInVain();
    m_front->socket.on<protocol::LeaveRoom>(
        [](const protocol::LeaveRoom &) { return protocol::Done(); });
    m_ada->choose(u"roomMenu"_s, u"leaveRoom"_s);
    QDialog *asked = m_ada->dialog(u"leaveRoomDialog"_s);
    QVERIFY(asked);
    const auto labels = asked->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->text()
            == u"1 change to its messages, which the server does not have yet, will not be sent."_s;
    }));
    asked->grab().save(QStringLiteral(SALON_PICTURES "/leave_with_changes.png"));
    WindowUser::click(asked, u"leaveRoomSubmit"_s);
    expectNotice(u"changes_left_behind"_s);
    QCOMPARE(m_ada->notice(),
             u"You are no longer in engines, so 1 change to its messages will not be sent. "
             "Reactions, pins and deletions are not kept; do them anew when you are back."_s);
}

void TestLeftBehind::bothLeftBehind()
{
    signIn();
    reactInVain();
    m_ada->say(u"nobody answers"_s);
    QTRY_COMPARE(m_ada->countOf(u"nobody answers"_s), 1);
    beRemoved();
    expectNotice(u"unsent_left_behind"_s);
    QVERIFY2(m_ada->notice().contains(u"Messages are kept"_s)
                 && m_ada->notice().endsWith(u"1 change to its other messages will not be sent."_s),
             qPrintable(m_ada->notice()));
}

void TestLeftBehind::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedByLeaving), QString());
}

QTEST_MAIN(TestLeftBehind)
#include "tst_left_behind.moc"
