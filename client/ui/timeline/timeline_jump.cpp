// SPDX-License-Identifier: MIT
// TimelineView: going straight to a message, to a place or to the end.
#include "client/ui/timeline/timeline_accessibility.h"
#include "client/ui/timeline/timeline_view.h"

namespace salon::client {
namespace {

constexpr int kMarkedMs = 1'600;
constexpr int kFadeMs = 2 * Theme::kMotionMs;
constexpr int kFrameMs = 16;

} // namespace

void TimelineView::jumpToEnd()
{
    if (!m_model)
        return;
    if (const auto from = place(); from && !from->isEnd())
        Q_EMIT leftFor(*from);
    goToEnd();
}

void TimelineView::goToEnd()
{
    m_sendsLatest = m_model->hasNewer();
    if (m_sendsLatest)
        Q_EMIT latestWanted();
    m_geometry.scrollToEnd();
    m_firstUnseen = {};
    moved();
}

void TimelineView::goTo(const ReadingPlace &place)
{
    if (!m_model)
        return;
    if (place.isEnd())
        return goToEnd();
    m_sendsLatest = false;
    m_geometry.goTo(place);
    moved();
}

bool TimelineView::jumpTo(Seq seq)
{
    const int index = m_model ? m_model->indexOf(seq) : -1;
    if (index < 0)
        return false;
    m_sendsLatest = false;
    m_geometry.showThirdDown(index);
    m_current = {m_model->row(index).id, index};
    m_target.reset();
    mark(m_current);
    setFocus(Qt::OtherFocusReason);
    moved();
    TimelineAccessible::tellFocused(this, index);
    return true;
}

void TimelineView::askAgain()
{
    m_askedOlder = m_askedNewer = false;
    scheduleRefresh();
}

void TimelineView::mark(const TrackedRow &row)
{
    m_marked = row;
    m_sinceMarked.start();
    m_markTimer.start(kMarkedMs, this);
}

//! 1 at first, then less and less; 0 when nothing is marked.
double TimelineView::markStrength() const
{
    if (!m_marked.isValid())
        return 0;
    const auto faded = double(m_sinceMarked.elapsed() - kMarkedMs) / kFadeMs;
    return m_style.theme.hasMotion ? qBound(0.0, 1 - faded, 1.0) : 1;
}

void TimelineView::fadeMark()
{
    if (m_style.theme.hasMotion && m_sinceMarked.elapsed() < kMarkedMs + kFadeMs) {
        m_markTimer.start(kFrameMs, this);
    } else {
        m_markTimer.stop();
        m_marked = {};
    }
    viewport()->update();
}

} // namespace salon::client
