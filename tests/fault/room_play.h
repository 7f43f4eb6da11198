// SPDX-License-Identifier: MIT
#pragma once
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QRandomGenerator>

namespace salon::test {

//! A room of a timeline, in which all happens that may happen to messages. Numbers of the log have
//! room between them, for what is missing and comes later.
class RoomPlay {
public:
    explicit RoomPlay(QRandomGenerator &random) : m_random(random) { }

    client::FakeTimelineModel &model() { return m_model; }
    void fill(int count);
    int deliveredCount() const;
    //! Brings the room back to a length that is quick to try things on.
    void keepUsualLength();

    void append();
    void prepend();
    void insertBetween();
    void fillGap();
    void edit();
    void grow(); //!< as by a picture
    void renameAuthor();
    void sendOwn();
    void deliver();
    void fail();
    void discard();
    void removeOne();
    void removeSome();
    void evictOldest();
    void evictNewest();
    void pageNewer();
    void changeBounds();
    void resetAsItWas();
    //! As after a restart: the same messages, with other ids.
    void rebuild();
    void vanishAndComeBack();
    void burst();

private:
    client::TimelineRow make(Seq seq);
    QString someText();
    int bounded(int most) { return int(m_random.bounded(most)); }
    int someDelivered() { return bounded(qMax(1, deliveredCount())); }
    Seq lastSeq() const;
    void removeRows(int first, int count);

    QRandomGenerator &m_random;
    client::FakeTimelineModel m_model;
    qint64 m_lastId = 0;
};

} // namespace salon::test
