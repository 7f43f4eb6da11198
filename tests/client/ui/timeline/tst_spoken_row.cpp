// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_texts.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QTest>
#include <functional>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! What a screen reader says of a message.
class TestSpokenRow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void spoken_data();
    void spoken();
};

void TestSpokenRow::spoken_data()
{
    using Change = std::function<void(TimelineRow &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("said"); // behind who, when and what
    const auto row = [](const char *name, const Change &change, const QString &said) {
        QTest::newRow(name) << change << said;
    };
    row("plain", [](TimelineRow &) {}, {});
    row(
        "answer",
        [](TimelineRow &r) {
            r.quote = RowQuote{1, {7}, u"Grace"_s, u"where?"_s, {}};
        },
        u". Answers Grace."_s);
    row("answer to what is not known yet",
        [](TimelineRow &r) { r.quote = RowQuote{.seq = 1, .by = {}, .author = {}, .text = {}}; },
        {});
    row(
        "answer to what one cannot see",
        [](TimelineRow &r) { r.quote = RowQuote{1, {}, {}, u"It is not available."_s, {}, true}; },
        u". Answers a message that is not available."_s);
    row(
        "edited", [](TimelineRow &r) { r.isEdited = true; }, u". Edited."_s);
    row(
        "mention", [](TimelineRow &r) { r.isForMe = true; }, u". Mentions you."_s);
    row("mention of somebody else",
        [](TimelineRow &r) {
            r.mentions = {{0, 4, u"Grace (@grace)"_s, false}};
        },
        {});
    row(
        "reactions",
        [](TimelineRow &r) {
            r.reactions = {{u"👍"_s, 2, false}, {u"🦉"_s, 1, true}};
        },
        u". 👍 2. 🦉 1."_s);
    row(
        "pinned",
        [](TimelineRow &r) {
            r.pin = RowPin{u"Ada"_s, r.at};
        },
        u". Pinned by Ada."_s);
    row(
        "to be deleted", [](TimelineRow &r) { r.isToBeDeleted = true; },
        u". Waits to be deleted."_s);
    row(
        "being sent", [](TimelineRow &r) { r.delivery = Delivery::Pending; }, u". Being sent."_s);
    row(
        "not sent",
        [](TimelineRow &r) {
            r.delivery = Delivery::Failed;
            r.failure = u"No connection."_s;
        },
        u". Not sent. No connection."_s);
    row(
        "line of a pin",
        [](TimelineRow &r) { r.pinLines = {{.message = 1, .by = u"Ada"_s, .at = r.at, .seq = 2}}; },
        u". After it, Ada pinned a message."_s);
    row(
        "several",
        [](TimelineRow &r) {
            r.isForMe = true;
            r.isEdited = true;
            r.quote = RowQuote{1, {7}, u"Grace"_s, u"where?"_s, {}};
        },
        u". Mentions you. Answers Grace. Edited."_s);
    row(
        "behind a sentence",
        [](TimelineRow &r) {
            r.text += u'.';
            r.isEdited = true;
        },
        u". Edited."_s);
}

void TestSpokenRow::spoken()
{
    using Change = std::function<void(TimelineRow &)>;
    QFETCH(const Change, change);
    QFETCH(const QString, said);
    TimelineRow row = message(1, u"**so** it is"_s);
    change(row);
    QCOMPARE(spokenRow(row), u"User 1, 12:01: so it is"_s + said);
}

QTEST_GUILESS_MAIN(TestSpokenRow)
#include "tst_spoken_row.moc"
