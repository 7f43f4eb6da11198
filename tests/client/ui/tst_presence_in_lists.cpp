// SPDX-License-Identifier: MIT
#include "client/model/room_list_model.h"
#include "client/ui/member_panel.h"
#include "client/ui/people_dialog.h"
#include "client/ui/presence_label.h"
#include "client/ui/room_list_view.h"
#include "tests/client/state/presence_fixture.h"
#include <QListView>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Marks of who is there, where people stand in lists: drawn, said in words, true at once, and
//! asked for only while they are seen.
class TestPresenceInLists : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m.reset(); }
    void members();
    void membersInViewComeFirst();
    void hiddenMembersAreNotWatched();
    void peopleToChoose();
    void directRooms();
    void oneInWords();

private:
    void push(UserId user, const QString &state)
    {
        m->server.push(protocol::PresenceChanged{{{user, state}}});
    }
    static QModelIndex row(const QListView *list, int at) { return list->model()->index(at, 0); }
    static QString said(const QModelIndex &index)
    {
        return index.data(Qt::AccessibleTextRole).toString();
    }
    //! How that row looks.
    static QImage shown(QListView *list, int at)
    {
        return list->viewport()->grab(list->visualRect(row(list, at))).toImage();
    }
    void followsIn(QListView *list);

    static constexpr UserId kAda{8}, kGrace{9};
    std::unique_ptr<PresenceFixture> m;
};

void TestPresenceInLists::init()
{
    m = std::make_unique<PresenceFixture>();
    m->states = {{kAda, u"online"_s}, {kGrace, u"do_not_disturb"_s}};
    QVERIFY(m->connect());
}

//! Ada and Grace are the first two rows.
void TestPresenceInLists::followsIn(QListView *list)
{
    const QImage unknown = shown(list, 0);
    QCOMPARE(said(row(list, 0)), u"Ada"_s);
    QTRY_COMPARE(said(row(list, 0)), u"Ada · Online"_s);
    QCOMPARE(said(row(list, 1)), u"Grace · Do not disturb"_s);
    QVERIFY(row(list, 0).data(Qt::ToolTipRole).toString().endsWith(u" · Online"_s));
    const QImage online = shown(list, 0);
    QVERIFY(online != unknown);
    push(kAda, u"away"_s);
    QTRY_COMPARE(said(row(list, 0)), u"Ada · Away"_s);
    QVERIFY(shown(list, 0) != online);
    m->settings->setSharesPresence(false);
    QCOMPARE(said(row(list, 0)), u"Ada"_s);
    QCOMPARE(shown(list, 0), unknown);
}

void TestPresenceInLists::members()
{
    MemberPanel panel;
    panel.setPresence(*m->state);
    panel.resize(240, 400);
    panel.show();
    panel.setMembers({{kAda, u"Ada"_s}, {kGrace, u"Grace"_s}});
    followsIn(panel.findChild<QListView *>(u"memberList"_s));
}

void TestPresenceInLists::membersInViewComeFirst()
{
    MemberPanel panel;
    panel.setPresence(*m->state);
    panel.resize(240, 400);
    panel.show();
    QList<MemberRow> crowd;
    for (int i = 0; i < 2'000; ++i)
        crowd.append({UserId{100 + i}, u"User %1"_s.arg(i)});
    panel.setMembers(crowd);
    QTRY_COMPARE(m->watched.size(), 1);
    QVERIFY(m->watched[0].contains(UserId{100}) && !m->watched[0].contains(UserId{2'099}));
    panel.findChild<QListView *>(u"memberList"_s)->scrollToBottom();
    QTRY_COMPARE(m->watched.size(), 2);
    QVERIFY(m->watched[1].contains(UserId{2'099}));
}

void TestPresenceInLists::hiddenMembersAreNotWatched()
{
    QObject other;
    MemberPanel panel;
    panel.setPresence(*m->state);
    panel.setMembers({{kAda, u"Ada"_s}});
    m->state->people().see(&other, {kGrace});
    QTRY_COMPARE(m->watched.size(), 1);
    QCOMPARE(m->watched[0], QList<UserId>{kGrace});
    panel.show();
    QTRY_COMPARE(m->watched.size(), 2);
    QVERIFY(m->watched[1].contains(kAda));
}

void TestPresenceInLists::peopleToChoose()
{
    PeopleDialog dialog({u"New message"_s, {}, u"Open"_s, 9});
    dialog.setPresence(*m->state);
    dialog.show();
    dialog.setPeople({{kGrace, u"grace"_s, u"Grace"_s}, {kAda, u"ada"_s, u"Ada"_s}});
    followsIn(dialog.findChild<QListView *>(u"peopleList"_s));
}

void TestPresenceInLists::directRooms()
{
    RoomsState rooms;
    RoomListModel model(rooms);
    model.setPresence(m->state->people());
    RoomListView list;
    list.setRooms(&model);
    list.resize(260, 300);
    list.show();
    const auto direct = [](RoomId id, const QString &name, const QList<UserId> &with) {
        protocol::Room room{.id = id, .name = name, .kind = u"direct"_s};
        room.with = with;
        return room;
    };
    rooms.replace({direct({1}, u"Ada"_s, {kAda}), direct({2}, u"Grace"_s, {kGrace}),
                   direct({3}, u"Two of them"_s, {kAda, kGrace})});
    followsIn(&list);
    QCOMPARE(said(row(&list, 2)), u"Two of them"_s); // several have no mark
}

void TestPresenceInLists::oneInWords()
{
    PresenceLabel label;
    label.setPresence(*m->state);
    QObject viewer;
    m->state->people().see(&viewer, {kAda});
    label.showPerson(kAda);
    const int height = label.sizeHint().height();
    QTRY_COMPARE(label.text(), u"Online"_s);
    QVERIFY(!label.isHidden());
    m->server.goAway();
    QTRY_COMPARE(label.text(), QString());
    QVERIFY(!label.isHidden()); // its line stays, so that the name above does not move
    QCOMPARE(label.sizeHint().height(), height);
    label.showPerson({});
    QVERIFY(label.isHidden());
}

QTEST_MAIN(TestPresenceInLists)
#include "tst_presence_in_lists.moc"
