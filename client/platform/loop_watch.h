// SPDX-License-Identifier: MIT
#pragma once
#include <QObject>
#include <QString>
#include <array>
#include <functional>

namespace salon::client {

//! What the window's thread does, as far as it says so with a StageScope.
enum class LoopStage {
    Other,
    Receiving, //!< decodes what the server sent
    Applying, //!< what came changes what is true
    Opening, //!< of a room
    Layout,
    Paint,
};
inline constexpr size_t kLoopStageCount = size_t(LoopStage::Paint) + 1;

//! A turn of the event loop that took too long. Times are nanoseconds.
struct LoopStall {
    qint64 took = 0;
    LoopStage longest = LoopStage::Other; //!< in which most of it went by
    qint64 longestTook = 0;
    QString receiver; //!< class of the object whose event took longest

    //! For the log: "83 ms, most of it painting (71 ms), longest in TimelineView"
    QString text() const;
};

//! Sees when the event loop of its thread stands still: from the first event of a turn until the
//! loop may wait again. It looks only while there are events, and so never wakes the computer up.
//! What is worked outside of a running loop is not its matter, nor what is before anything was
//! painted: no window stands still that is not there yet.
class LoopWatch : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 kLongestTurn = 50'000'000;

    //! Nanoseconds that never go back.
    static qint64 now();
    explicit LoopWatch(std::function<qint64()> clock = now, QObject *parent = nullptr);
    ~LoopWatch() override;
    //! That of the calling thread, or null.
    static LoopWatch *current();

    int stalls() const { return m_stalls; } //!< since the start
    qint64 longest() const { return m_longest; } //!< turn since the start, stall or none

Q_SIGNALS:
    void stalled(const salon::client::LoopStall &stall);

private:
    friend class StageScope;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void eventBegins(qint64 now, const QObject *receiver);
    void eventEnded(qint64 now);
    void turnEnded();
    LoopStage enter(LoopStage stage);
    LoopStall stallOf(qint64 took) const;

    const std::function<qint64()> m_clock;
    bool m_wasPainted = false;
    qint64 m_turnBegan = 0; //!< 0 between turns
    qint64 m_eventBegan = 0;
    const QMetaObject *m_receiver = nullptr; //!< of the latest event
    qint64 m_longestEvent = 0; //!< of this turn
    const QMetaObject *m_longestReceiver = nullptr;
    LoopStage m_stage = LoopStage::Other;
    qint64 m_stageSince = 0;
    std::array<qint64, kLoopStageCount> m_spent{}; //!< of this turn
    int m_stalls = 0;
    qint64 m_longest = 0;
};

//! Says what the thread does as long as it stands; inner ones count for themselves. Costs next to
//! nothing, and nothing at all where nobody watches.
class StageScope {
public:
    explicit StageScope(LoopStage stage);
    ~StageScope();
    Q_DISABLE_COPY_MOVE(StageScope)

private:
    LoopWatch *m_watch;
    LoopStage m_before = LoopStage::Other;
};

} // namespace salon::client
