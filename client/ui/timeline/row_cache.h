// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/row_layout.h"

#include <list>
#include <unordered_map>

namespace salon::client {

//! The layouts of the rows that were drawn last, by row id; a layout of another revision or width
//! is made anew. Who folds or unfolds code forgets the row first.
class RowCache {
public:
    explicit RowCache(size_t capacity = 400) : m_capacity(capacity) { }

    //! Good until the next call.
    const RowLayout &layout(const TimelineRow &row, int width, const TimelineStyle &style,
                            const UnfoldedBlocks &unfolded = {});
    void forget(qint64 rowId);
    void clear();

    size_t size() const { return m_entries.size(); }
    qint64 layoutsMade() const { return m_layoutsMade; }

private:
    struct Entry {
        qint64 id;
        int revision;
        RowLayout layout;
    };
    std::list<Entry> m_entries; // used last first
    std::unordered_map<qint64, std::list<Entry>::iterator> m_byId;
    size_t m_capacity;
    qint64 m_layoutsMade = 0;
};

} // namespace salon::client
