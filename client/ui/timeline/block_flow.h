// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/markup.h"
#include "client/ui/timeline/row_parts.h"
#include "client/ui/timeline/timeline_style.h"

#include <map>

namespace salon::client {

//! Puts the blocks of a message below each other.
class BlockFlow {
public:
    //! `sent` is what the markup was read from.
    BlockFlow(RowParts &parts, const Markup &markup, const QString &sent,
              const TimelineStyle &style, int width);

    //! `plain` is the look of paragraphs.
    void add(const TextStyle &plain, const UnfoldedBlocks &unfolded);

private:
    //! Where a block stands.
    struct Column {
        qreal left = 0;
        qreal width = 0;
    };
    qreal gapBefore(size_t block) const;
    Column columnOf(const MarkupBlock &block, bool isRightToLeft) const;
    qreal indentOf(const MarkupLevel &level) const;
    void readMarkers();
    void addText(const MarkupBlock &block, const TextStyle &plain);
    void addLines(const MarkupText &text, const TextStyle &look, const Column &column);
    void addPiece(const MarkupText &text, const TextStyle &look, const Column &column);
    void addMarker(const MarkupBlock &block, const Column &column, bool isRightToLeft,
                   size_t firstBox);
    void addRule(const MarkupBlock &block, const Column &column);
    void addBars(const MarkupBlock &block, qreal top, bool isRightToLeft);

    RowParts &m_parts;
    const Markup &m_markup;
    const QString &m_sent;
    const TimelineStyle &m_style;
    qreal m_width;
    std::map<int, qreal> m_markerWidths; // by list
    std::map<int, size_t> m_bars; // shapes by quote
};

} // namespace salon::client
