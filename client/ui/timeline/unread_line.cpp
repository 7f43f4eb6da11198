// SPDX-License-Identifier: MIT
#include "client/ui/timeline/unread_line.h"

namespace salon::client {
namespace {

template <class Matches>
int firstRow(const TimelineModel &model, Matches matches)
{
    // From the end: what is unread is mostly short.
    int found = -1;
    for (int i = model.rowCount() - 1; i >= 0; --i) {
        const TimelineRow &row = model.row(i);
        if (row.seq == 0)
            continue;
        const int verdict = matches(row);
        if (verdict < 0)
            break;
        if (verdict > 0)
            found = i;
    }
    return found;
}

} // namespace

void UnreadLine::open(const TimelineModel &model)
{
    m_state = State::Waiting;
    m_marker = model.readMarker();
    m_index = -1;
    update(model);
}

void UnreadLine::close()
{
    m_state = State::Closed;
    m_index = -1;
}

bool UnreadLine::update(const TimelineModel &model)
{
    const int before = m_index;
    if (m_state == State::Waiting)
        decide(model);
    m_index = m_state != State::Known
        ? -1
        : firstRow(model, [this](const TimelineRow &row) { return row.seq >= m_first ? 1 : -1; });
    // Its own row may be among the older ones that are not loaded (any more).
    if (m_index == 0 && model.hasOlder() && model.row(0).seq > m_first)
        m_index = -1;
    return m_index != before;
}

void UnreadLine::decide(const TimelineModel &model)
{
    const bool isEmpty = model.rowCount() == 0;
    if (isEmpty && (model.hasOlder() || model.hasNewer()))
        return;
    bool sawRead = !model.hasOlder();
    const int first = firstRow(model, [&](const TimelineRow &row) {
        sawRead = sawRead || row.seq <= m_marker;
        return row.seq <= m_marker ? -1 : row.isOwn ? 0 : 1;
    });
    if (first < 0) {
        if (!model.hasNewer() && sawRead)
            m_state = State::Nothing;
    } else if (sawRead) {
        m_first = model.row(first).seq;
        m_state = State::Known;
    }
}

} // namespace salon::client
