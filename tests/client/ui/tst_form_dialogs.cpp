// SPDX-License-Identifier: MIT
#include "client/model/public_rooms_model.h"
#include "client/ui/browse_rooms_dialog.h"
#include "client/ui/create_room_dialog.h"
#include "client/ui/facts_dialog.h"
#include "client/ui/people_dialog.h"
#include "client/ui/topic_dialog.h"
#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

QLineEdit *edit(QDialog &dialog, const QString &name)
{
    return dialog.findChild<QLineEdit *>(name);
}

QAbstractButton *button(QDialog &dialog, const QString &name)
{
    return dialog.findChild<QAbstractButton *>(name);
}

QString errorUnder(QDialog &dialog, const QString &name)
{
    const auto *label = dialog.findChild<QLabel *>(name + u"Error"_s);
    return label->isVisible() ? label->text() : QString();
}

void open(QDialog &dialog)
{
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
}

protocol::Room room(qint64 id, const QString &name, const QString &role)
{
    protocol::Room row;
    row.id = RoomId{id};
    row.name = name;
    row.role = role;
    return row;
}

} // namespace

//! The dialogs that make, name and find rooms: what they ask for, and that they wait for an answer.
class TestFormDialogs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void createNeedsAName();
    void createSaysNameAndTopic();
    void createIsAskedOnce();
    void createForFew();
    void createShowsWhyNot();
    void createLimitsWhatIsTyped();
    void topicStartsWithTheOldOne();
    void topicMayBeRemoved();
    void topicShowsWhyNot();
    void roomNameInTheTitleIsText();
    void dialogGrowsForASentence();
    void dialogGrowsForALongFact();
    void peopleAreTicked();
    void peopleWithoutATick();
    void peopleTooMany();
    void peopleShowWhyNot();
    void browseJoins();
    void browseOpensOnesOwn();
    void browseFilters();
    void browseWaitsAndIsEmpty();
    void browseShowsWhyNot();
};

void TestFormDialogs::createNeedsAName()
{
    CreateRoomDialog dialog;
    open(dialog);
    QSignalSpy asked(&dialog, &CreateRoomDialog::createRequested);
    edit(dialog, u"roomNameEdit"_s)->setText(u"   "_s);
    QTest::mouseClick(button(dialog, u"createRoomSubmit"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 0);
    QCOMPARE(errorUnder(dialog, u"roomNameEdit"_s), u"Give the room a name."_s);
    QVERIFY(edit(dialog, u"roomNameEdit"_s)->hasFocus());
}

void TestFormDialogs::createSaysNameAndTopic()
{
    CreateRoomDialog dialog;
    open(dialog);
    QSignalSpy asked(&dialog, &CreateRoomDialog::createRequested);
    QTest::keyClicks(edit(dialog, u"roomNameEdit"_s), u"engines "_s);
    QTest::keyClicks(edit(dialog, u"roomTopicEdit"_s), u"steam"_s);
    QTest::keyClick(edit(dialog, u"roomTopicEdit"_s), Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    const auto room = asked[0][0].value<protocol::CreateRoom>();
    QCOMPARE(room.name, u"engines "_s); // the server judges names
    QCOMPARE(room.topic, u"steam"_s);
    QVERIFY(!room.roomKind && !room.history);
    QVERIFY(dialog.isVisible());
}

void TestFormDialogs::createIsAskedOnce()
{
    CreateRoomDialog dialog;
    open(dialog);
    QSignalSpy asked(&dialog, &CreateRoomDialog::createRequested);
    edit(dialog, u"roomNameEdit"_s)->setText(u"engines"_s);
    for (int i = 0; i < 3; ++i)
        QTest::mouseClick(button(dialog, u"createRoomSubmit"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(button(dialog, u"createRoomSubmit"_s)->text(), u"Creating…"_s);
    QVERIFY(!edit(dialog, u"roomNameEdit"_s)->isEnabled());
    QVERIFY(!edit(dialog, u"roomTopicEdit"_s)->isEnabled());
    QTest::mouseClick(button(dialog, u"createRoomCancel"_s), Qt::LeftButton);
    QVERIFY(!dialog.isVisible()); // no answer holds a person in a dialog
}

void TestFormDialogs::createForFew()
{
    CreateRoomDialog dialog;
    open(dialog);
    QSignalSpy asked(&dialog, &CreateRoomDialog::createRequested);
    const auto *forWhom = dialog.findChild<QLabel *>(u"roomForWhom"_s);
    const QString forAll = forWhom->text();
    QVERIFY(!button(dialog, u"roomHistory"_s)->isEnabled());
    edit(dialog, u"roomNameEdit"_s)->setText(u"cabal"_s);
    button(dialog, u"roomPrivate"_s)->click();
    const QString fromJoining = forWhom->text();
    button(dialog, u"createRoomSubmit"_s)->click();
    dialog.setBusy(false);
    button(dialog, u"roomHistory"_s)->click();
    QVERIFY(forAll != fromJoining && fromJoining != forWhom->text());
    button(dialog, u"createRoomSubmit"_s)->click();
    QCOMPARE(asked.size(), 2);
    const auto first = asked[0][0].value<protocol::CreateRoom>();
    const auto second = asked[1][0].value<protocol::CreateRoom>();
    QCOMPARE(first.roomKind, u"private"_s);
    QCOMPARE(first.history, u"joining"_s);
    QCOMPARE(second.history, u"start"_s);
}

void TestFormDialogs::createShowsWhyNot()
{
    CreateRoomDialog dialog;
    open(dialog);
    edit(dialog, u"roomNameEdit"_s)->setText(u"engines"_s);
    dialog.setBusy(true);
    dialog.showError(CreateRoomDialog::Field::Name, {u"It is taken."_s});
    QCOMPARE(errorUnder(dialog, u"roomNameEdit"_s), u"It is taken."_s);
    QCOMPARE(errorUnder(dialog, u"roomTopicEdit"_s), QString());
    QCOMPARE(edit(dialog, u"roomNameEdit"_s)->selectedText(), u"engines"_s);
    QVERIFY(button(dialog, u"createRoomSubmit"_s)->isEnabled());
    dialog.showError(CreateRoomDialog::Field::Topic, {u"It is too long."_s});
    QCOMPARE(errorUnder(dialog, u"roomTopicEdit"_s), u"It is too long."_s);
    QTest::keyClicks(edit(dialog, u"roomTopicEdit"_s), u"x"_s);
    QCOMPARE(errorUnder(dialog, u"roomTopicEdit"_s), QString());
}

void TestFormDialogs::createLimitsWhatIsTyped()
{
    CreateRoomDialog dialog;
    dialog.setLimits(80, 250);
    // Two UTF-16 units for a character outside the first plane: 80 of those must still fit.
    edit(dialog, u"roomNameEdit"_s)->setText(u"\U0001F44D"_s.repeated(80));
    QCOMPARE(edit(dialog, u"roomNameEdit"_s)->text().size(), 160);
    edit(dialog, u"roomTopicEdit"_s)->setText(QString(1000, u'x'));
    QCOMPARE(edit(dialog, u"roomTopicEdit"_s)->text().size(), 500);
}

void TestFormDialogs::topicStartsWithTheOldOne()
{
    TopicDialog dialog(u"engines"_s, u"steam"_s);
    open(dialog);
    QSignalSpy chosen(&dialog, &TopicDialog::topicChosen);
    QCOMPARE(edit(dialog, u"topicEdit"_s)->selectedText(), u"steam"_s);
    QTest::keyClicks(edit(dialog, u"topicEdit"_s), u"diesel"_s);
    QTest::mouseClick(button(dialog, u"topicSave"_s), Qt::LeftButton);
    QTest::mouseClick(button(dialog, u"topicSave"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), u"diesel"_s);
    QVERIFY(dialog.isVisible());
}

void TestFormDialogs::topicMayBeRemoved()
{
    TopicDialog dialog(u"engines"_s, u"steam"_s);
    open(dialog);
    QSignalSpy chosen(&dialog, &TopicDialog::topicChosen);
    edit(dialog, u"topicEdit"_s)->clear();
    QTest::mouseClick(button(dialog, u"topicSave"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QString());
}

void TestFormDialogs::topicShowsWhyNot()
{
    TopicDialog dialog(u"engines"_s, u"steam"_s);
    open(dialog);
    QTest::mouseClick(button(dialog, u"topicSave"_s), Qt::LeftButton);
    QVERIFY(!edit(dialog, u"topicEdit"_s)->isEnabled());
    dialog.showError({u"Join the room first."_s});
    QCOMPARE(errorUnder(dialog, u"topicEdit"_s), u"Join the room first."_s);
    QVERIFY(edit(dialog, u"topicEdit"_s)->hasFocus());
    QTest::mouseClick(button(dialog, u"topicCancel"_s), Qt::LeftButton);
    QVERIFY(!dialog.isVisible());
}

void TestFormDialogs::roomNameInTheTitleIsText()
{
    TopicDialog dialog(u"<b>engines</b>"_s, {});
    const auto labels = dialog.findChildren<QLabel *>();
    const auto title = std::ranges::find_if(
        labels, [](const QLabel *label) { return label->text().contains(u"<b>engines</b>"_s); });
    QVERIFY(title != labels.end());
    for (const QLabel *label : labels)
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void TestFormDialogs::dialogGrowsForASentence()
{
    CreateRoomDialog dialog;
    open(dialog);
    dialog.resize(dialog.width(), dialog.minimumSizeHint().height());
    const int before = dialog.height();
    dialog.showError(CreateRoomDialog::Field::Name,
                     {u"A sentence of several lines. "_s.repeated(8)});
    QTRY_VERIFY(dialog.height() > before);
    const auto *label = dialog.findChild<QLabel *>(u"roomNameEditError"_s);
    QTRY_VERIFY(label->height() >= label->heightForWidth(label->width()));
}

void TestFormDialogs::dialogGrowsForALongFact()
{
    FactsDialog dialog(u"Facts"_s);
    dialog.setFacts({{u"Certificate"_s, {u"none"_s}}});
    open(dialog);
    const QString text = u"a name that is long "_s.repeated(6);
    dialog.setFacts({{u"Certificate"_s, {text}}});
    const auto labels = dialog.findChildren<QLabel *>();
    const auto value = std::ranges::find(labels, text, &QLabel::text);
    QVERIFY(value != labels.end());
    QTRY_VERIFY((*value)->width() >= (*value)->sizeHint().width());
}

static PeopleDialog::Purpose forTwo()
{
    return {u"New message"_s, u"To them."_s, u"Open"_s, 2};
}

static const QList<protocol::User> kPeople{
    {{3}, u"zoe"_s, u"Zoe"_s}, {{2}, u"ada"_s, u"Ada"_s}, {{4}, u"grace"_s, u"Grace"_s}};

static void tick(QDialog &dialog, int row)
{
    auto *list = dialog.findChild<QListView *>(u"peopleList"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(row, 0)).center());
}

void TestFormDialogs::peopleAreTicked()
{
    PeopleDialog dialog(forTwo());
    open(dialog);
    QSignalSpy chosen(&dialog, &PeopleDialog::chosen);
    QVERIFY(!button(dialog, u"peopleSubmit"_s)->isEnabled());
    dialog.setPeople(kPeople);
    auto *list = dialog.findChild<QListView *>(u"peopleList"_s);
    tick(dialog, 2); // by name: Zoe
    tick(dialog, 1);
    tick(dialog, 1); // and not
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(dialog.findChild<QLabel *>(u"peopleNames"_s)->text(), u"Ada, Zoe"_s);
    // A tick stays while another name is looked for.
    edit(dialog, u"peopleFilter"_s)->setText(u"gra"_s);
    button(dialog, u"peopleSubmit"_s)->click();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].value<QList<UserId>>(), (QList<UserId>{{2}, {3}}));
    button(dialog, u"peopleSubmit"_s)->click();
    QCOMPARE(chosen.size(), 1); // asked once
    QVERIFY(dialog.isVisible());
}

void TestFormDialogs::peopleWithoutATick()
{
    PeopleDialog dialog(forTwo());
    open(dialog);
    dialog.setPeople(kPeople);
    QSignalSpy chosen(&dialog, &PeopleDialog::chosen);
    QTest::keyClicks(edit(dialog, u"peopleFilter"_s), u"RAC"_s);
    QTest::keyClick(edit(dialog, u"peopleFilter"_s), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].value<QList<UserId>>(), QList<UserId>{{4}});
}

void TestFormDialogs::peopleTooMany()
{
    PeopleDialog dialog(forTwo());
    open(dialog);
    dialog.setPeople(kPeople);
    for (int row = 0; row < 3; ++row)
        tick(dialog, row);
    QVERIFY(!button(dialog, u"peopleSubmit"_s)->isEnabled());
    QCOMPARE(dialog.findChild<QLabel *>(u"peopleNames"_s)->text(), u"At most 2 people"_s);
    tick(dialog, 0);
    QVERIFY(button(dialog, u"peopleSubmit"_s)->isEnabled());
}

void TestFormDialogs::peopleShowWhyNot()
{
    PeopleDialog dialog(forTwo());
    open(dialog);
    dialog.setPeople(kPeople);
    button(dialog, u"peopleSubmit"_s)->click();
    dialog.showError({u"The server could not be reached."_s});
    QCOMPARE(dialog.findChild<QLabel *>(u"noticeText"_s)->text(),
             u"The server could not be reached."_s);
    QVERIFY(button(dialog, u"peopleSubmit"_s)->isEnabled());
    edit(dialog, u"peopleFilter"_s)->setText(u"nobody"_s);
    QVERIFY(!button(dialog, u"peopleSubmit"_s)->isEnabled());
}

void TestFormDialogs::browseJoins()
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

void TestFormDialogs::browseOpensOnesOwn()
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

void TestFormDialogs::browseFilters()
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

void TestFormDialogs::browseWaitsAndIsEmpty()
{
    BrowseRoomsDialog dialog;
    open(dialog);
    const auto says = [&](const QString &words) {
        const auto labels = dialog.findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](const QLabel *label) {
            return label->isVisible() && label->text() == words;
        });
    };
    QVERIFY(says(u"Fetching the rooms…"_s));
    QVERIFY(!button(dialog, u"browseJoin"_s)->isEnabled());
    dialog.setRooms(new PublicRoomsModel({}, &dialog));
    QVERIFY(says(u"No rooms yet"_s));
}

void TestFormDialogs::browseShowsWhyNot()
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

QTEST_MAIN(TestFormDialogs)
#include "tst_form_dialogs.moc"
