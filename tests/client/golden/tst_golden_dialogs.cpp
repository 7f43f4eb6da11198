// SPDX-License-Identifier: MIT
#include "client/model/public_rooms_model.h"
#include "client/state/stage_times.h"
#include "client/ui/browse_rooms_dialog.h"
#include "client/ui/connection_panel.h"
#include "client/ui/create_room_dialog.h"
#include "client/ui/day_dialog.h"
#include "client/ui/delete_message_dialog.h"
#include "client/ui/leave_room_dialog.h"
#include "client/ui/log_out_dialog.h"
#include "client/ui/message_times_dialog.h"
#include "client/ui/other_server_dialog.h"
#include "client/ui/people_dialog.h"
#include "client/ui/text_label.h"
#include "client/ui/topic_dialog.h"
#include "client/ui/versions_dialog.h"
#include "tests/client/golden/golden_test.h"
#include <QAbstractButton>
#include <QLineEdit>
#include <QListView>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

using Golden = GoldenWindow;

namespace {

QList<protocol::User> manyPeople()
{
    auto people = Golden::people().sliced(1); // without oneself
    for (const auto &name : {u"Alan Turing"_s, u"Annie Easley"_s, u"Barbara Liskov"_s,
                             u"Edsger Dijkstra"_s, u"Hedy Lamarr"_s, u"Katherine Johnson"_s,
                             u"Margaret Hamilton"_s, u"Radia Perlman"_s, u"Tony Hoare"_s}) {
        people.append({UserId{20 + people.size()}, name.section(u' ', 0, 0).toLower(), name});
    }
    return people;
}

protocol::Room publicRoom(qint64 id, const QString &name, const QString &topic, bool isMember)
{
    protocol::Room room = roomOf(RoomId{id}, name);
    room.topic = topic;
    room.role = isMember ? u"member"_s : u"none"_s;
    return room;
}

void tick(QDialog &dialog, const QString &list, const QList<int> &rows)
{
    QAbstractItemModel *model = dialog.findChild<QListView *>(list)->model();
    for (const int row : rows)
        model->setData(model->index(row, 0), Qt::Checked, Qt::CheckStateRole);
}

} // namespace

//! What opens over the window and asks or tells something.
class TestGoldenDialogs : public GoldenTest {
    Q_OBJECT
private Q_SLOTS:
    void versions_data() { schemes(); }
    void versions()
    {
        useScheme();
        VersionsDialog dialog;
        dialog.setVersions(
            {{9, Golden::at(9, 31), u"I did: the scheduler slept while it held the lock."_s},
             {7, Golden::at(9, 14), u"I did, and the scheduler slept."_s},
             {5, Golden::at(9, 13),
              u"I did:\n- the second job waits for the lock\n- the third one for the second, "
              "which is long enough to be broken into two lines"_s}});
        compareShown(dialog, u"dialog_versions"_s);
    }
    void day_data() { schemes(); }
    void day()
    {
        useScheme();
        DayDialog dialog(QDate(2025, 3, 19));
        QList<Seq> first;
        for (Seq number = 1, day = 1; day <= 32; ++day) {
            first.append(day < 19 ? number : 0);
            number += day % 7 == 1 || day % 7 == 2 ? 0 : 5;
        }
        dialog.setMoments(QDate(2025, 3, 1), first, true);
        compareShown(dialog, u"dialog_day"_s);
    }
    void dayWithoutConnection_data() { schemes(); }
    void dayWithoutConnection()
    {
        useScheme();
        DayDialog dialog(QDate(2025, 3, 19));
        dialog.setMoments(QDate(2025, 3, 1), {3, 3, 3, 9}, false);
        compareShown(dialog, u"dialog_day_offline"_s);
    }
    void newMessage_data() { schemes(); }
    void newMessage()
    {
        beginWithPresence(Golden::kGeneral, {Golden::kGrace, Golden::kLinus, Golden::kMaryam});
        PeopleDialog dialog({u"New message"_s,
                             u"To one person, or to several together. Nobody else sees it."_s,
                             u"Open"_s, 9});
        dialog.setPresence(m->chat().presence());
        dialog.setPeople(manyPeople());
        tick(dialog, u"peopleList"_s, {1, 4});
        compareShown(dialog, u"dialog_new_message"_s);
    }
    void nobodyFound_data() { schemes(); }
    void nobodyFound()
    {
        useScheme();
        PeopleDialog dialog({u"Add people to release"_s,
                             u"They can read what is written from now on."_s, u"Add"_s, 50});
        dialog.setPeople(manyPeople());
        auto *filter = dialog.findChild<QLineEdit *>(u"peopleFilter"_s);
        filter->setText(u"zuse"_s);
        const auto buttons = filter->findChildren<QAbstractButton *>();
        QTRY_VERIFY(std::ranges::all_of(buttons, [](const QAbstractButton *button) { // fades in
            return button->property("opacity").toDouble() == 1;
        }));
        compareShown(dialog, u"dialog_nobody_found"_s);
    }
    void otherServer_data() { schemes(); }
    void otherServer()
    {
        useScheme();
        OtherServerDialog dialog(u"talk.example.net"_s, u"chat.example.org"_s);
        compareShown(dialog, u"dialog_other_server"_s);
    }
    void deletion_data() { schemes(); }
    void deletion()
    {
        useScheme();
        DeleteMessageDialog dialog(
            u"I did: the scheduler slept while it held the lock, so that all others waited."_s);
        compareShown(dialog, u"dialog_delete"_s);
    }
    void createRoom_data() { schemes(); }
    void createRoom()
    {
        useScheme();
        CreateRoomDialog dialog;
        dialog.findChild<QLineEdit *>(u"roomNameEdit"_s)->setText(u"general"_s);
        dialog.findChild<QAbstractButton *>(u"roomPrivate"_s)->click();
        dialog.showError(CreateRoomDialog::Field::Name,
                         {u"There is a room of that name already."_s});
        compareShown(dialog, u"dialog_create_room"_s);
    }
    void browse_data() { schemes(); }
    void browse()
    {
        useScheme();
        PublicRoomsModel rooms(
            {publicRoom(5, u"general"_s, u"What concerns all of us"_s, true),
             publicRoom(6, u"engines"_s, {}, false),
             publicRoom(7, u"release"_s,
                        u"The next release, what belongs into it, and what has to wait"_s, false),
             publicRoom(8, u"ترجمة"_s, u"الترجمة إلى العربية"_s, false)});
        BrowseRoomsDialog dialog;
        dialog.setRooms(&rooms);
        compareShown(dialog, u"dialog_browse"_s);
        dialog.setRooms(nullptr);
    }
    void topic_data() { schemes(); }
    void topic()
    {
        useScheme();
        TopicDialog dialog(u"general"_s, u"What concerns all of us"_s);
        compareShown(dialog, u"dialog_topic"_s);
    }
    void leave_data() { schemes(); }
    void leave()
    {
        useScheme();
        LeaveRoomDialog dialog(Golden::usualRooms()[1]);
        compareShown(dialog, u"dialog_leave"_s);
    }
    void logOut_data() { schemes(); }
    void logOut()
    {
        useScheme();
        LogOutDialog dialog;
        dialog.setOnline(true);
        dialog.setUnsent(3, 1);
        compareShown(dialog, u"dialog_log_out"_s);
    }
    void times_data() { schemes(); }
    void times()
    {
        useScheme();
        qint64 now = 1'000'000'000;
        StageTimes times([&now] { return now; });
        times.begin(u"k"_s, Golden::kGeneral);
        const auto pass = [&](Stage stage, qint64 microseconds) {
            now += microseconds * 1'000;
            times.passed(u"k"_s, stage);
        };
        pass(Stage::Outbox, 3'100);
        pass(Stage::Turn, 400);
        now += 1'240'000'000;
        times.answered(u"k"_s, u"4f2a9c1bd0e7"_s);
        pass(Stage::Apply, 2'000);
        pass(Stage::Layout, 900);
        pass(Stage::Paint, 4'200);
        MessageTimesDialog dialog(times, u"k"_s);
        valueOf(dialog, u"Written"_s)->setText(u"Monday, 3 March 2025, 09:13:00"_s);
        compareShown(dialog, u"dialog_times"_s);
    }
    void connection_data() { schemes(); }
    void connection()
    {
        begin(Golden::kGeneral);
        ConnectionPanel dialog(m->chat());
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        QTRY_VERIFY(valueOf(dialog, u"Round trip"_s)->text() != u"–"_s); // changes all of it
        valueOf(dialog, u"Address"_s)->setText(u"https://chat.example.org"_s);
        valueOf(dialog, u"Round trip"_s)->setText(u"12 ms"_s);
        valueOf(dialog, u"Session ends"_s)->setText(u"Wednesday, 2 April 2025, 09:00:00"_s);
        QCoreApplication::processEvents();
        compare(dialog, u"dialog_connection"_s);
    }

private:
    //! To write over it where it is another one each time.
    static TextLabel *valueOf(QDialog &dialog, const QString &fact)
    {
        const auto labels = dialog.findChildren<TextLabel *>();
        const auto name = std::ranges::find(labels, fact, &TextLabel::text);
        Q_ASSERT(labels.end() - name > 1);
        return name[1];
    }
};

GOLDEN_MAIN(TestGoldenDialogs)
#include "tst_golden_dialogs.moc"
