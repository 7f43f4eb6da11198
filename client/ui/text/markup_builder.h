// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/list_markers.h"
#include "client/ui/text/markup_writer.h"

#include <md4c.h>

namespace salon::client {

//! Makes blocks of what the parser tells, in the order in which it does.
class MarkupBuilder {
public:
    MarkupBuilder(const QString &sent, const ChatSource &source,
                  const std::vector<SafeLink> &bareLinks);

    // What md4c calls; anything but 0 ends the parsing.
    int enterBlock(MD_BLOCKTYPE type, const void *detail);
    int leaveBlock(MD_BLOCKTYPE type);
    int enterSpan(MD_SPANTYPE type, const void *detail);
    int leaveSpan(MD_SPANTYPE type);
    int text(MD_TEXTTYPE type, const char *text, size_t size);

    Markup take() { return std::move(m_markup); }

private:
    void beginList(bool isTight);
    void beginItem();
    void endItem();
    void beginBlock(MarkupBlock::Kind kind);
    void endBlock();
    void beginRule();
    void beginCell(MD_ALIGN align, bool isHead);
    void endTable();
    void beginText(int offset);
    void readMarker(int offset);
    MarkupMarker marker();
    MarkupBlock &block() { return m_markup.blocks.back(); }

    const QString &m_sent;
    const ChatSource &m_source;
    Markup m_markup;
    MarkupWriter m_writer;
    std::vector<MarkupLevel> m_levels;
    std::vector<bool> m_areTight; // the lists that are open
    ListMarkers m_markers;
    std::optional<size_t> m_item; // level whose item has no block yet
    bool m_isEmpty = true; // the open block has no character yet
    int m_first = 0; // offset of that
    int m_ids = 0;
    int m_cells = 0;
    int m_lastEnd = 0; // where the block before the open one ended
};

} // namespace salon::client
