// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_cache.h"

namespace salon::client {

const RowLayout &RowCache::layout(const TimelineRow &row, int width, const TimelineStyle &style,
                                  const UnfoldedBlocks &unfolded)
{
    const auto found = m_byId.find(row.id);
    if (found != m_byId.end()) {
        const auto entry = found->second;
        if (entry->revision == row.revision && entry->layout.width() == width) {
            m_entries.splice(m_entries.begin(), m_entries, entry);
            return entry->layout;
        }
        forget(row.id);
    }
    m_entries.push_front({row.id, row.revision, RowLayout(row, width, style, unfolded)});
    m_byId[row.id] = m_entries.begin();
    ++m_layoutsMade;
    if (m_entries.size() > m_capacity) {
        m_byId.erase(m_entries.back().id);
        m_entries.pop_back();
    }
    return m_entries.front().layout;
}

void RowCache::forget(qint64 rowId)
{
    const auto found = m_byId.find(rowId);
    if (found == m_byId.end())
        return;
    m_entries.erase(found->second);
    m_byId.erase(found);
}

void RowCache::clear()
{
    m_entries.clear();
    m_byId.clear();
}

} // namespace salon::client
