// SPDX-License-Identifier: MIT
#include "client/ui/people_dialog.h"
#include "tests/client/ui/form_dialog_fixture.h"
#include <QListView>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

PeopleDialog::Purpose forTwo()
{
    return {u"New message"_s, u"To them."_s, u"Open"_s, 2};
}

const QList<protocol::User> kPeople{
    {{3}, u"zoe"_s, u"Zoe"_s}, {{2}, u"ada"_s, u"Ada"_s}, {{4}, u"grace"_s, u"Grace"_s}};

void tick(QDialog &dialog, int row)
{
    auto *list = dialog.findChild<QListView *>(u"peopleList"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(row, 0)).center());
}

} // namespace

//! The dialog that chooses people: what it asks for, and that it waits for an answer.
class TestPeopleDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void peopleAreTicked();
    void peopleWithoutATick();
    void peopleTooMany();
    void peopleShowWhyNot();
};

void TestPeopleDialog::peopleAreTicked()
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

void TestPeopleDialog::peopleWithoutATick()
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

void TestPeopleDialog::peopleTooMany()
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

void TestPeopleDialog::peopleShowWhyNot()
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

QTEST_MAIN(TestPeopleDialog)
#include "tst_people_dialog.moc"
