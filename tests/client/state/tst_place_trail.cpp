// SPDX-License-Identifier: MIT
#include "client/state/place_trail.h"
#include <QTest>

using namespace salon;
using namespace salon::client;

namespace {

constexpr ReadingPlace kEnd;
constexpr ReadingPlace kOld{10, 0, 5};
constexpr ReadingPlace kOlder{4, 3, -7};

} // namespace

//! Back and forward between the places that one jumped from.
class TestPlaceTrail : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leadsNowhereAtFirst()
    {
        PlaceTrail trail;
        QVERIFY(!trail.back(kEnd) && !trail.forward(kEnd));
        QVERIFY(!trail.hasBack() && !trail.hasForward());
    }

    void leadsBackAndForward()
    {
        PlaceTrail trail;
        trail.leave(kEnd);
        trail.leave(kOld);
        QCOMPARE(trail.back(kOlder), std::optional(kOld));
        QCOMPARE(trail.back(kOld), std::optional(kEnd));
        QVERIFY(!trail.hasBack());
        QCOMPARE(trail.forward(kEnd), std::optional(kOld));
        QCOMPARE(trail.forward(kOld), std::optional(kOlder));
        QVERIFY(!trail.hasForward());
    }

    void stepThatFailedIsUndoneByTheOther()
    {
        PlaceTrail trail;
        trail.leave(kOld);
        const auto place = trail.back(kEnd);
        trail.forward(*place);
        QVERIFY(!trail.hasForward());
        QCOMPARE(trail.back(kEnd), std::optional(kOld));
    }

    void anotherJumpForgetsWhatWasAhead()
    {
        PlaceTrail trail;
        trail.leave(kEnd);
        trail.back(kOld);
        QVERIFY(trail.hasForward());
        trail.leave(kOlder);
        QVERIFY(!trail.hasForward());
    }

    void samePlaceIsKeptOnce()
    {
        PlaceTrail trail;
        trail.leave(kOld);
        trail.leave(kOld);
        trail.back(kEnd);
        QVERIFY(!trail.hasBack());
    }

    void longAgoIsForgotten()
    {
        PlaceTrail trail;
        for (Seq seq = 1; seq <= PlaceTrail::kMost + 5; ++seq)
            trail.leave({seq, 0, 0});
        std::optional<ReadingPlace> last;
        int count = 0;
        for (auto place = trail.back(kEnd); place; place = trail.back(*place), ++count)
            last = place;
        QCOMPARE(count, int(PlaceTrail::kMost));
        QCOMPARE(last->seq, 6);
    }
};

QTEST_GUILESS_MAIN(TestPlaceTrail)
#include "tst_place_trail.moc"
