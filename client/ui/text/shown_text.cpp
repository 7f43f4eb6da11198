// SPDX-License-Identifier: MIT
#include "client/ui/text/shown_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

class ShownWriter {
public:
    void add(const MarkupBlock &block)
    {
        if (!m_shown.text.isEmpty()) {
            const int lines = 1 + (block.isTight ? 0 : block.blankLines);
            put(QString(lines, u'\n'), m_end);
        }
        begin(block);
        switch (block.kind) {
        case MarkupBlock::Kind::Rule:
            m_end = std::max(m_end, block.content.offsets.front());
            put(u"---", m_end);
            break;
        case MarkupBlock::Kind::Table:
            addTable(block);
            break;
        default:
            addLines(block.content, prefixOf(block));
            break;
        }
    }
    ShownText take() { return std::move(m_shown); }

private:
    void put(QStringView words, int offset)
    {
        m_shown.text += words;
        m_shown.offsets.insert(m_shown.offsets.end(), static_cast<size_t>(words.size()), offset);
    }

    //! "> " for each quote and two blanks for each list that the block is in.
    static QString prefixOf(const MarkupBlock &block, bool hasMarker = false)
    {
        QString prefix;
        for (size_t i = 0; i < block.levels.size(); ++i) {
            if (block.levels[i].kind == MarkupLevel::Kind::Quote)
                prefix += u"> "_s;
            else if (hasMarker && block.marker && block.marker->level == i)
                prefix += block.marker->text + u' ';
            else
                prefix += u"  "_s;
        }
        return prefix;
    }

    void begin(const MarkupBlock &block)
    {
        const std::vector<int> &offsets = block.content.offsets;
        put(prefixOf(block, true),
            block.marker ? block.marker->offset : std::max(m_end, offsets.front()));
    }

    void addLines(const MarkupText &content, const QString &prefix)
    {
        for (qsizetype i = 0; i < content.text.size(); ++i) {
            const int offset = content.offsets[static_cast<size_t>(i)];
            put(content.text.mid(i, 1), offset);
            if (content.text[i] == u'\n')
                put(prefix, offset);
        }
        m_end = content.offsets.back();
    }

    void addTable(const MarkupBlock &block)
    {
        const QString prefix = prefixOf(block);
        for (const auto &row : block.table.rows) {
            if (&row != &block.table.rows.front())
                put(u'\n' + prefix, m_end);
            for (const MarkupText &cell : row) {
                if (&cell != &row.front())
                    put(u"\t", m_end);
                addLines(cell, prefix);
            }
        }
    }

    ShownText m_shown;
    int m_end = 0; // of what was added
};

} // namespace

ShownText ShownText::of(const Markup &markup)
{
    ShownWriter writer;
    for (const MarkupBlock &block : markup.blocks)
        writer.add(block);
    return writer.take();
}

int ShownText::indexOf(int offset) const
{
    return static_cast<int>(std::ranges::lower_bound(offsets, offset) - offsets.begin());
}

QString ShownText::part(int start, int end) const
{
    const int from = indexOf(start);
    return text.sliced(from, std::max(from, indexOf(end)) - from);
}

} // namespace salon::client
