// SPDX-License-Identifier: MIT
#include "server/dispatch/memberships.h"
#include <QTest>

using namespace salon;
using namespace salon::server;

namespace {

constexpr UserId kAda{1};
constexpr UserId kGrace{2};
constexpr RoomId kRoom{7};
constexpr RoomId kOther{8};

} // namespace

//! Who is in which room, and how many are, without asking the database.
class TestMemberships : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void membersAreCountedForMembers();
    void nothingCountsTwice();

private:
    static Effects change(const QList<Effects::Membership> &joined,
                          const QList<Effects::Membership> &left = {})
    {
        Effects effects;
        effects.joined = joined;
        effects.left = left;
        return effects;
    }
    void apply(Effects effects) { m_memberships.apply(effects); }

    Memberships m_memberships;
};

void TestMemberships::membersAreCountedForMembers()
{
    m_memberships.load(kRoom, kAda);
    QCOMPARE(m_memberships.membersWith(kAda, kRoom), 1);
    QCOMPARE(m_memberships.membersWith(kGrace, kRoom), 0);
    QCOMPARE(m_memberships.membersWith(kAda, kOther), 0);
    apply(change({{kRoom, kGrace}, {kOther, kGrace}}));
    QCOMPARE(m_memberships.membersWith(kAda, kRoom), 2);
    QCOMPARE(m_memberships.membersWith(kGrace, kRoom), 2);
    QCOMPARE(m_memberships.membersWith(kGrace, kOther), 1);
    apply(change({}, {{kRoom, kAda}}));
    QCOMPARE(m_memberships.membersWith(kAda, kRoom), 0);
    QCOMPARE(m_memberships.membersWith(kGrace, kRoom), 1);
}

void TestMemberships::nothingCountsTwice()
{
    apply(change({{kRoom, kAda}}));
    apply(change({{kRoom, kAda}}));
    apply(change({{kRoom, kGrace}, {kOther, kGrace}}));
    QCOMPARE(m_memberships.membersWith(kAda, kRoom), 2);
    apply(change({}, {{kRoom, kGrace}}));
    apply(change({}, {{kRoom, kGrace}}));
    QCOMPARE(m_memberships.membersWith(kAda, kRoom), 1);
}

QTEST_APPLESS_MAIN(TestMemberships)
#include "tst_memberships.moc"
