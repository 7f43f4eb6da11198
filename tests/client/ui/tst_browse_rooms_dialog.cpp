// SPDX-License-Identifier: MIT
#include "client/model/public_rooms_model.h"
#include "client/ui/browse_rooms_dialog.h"
#include "tests/client/ui/form_dialog_fixture.h"
#include "tests/support/shown_label.h"
#include <QListView>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static protocol::Room room(qint64 id, const QString &name, const QString &role)
{
    protocol::Room row;
    row.id = RoomId{id};
    row.name = name;
    row.role = role;
    return row;
}

//! The dialog that finds rooms: what it offers, and that it waits for an answer.
class TestBrowseRoomsDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void browseJoins();
    void browseOpensOnesOwn();
    void browseFilters();
    void browseWaitsAndIsEmpty();
    void browseShowsWhyNot();
};

void TestBrowseRoomsDialog::browseJoins()
{
    BrowseRoomsDialog dialog;
    open(dialog);
    QSignalSpy joined(&dialog, &BrowseRoomsDialog::joinRequested);
    dialog.setRooms(new PublicRoomsModel(
        {room(5, u"zoo"_s, u"none"_s), room(4, u"ark"_s, u"none"_s)}, &dialog));
    auto *list = dialog.findChild<QListView *>(u"browseList"_s);
    QCOMPARE(list->currentIndex().data().toString(), u"ark"_s); // by name
    auto *join = button(dialog, u"browseJoin"_s);
    QCOMPARE(join->text(), u"Join"_s);
    QTest::mouseClick(join, Qt::LeftButton);
    QTest::mouseClick(join, Qt::LeftButton);
    QCOMPARE(joined.size(), 1);
    QCOMPARE(joined[0][0].value<RoomId>(), RoomId{4});
    QVERIFY(!join->isEnabled());
    QVERIFY(dialog.isVisible()); // until the server has answered
}

void TestBrowseRoomsDialog::browseOpensOnesOwn()
{
    BrowseRoomsDialog dialog;
    open(dialog);
    QSignalSpy opened(&dialog, &BrowseRoomsDialog::openRequested);
    QSignalSpy joined(&dialog, &BrowseRoomsDialog::joinRequested);
    dialog.setRooms(new PublicRoomsModel({room(4, u"ark"_s, u"member"_s)}, &dialog));
    QCOMPARE(button(dialog, u"browseJoin"_s)->text(), u"Open"_s);
    QTest::mouseClick(button(dialog, u"browseJoin"_s), Qt::LeftButton);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(joined.size(), 0);
    QVERIFY(!dialog.isVisible());
}

void TestBrowseRoomsDialog::browseFilters()
{
    BrowseRoomsDialog dialog;
    open(dialog);
    dialog.setRooms(new PublicRoomsModel(
        {room(5, u"zoo"_s, u"none"_s), room(4, u"ark"_s, u"none"_s)}, &dialog));
    auto *list = dialog.findChild<QListView *>(u"browseList"_s);
    QTest::keyClicks(edit(dialog, u"browseFilter"_s), u"oo"_s);
    QCOMPARE(list->model()->rowCount(), 1);
    QCOMPARE(list->currentIndex().data().toString(), u"zoo"_s);
    QTest::keyClicks(edit(dialog, u"browseFilter"_s), u"x"_s);
    QVERIFY(!list->isVisible());
    QVERIFY(!button(dialog, u"browseJoin"_s)->isEnabled());
    QSignalSpy create(&dialog, &BrowseRoomsDialog::createRequested);
    for (QAbstractButton *each : dialog.findChildren<QAbstractButton *>()) {
        if (each->isVisible() && each->text() == u"Create a room"_s)
            QTest::mouseClick(each, Qt::LeftButton);
    }
    QCOMPARE(create.size(), 1);
}

void TestBrowseRoomsDialog::browseWaitsAndIsEmpty()
{
    BrowseRoomsDialog dialog;
    open(dialog);
    QVERIFY(showsLabel(dialog, u"Fetching the rooms…"_s));
    QVERIFY(!button(dialog, u"browseJoin"_s)->isEnabled());
    dialog.setRooms(new PublicRoomsModel({}, &dialog));
    QVERIFY(showsLabel(dialog, u"No rooms yet"_s));
}

void TestBrowseRoomsDialog::browseShowsWhyNot()
{
    BrowseRoomsDialog dialog;
    open(dialog);
    dialog.setRooms(new PublicRoomsModel({room(4, u"ark"_s, u"none"_s)}, &dialog));
    QTest::mouseClick(button(dialog, u"browseJoin"_s), Qt::LeftButton);
    dialog.showError({u"The server could not be reached."_s});
    const auto *notice = dialog.findChild<QLabel *>(u"noticeText"_s);
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->text(), u"The server could not be reached."_s);
    QVERIFY(button(dialog, u"browseJoin"_s)->isEnabled());
}

QTEST_MAIN(TestBrowseRoomsDialog)
#include "tst_browse_rooms_dialog.moc"
