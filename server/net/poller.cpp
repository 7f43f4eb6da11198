// SPDX-License-Identifier: MIT
#include "server/net/poller.h"
#include "shared/base/wipe.h"
#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QSocketNotifier>
#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace salon::server {

struct Poller::Linger final : PollTarget {
    Linger(Poller &poller, int number) : m_poller(poller), m_descriptor(number) { }
    ~Linger() override { end(); }
    Q_DISABLE_COPY_MOVE(Linger)

    bool isOver() const { return m_descriptor < 0 || m_deadline.hasExpired(); }

    void pollEvent(quint32) override
    {
        constexpr int kReadsPerEvent = 4; // level triggering brings us back
        std::array<char, 16 * 1024> sink;
        for (int i = 0; i < kReadsPerEvent; ++i) {
            const ssize_t got = ::recv(m_descriptor, sink.data(), sink.size(), MSG_DONTWAIT);
            if (got > 0)
                continue;
            if (got == 0 || (errno != EAGAIN && errno != EINTR))
                end(); // at once: an end that stays unheard is told again and again
            return;
        }
    }

private:
    void end()
    {
        if (m_descriptor < 0)
            return;
        m_poller.unwatch(m_descriptor);
        ::close(std::exchange(m_descriptor, -1));
    }

    Poller &m_poller;
    int m_descriptor;
    QDeadlineTimer m_deadline{kLingerMs};
};

Poller::Poller(QObject *parent)
    : QObject(parent), m_epoll(::epoll_create1(EPOLL_CLOEXEC)),
      m_notifier(new QSocketNotifier(m_epoll, QSocketNotifier::Read, this)),
      m_scratch(new char[kScratchBytes])
{
    connect(m_notifier, &QSocketNotifier::activated, this, [this] { dispatch(); });
    // Writes made outside dispatch() (timers, queued calls) leave just before the loop goes to
    // sleep. By sendEvent(), because a deleteLater() issued straight from aboutToBlock() is outside
    // any event: Qt would put it off until the loop ends. After awake() as well: a loop that always
    // has something to do never blocks.
    const auto turnEnd = [this] {
        if (m_turn.empty() && m_held.empty() && m_buried.empty())
            return;
        QEvent event(QEvent::User);
        QCoreApplication::sendEvent(this, &event);
    };
    QAbstractEventDispatcher *loop = QAbstractEventDispatcher::instance();
    connect(loop, &QAbstractEventDispatcher::aboutToBlock, this, turnEnd);
    connect(loop, &QAbstractEventDispatcher::awake, this, turnEnd);
    m_lingerTimer.setInterval(kLingerMs / 6);
    connect(&m_lingerTimer, &QTimer::timeout, this, [this] { sweepLinger(); });
}

Poller::~Poller()
{
    m_buried.clear();
    m_linger.clear();
    delete m_notifier; // before its descriptor
    ::close(m_epoll);
}

bool Poller::watch(int descriptor, PollTarget *target, quint32 events)
{
    constexpr size_t kGrowth = 256;
    const auto index = static_cast<size_t>(descriptor);
    if (index >= m_slots.size())
        m_slots.resize(index + kGrowth);
    Slot &slot = m_slots[index];
    const bool fresh = !slot.target;
    if (!fresh && slot.target == target && slot.events == events)
        return true;
    if (fresh)
        ++slot.generation;
    epoll_event event{};
    event.events = events;
    event.data.u64 = quint64(slot.generation) << 32 | quint64(index);
    if (::epoll_ctl(m_epoll, fresh ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event) != 0)
        return false;
    slot.target = target;
    slot.events = events;
    return true;
}

void Poller::unwatch(int descriptor)
{
    const auto index = static_cast<size_t>(descriptor);
    if (index >= m_slots.size() || !m_slots[index].target)
        return;
    m_slots[index].target = nullptr;
    ++m_slots[index].generation;
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
}

bool Poller::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    endTurn();
    return true;
}

void Poller::endTurn()
{
    runTurnEnd();
    if (m_depth == 0)
        std::exchange(m_buried, {}).clear();
}

// Within a target's call nobody runs an event loop: the scratch is lent to it.
void Poller::dispatch()
{
    if (m_position == m_count) {
        m_position = 0;
        m_count = std::max(
            0, ::epoll_wait(m_epoll, m_events.data(), static_cast<int>(m_events.size()), 0));
    }
    Q_ASSERT(m_depth == 0);
    ++m_depth;
    while (m_position < m_count) {
        const epoll_event event = m_events[static_cast<size_t>(m_position++)];
        const Slot slot = m_slots[static_cast<quint32>(event.data.u64)];
        if (slot.target && slot.generation == static_cast<quint32>(event.data.u64 >> 32))
            slot.target->pollEvent(event.events);
    }
    --m_depth;
    endTurn();
}

void Poller::atTurnEnd(PollTarget *target)
{
    if (target->m_turnSlot >= 0)
        return;
    target->m_turnSlot = static_cast<qint32>(m_turn.size());
    m_turn.push_back(target);
}

void Poller::holdRequest()
{
    RequestTrace *trace = RequestTrace::current();
    if (trace && (m_held.empty() || m_held.back().get() != trace))
        m_held.emplace_back(trace);
}

RequestTracePtr Poller::flushedRequest(const RequestTrace *trace) const
{
    const auto found = std::ranges::find(m_flushed, trace, &RequestTracePtr::get);
    return found == m_flushed.end() ? RequestTracePtr() : *found;
}

void Poller::forget(PollTarget *target)
{
    if (target->m_turnSlot >= 0)
        m_turn[static_cast<size_t>(target->m_turnSlot)] = nullptr;
    target->m_turnSlot = -1;
}

void Poller::runTurnEnd()
{
    if (m_turn.empty() && m_held.empty())
        return;
    auto ofOuterLoop = std::exchange(m_flushed, std::exchange(m_held, std::move(m_spare)));
    const auto now = StageClock::now();
    for (const RequestTracePtr &trace : m_flushed)
        trace->takeUp(trace->leftAt(), now);
    StageTimer timer(Stage::Flush);
    const size_t end = m_turn.size(); // what is added meanwhile waits for the next turn
    while (m_turnPosition < std::min(end, m_turn.size())) {
        if (PollTarget *target = std::exchange(m_turn[m_turnPosition++], nullptr)) {
            target->m_turnSlot = -1;
            target->turnEnd();
        }
    }
    if (m_turnPosition == m_turn.size()) {
        m_turn.clear();
        m_turnPosition = 0;
    } else {
        QAbstractEventDispatcher::instance()->wakeUp(); // never block with work left
    }
    const qint64 took = timer.stop();
    for (const RequestTracePtr &trace : m_flushed)
        trace->add(Stage::Flush, took);
    m_flushed.clear();
    m_spare = std::exchange(m_flushed, std::move(ofOuterLoop));
}

void Poller::wipeScratch(size_t bytes)
{
    wipe(m_scratch.get(), bytes);
}

void Poller::lingerClose(int descriptor)
{
    ::shutdown(descriptor, SHUT_WR);
    auto linger = std::make_unique<Linger>(*this, descriptor);
    if (!watch(descriptor, linger.get(), EPOLLIN | EPOLLRDHUP))
        return;
    m_linger.push_back(std::move(linger));
    if (!m_lingerTimer.isActive())
        m_lingerTimer.start();
}

void Poller::sweepLinger()
{
    std::erase_if(m_linger, [](const auto &linger) { return linger->isOver(); });
    if (m_linger.empty())
        m_lingerTimer.stop();
}

} // namespace salon::server
