// SPDX-License-Identifier: MIT
#include "client/ui/create_room_dialog.h"
#include "client/ui/facts_dialog.h"
#include "client/ui/topic_dialog.h"
#include "tests/client/ui/form_dialog_fixture.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! The dialogs that make and name rooms: what they ask for, and that they wait for an answer.
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

QTEST_MAIN(TestFormDialogs)
#include "tst_form_dialogs.moc"
