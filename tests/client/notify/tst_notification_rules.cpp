// SPDX-License-Identifier: MIT
#include "client/notify/notification_rules.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

constexpr UserId kSelf{7};
constexpr UserId kOther{8};

//! Each row is a situation; taking a rule out breaks the row of that name.
class TestNotificationRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void usualLevels();

private:
    struct Case {
        QString kind = u"public"_s;
        std::optional<NotificationLevel> chosen = {};
        bool namesSelf = false;
        bool namesOther = false;
        bool callsAll = false;
        UserId by = kOther;
        Seq seq = 11; // 10 is read
        bool isDeleted = false;
        bool isInView = false;
        bool isQuiet = false;
    };
    static void row(const char *name, const Case &situation, Verdict verdict)
    {
        QTest::newRow(name) << situation << verdict;
    }
};

void TestNotificationRules::verdicts_data()
{
    using enum NotificationLevel;
    using Rule = NotificationRule;
    QTest::addColumn<Case>("situation");
    QTest::addColumn<Verdict>("verdict");
    row("chatter in a room", {}, Silence::CallsNobody);
    row("mention", {.namesSelf = true}, Rule::Mention);
    row("mention of another", {.namesOther = true}, Silence::CallsNobody);
    row("@room", {.callsAll = true}, Rule::EverybodyCalled);
    row("@room and mention", {.namesSelf = true, .callsAll = true}, Rule::Mention);
    row("private room", {.kind = u"private"_s}, Silence::CallsNobody);
    row("conversation", {.kind = u"direct"_s}, Rule::Conversation);
    row("mention in a conversation", {.kind = u"direct"_s, .namesSelf = true}, Rule::Mention);

    row("all of a room", {.chosen = All}, Rule::AllOfRoom);
    row("all of a room, mention", {.chosen = All, .namesSelf = true}, Rule::Mention);
    row("mentions of a conversation", {.kind = u"direct"_s, .chosen = Mentions},
        Silence::CallsNobody);
    row("nothing of a room", {.chosen = Nothing, .namesSelf = true}, Silence::NothingOfRoom);
    row("nothing of a room, @room", {.chosen = Nothing, .callsAll = true}, Silence::NothingOfRoom);
    row("nothing of a conversation", {.kind = u"direct"_s, .chosen = Nothing},
        Silence::NothingOfRoom);

    row("own, on another device", {.kind = u"direct"_s, .by = kSelf}, Silence::OwnMessage);
    row("own @room", {.callsAll = true, .by = kSelf}, Silence::OwnMessage);
    row("deleted", {.namesSelf = true, .isDeleted = true}, Silence::Deleted);
    row("read", {.namesSelf = true, .seq = 10}, Silence::AlreadyRead);
    row("read before", {.kind = u"direct"_s, .seq = 3}, Silence::AlreadyRead);
    row("in view", {.namesSelf = true, .isInView = true}, Silence::InView);
    row("in view, conversation", {.kind = u"direct"_s, .isInView = true}, Silence::InView);
    row("do not disturb", {.namesSelf = true, .isQuiet = true}, Silence::DoNotDisturb);
    row("do not disturb, conversation", {.kind = u"direct"_s, .isQuiet = true},
        Silence::DoNotDisturb);
    // What lasts longer is told before what passes.
    row("nothing before do not disturb", {.chosen = Nothing, .isQuiet = true},
        Silence::NothingOfRoom);
    row("chatter before do not disturb", {.isQuiet = true}, Silence::CallsNobody);
}

void TestNotificationRules::verdicts()
{
    QFETCH(Case, situation);
    QFETCH(Verdict, verdict);
    protocol::Room room{.id = {5}, .kind = situation.kind};
    room.read = 10;
    protocol::Message message{.room = room.id, .seq = situation.seq, .by = situation.by};
    message.mentions = QList<UserId>();
    if (situation.namesSelf)
        message.mentions->append(kSelf);
    if (situation.namesOther)
        message.mentions->append(UserId{9});
    if (situation.callsAll)
        message.mentionsRoom = true;
    if (situation.isDeleted)
        message.deleted = true;
    QCOMPARE(judge({message, room, kSelf, situation.chosen, situation.isInView, situation.isQuiet}),
             verdict);
}

void TestNotificationRules::usualLevels()
{
    QCOMPARE(usualLevel({.kind = u"public"_s}), NotificationLevel::Mentions);
    QCOMPARE(usualLevel({.kind = u"private"_s}), NotificationLevel::Mentions);
    QCOMPARE(usualLevel({.kind = u"direct"_s}), NotificationLevel::All);
}

QTEST_GUILESS_MAIN(TestNotificationRules)
#include "tst_notification_rules.moc"
