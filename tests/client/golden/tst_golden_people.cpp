// SPDX-License-Identifier: MIT
#include "client/ui/main_window.h"
#include "client/ui/room_header.h"
#include "client/ui/room_pane.h"
#include "tests/client/golden/golden_test.h"
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

using Golden = GoldenWindow;

//! Where people stand in lists, with marks of how they are there.
class TestGoldenPeople : public GoldenTest {
    Q_OBJECT
private Q_SLOTS:
    void members_data() { looks(); }
    void members()
    {
        if (isNarrow()) { // the rooms take the whole window
            beginWithPresence(Golden::kDirect, {Golden::kGrace});
            Q_EMIT m->window().pane()->header()->roomsRequested();
            m->settle();
            return compare(u"rooms"_s);
        }
        beginWithPresence(Golden::kGeneral, {Golden::kGrace, Golden::kLinus, Golden::kMaryam});
        compare(*m->find<QWidget>("memberPanel"), u"members"_s);
        compare(*m->find<QWidget>("sidebar"), u"rooms"_s);
    }
    void ownersMembers_data() { schemes(); }
    void ownersMembers()
    {
        beginWithPresence(Golden::kRelease, {Golden::kGrace, Golden::kLinus, Golden::kMaryam});
        compare(*m->find<QWidget>("memberPanel"), u"members_owner"_s);
    }
    void other_data() { looks(); }
    void other()
    {
        beginWithPresence(Golden::kDirect, {Golden::kGrace});
        compare(*m->window().pane()->header(), u"header_direct"_s);
    }
};

GOLDEN_MAIN(TestGoldenPeople)
#include "tst_golden_people.moc"
