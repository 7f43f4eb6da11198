// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/request_trace.h"
#include <QObject>
#include <QTimer>
#include <array>
#include <memory>
#include <sys/epoll.h>
#include <vector>

class QSocketNotifier;

namespace salon::server {

//! Something whose descriptor a Poller watches.
class PollTarget {
public:
    PollTarget() = default;
    virtual ~PollTarget() = default;
    Q_DISABLE_COPY_MOVE(PollTarget)
    virtual void pollEvent(quint32 events) = 0; //!< EPOLL… bits
    virtual void turnEnd() { } //!< once for each Poller::atTurnEnd()

private:
    friend class Poller;
    qint32 m_turnSlot = -1;
};

//! One epoll set for all sockets of a thread, behind one ordinary QSocketNotifier: Qt's own
//! dispatcher asks the kernel about every descriptor again in each turn. Lives in the thread that
//! makes it.
class Poller final : public QObject {
public:
    explicit Poller(QObject *parent = nullptr);
    ~Poller() override;

    bool watch(int descriptor, PollTarget *target,
               quint32 events); //!< adds or changes; level triggered
    void unwatch(int descriptor); //!< before it is closed
    void atTurnEnd(PollTarget *target); //!< after this batch of events, or before the loop blocks
    void forget(PollTarget *target); //!< the target is going away
    //! Dies when nothing of it can be on the stack any more.
    void bury(std::unique_ptr<PollTarget> target) { m_buried.push_back(std::move(target)); }
    //! What the current request sends leaves at the end of the turn: so long it is not over.
    void holdRequest();
    //! The trace, if its request is being flushed now.
    RequestTracePtr flushedRequest(const RequestTrace *trace) const;
    //! Tells the peer that nothing more comes, drops what it still sends until it ends or
    //! `kLingerMs` are over, then closes: an early close would answer late input with RST, which
    //! overtakes our last bytes.
    void lingerClose(int descriptor);

    static constexpr int kScratchBytes = 64 * 1024;
    //! One buffer to read into, within one pollEvent(): nobody runs an event loop there.
    char *scratch() { return m_scratch.get(); }
    void wipeScratch(size_t bytes); //!< it may have been a password

    static constexpr int kLingerMs = 3'000;

private:
    struct Slot {
        PollTarget *target = nullptr;
        quint32 events = 0;
        quint32 generation = 0; // events fetched for an earlier life of the number are ignored
    };
    struct Linger;
    bool event(QEvent *event) override;
    void dispatch();
    void runTurnEnd();
    void endTurn();
    void sweepLinger();

    int m_epoll;
    QSocketNotifier *m_notifier;
    std::vector<Slot> m_slots; // by descriptor
    std::vector<PollTarget *> m_turn;
    size_t m_turnPosition = 0;
    std::vector<RequestTracePtr> m_held; // requests whose bytes leave at the end of this turn
    std::vector<RequestTracePtr> m_flushed;
    std::vector<RequestTracePtr> m_spare; // empty: its memory is used again
    std::array<epoll_event, 256> m_events{};
    int m_position = 0, m_count = 0;
    std::unique_ptr<char[]> m_scratch;
    std::vector<std::unique_ptr<PollTarget>> m_buried;
    int m_depth = 0; // of dispatch()
    std::vector<std::unique_ptr<Linger>> m_linger;
    QTimer m_lingerTimer;
};

} // namespace salon::server
