// SPDX-License-Identifier: MIT
#include "client/platform/loop_watch.h"
#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QThread>
#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

Q_LOGGING_CATEGORY(log, "salon.window", QtWarningMsg)

constexpr qint64 kMillisecond = 1'000'000;

thread_local LoopWatch *t_watch = nullptr;

QString wordsOf(LoopStage stage)
{
    switch (stage) {
    case LoopStage::Other:
        return u"other work"_s;
    case LoopStage::Receiving:
        return u"reading what the server sent"_s;
    case LoopStage::Applying:
        return u"applying events"_s;
    case LoopStage::Opening:
        return u"opening a room"_s;
    case LoopStage::Layout:
        return u"laying out"_s;
    case LoopStage::Paint:
        return u"painting"_s;
    }
    return {};
}

} // namespace

QString LoopStall::text() const
{
    return u"%1 ms, most of it %2 (%3 ms), the longest event in %4"_s.arg(took / kMillisecond)
        .arg(wordsOf(longest))
        .arg(longestTook / kMillisecond)
        .arg(receiver);
}

qint64 LoopWatch::now()
{
    const auto passed = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(passed).count();
}

LoopWatch::LoopWatch(std::function<qint64()> clock, QObject *parent)
    : QObject(parent), m_clock(std::move(clock))
{
    // The one dispatcher tells of both around its waiting, another of one before each turn: a turn
    // is what lies between two of them, from its first event on.
    const auto *dispatcher = QAbstractEventDispatcher::instance();
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &LoopWatch::turnEnded);
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &LoopWatch::turnEnded);
    QCoreApplication::instance()->installEventFilter(this);
    t_watch = this;
}

LoopWatch::~LoopWatch()
{
    t_watch = nullptr;
}

LoopWatch *LoopWatch::current()
{
    return t_watch;
}

bool LoopWatch::eventFilter(QObject *watched, QEvent *event)
{
    if (m_wasPainted && QThread::currentThread()->loopLevel() > 0)
        eventBegins(m_clock(), watched);
    m_wasPainted = m_wasPainted || event->type() == QEvent::Paint;
    return false;
}

void LoopWatch::eventBegins(qint64 now, const QObject *receiver)
{
    if (m_turnBegan == 0) {
        m_turnBegan = m_stageSince = now;
        m_spent.fill(0);
        m_longestEvent = 0;
        m_longestReceiver = nullptr;
    } else {
        eventEnded(now);
    }
    m_eventBegan = now;
    m_receiver = receiver->metaObject();
}

void LoopWatch::eventEnded(qint64 now)
{
    if (now - m_eventBegan < m_longestEvent)
        return;
    m_longestEvent = now - m_eventBegan;
    m_longestReceiver = m_receiver;
}

void LoopWatch::turnEnded()
{
    const qint64 began = std::exchange(m_turnBegan, 0);
    if (began == 0)
        return;
    const qint64 now = m_clock();
    m_longest = std::max(m_longest, now - began);
    if (now - began <= kLongestTurn)
        return;
    eventEnded(now);
    m_spent[size_t(m_stage)] += now - m_stageSince;
    const LoopStall stall = stallOf(now - began);
    ++m_stalls;
    qCWarning(log).noquote() << "The window stood still for" << stall.text();
    Q_EMIT stalled(stall);
}

LoopStall LoopWatch::stallOf(qint64 took) const
{
    const auto longest = std::ranges::max_element(m_spent);
    return {took, LoopStage(longest - m_spent.begin()), *longest,
            QString::fromLatin1(m_longestReceiver->className())};
}

LoopStage LoopWatch::enter(LoopStage stage)
{
    const qint64 now = m_clock();
    m_spent[size_t(m_stage)] += now - m_stageSince;
    m_stageSince = now;
    return std::exchange(m_stage, stage);
}

StageScope::StageScope(LoopStage stage) : m_watch(t_watch)
{
    if (m_watch)
        m_before = m_watch->enter(stage);
}

StageScope::~StageScope()
{
    if (m_watch && m_watch == t_watch) // it may have gone meanwhile
        m_watch->enter(m_before);
}

} // namespace salon::client
