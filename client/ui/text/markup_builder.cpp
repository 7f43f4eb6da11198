// SPDX-License-Identifier: MIT
#include "client/ui/text/markup_builder.h"

#include "client/ui/text/sent_lines.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kMostCells = 2500;
constexpr size_t kMostBlocks = 4000;
constexpr size_t kDeepest = 8; // what is nested deeper is drawn as deep as this
constexpr int kTooMuch = 1;

QString textOf(const MD_ATTRIBUTE &attribute)
{
    return QString::fromUtf8(attribute.text, static_cast<qsizetype>(attribute.size));
}

Qt::Alignment alignmentOf(MD_ALIGN align)
{
    if (align == MD_ALIGN_RIGHT)
        return Qt::AlignRight;
    return align == MD_ALIGN_CENTER ? Qt::AlignHCenter : Qt::AlignLeft;
}

std::optional<MarkupStyle> styleOf(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM:
        return MarkupStyle::Emphasis;
    case MD_SPAN_STRONG:
        return MarkupStyle::Strong;
    case MD_SPAN_DEL:
        return MarkupStyle::Strike;
    case MD_SPAN_CODE:
        return MarkupStyle::Code;
    default:
        return {};
    }
}

} // namespace

MarkupBuilder::MarkupBuilder(const QString &sent, const ChatSource &source,
                             const std::vector<SafeLink> &bareLinks)
    : m_sent(sent), m_source(source), m_writer(sent, bareLinks, m_markup.links)
{
}

int MarkupBuilder::enterBlock(MD_BLOCKTYPE type, const void *detail)
{
    if (m_markup.blocks.size() > kMostBlocks)
        return kTooMuch;
    switch (type) {
    case MD_BLOCK_QUOTE:
        endBlock();
        m_levels.push_back({MarkupLevel::Kind::Quote, ++m_ids});
        break;
    case MD_BLOCK_UL:
        beginList(static_cast<const MD_BLOCK_UL_DETAIL *>(detail)->is_tight != 0);
        m_markers.beginList(false, 1, {});
        break;
    case MD_BLOCK_OL: {
        const auto *list = static_cast<const MD_BLOCK_OL_DETAIL *>(detail);
        beginList(list->is_tight != 0);
        m_markers.beginList(true, static_cast<int>(list->start),
                            QChar::fromLatin1(list->mark_delimiter));
        break;
    }
    case MD_BLOCK_LI:
        beginItem();
        break;
    case MD_BLOCK_HR:
        beginRule();
        break;
    case MD_BLOCK_H:
        beginBlock(MarkupBlock::Kind::Heading);
        block().heading = static_cast<int>(static_cast<const MD_BLOCK_H_DETAIL *>(detail)->level);
        break;
    case MD_BLOCK_CODE:
        beginBlock(MarkupBlock::Kind::Code);
        block().language = textOf(static_cast<const MD_BLOCK_CODE_DETAIL *>(detail)->lang);
        break;
    case MD_BLOCK_P:
        beginBlock(MarkupBlock::Kind::Paragraph);
        break;
    case MD_BLOCK_TABLE:
        beginBlock(MarkupBlock::Kind::Table);
        m_writer.close();
        break;
    case MD_BLOCK_TR:
        block().table.rows.emplace_back();
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        if (++m_cells > kMostCells)
            return kTooMuch;
        beginCell(static_cast<const MD_BLOCK_TD_DETAIL *>(detail)->align, type == MD_BLOCK_TH);
        break;
    default:
        break;
    }
    return 0;
}

int MarkupBuilder::leaveBlock(MD_BLOCKTYPE type)
{
    switch (type) {
    case MD_BLOCK_QUOTE:
        endBlock();
        m_levels.pop_back();
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        m_levels.pop_back();
        m_areTight.pop_back();
        m_markers.endList();
        break;
    case MD_BLOCK_LI:
        endItem();
        break;
    case MD_BLOCK_TABLE:
        endTable();
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        m_writer.close();
        break;
    case MD_BLOCK_HR:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_P:
        endBlock();
        break;
    default:
        break;
    }
    return 0;
}

void MarkupBuilder::beginList(bool isTight)
{
    endBlock();
    if (m_item) // a list that begins on the line of another's item
        beginBlock(MarkupBlock::Kind::Paragraph), endBlock();
    m_levels.push_back({MarkupLevel::Kind::List, ++m_ids});
    m_areTight.push_back(isTight);
}

void MarkupBuilder::beginItem()
{
    endBlock();
    m_item = m_levels.size() - 1;
}

void MarkupBuilder::endItem()
{
    if (m_item)
        beginBlock(MarkupBlock::Kind::Paragraph);
    endBlock();
}

void MarkupBuilder::beginBlock(MarkupBlock::Kind kind)
{
    endBlock();
    m_lastEnd = m_writer.end();
    MarkupBlock made{.kind = kind};
    made.levels.assign(m_levels.begin(),
                       m_levels.begin()
                           + static_cast<std::ptrdiff_t>(std::min(m_levels.size(), kDeepest)));
    if (m_item && *m_item < kDeepest)
        made.marker = marker();
    const auto list = std::ranges::find(made.levels, MarkupLevel::Kind::List, &MarkupLevel::kind);
    made.isTight = list != made.levels.end() && m_areTight.back() && !m_markup.blocks.empty()
        && std::ranges::find(block().levels, *list) != block().levels.end();
    m_markup.blocks.push_back(std::move(made));
    const bool isTop = kind == MarkupBlock::Kind::Paragraph && m_levels.empty();
    m_writer.open(block().content,
                  isTop                                 ? MarkupWriter::Lines::WithBlanks
                      : kind == MarkupBlock::Kind::Code ? MarkupWriter::Lines::Code
                                                        : MarkupWriter::Lines::Plain);
    m_isEmpty = true;
}

// The parser does not tell where a rule stands.
void MarkupBuilder::beginRule()
{
    beginBlock(MarkupBlock::Kind::Rule);
    const auto size = static_cast<int>(m_sent.size());
    for (int start = m_writer.end(); start < size;) {
        const int end = lineEnd(m_sent, start);
        if (isRule(QStringView(m_sent).sliced(start, end - start))) {
            block().blankLines = blankLines(m_sent, m_lastEnd, start);
            m_writer.skipTo(end);
            return;
        }
        start = end + 1;
    }
}

void MarkupBuilder::endBlock()
{
    if (!m_writer.isOpen())
        return;
    if (m_isEmpty && m_item) // its marker is all of it
        m_item.reset();
    MarkupText &content = block().content;
    if (block().kind == MarkupBlock::Kind::Code && content.text.endsWith(u'\n')) {
        content.text.chop(1);
        content.offsets.pop_back();
    }
    m_writer.close();
}

void MarkupBuilder::beginCell(MD_ALIGN align, bool isHead)
{
    MarkupTable &table = block().table;
    if (isHead)
        table.columns.push_back(alignmentOf(align));
    m_writer.open(table.rows.back().emplace_back(), MarkupWriter::Lines::Plain);
}

void MarkupBuilder::endTable()
{
    m_item.reset();
    MarkupTable &table = block().table;
    table.start = lineStart(m_sent, m_isEmpty ? m_writer.end() : m_first);
    table.end = lineEnd(m_sent, m_writer.end());
}

int MarkupBuilder::enterSpan(MD_SPANTYPE type, const void *detail)
{
    if (!m_writer.isOpen())
        beginBlock(MarkupBlock::Kind::Paragraph);
    if (const auto style = styleOf(type))
        m_writer.turn(*style, true);
    if (type == MD_SPAN_A)
        m_writer.beginLink(textOf(static_cast<const MD_SPAN_A_DETAIL *>(detail)->href));
    if (type == MD_SPAN_IMG)
        m_writer.beginLink(textOf(static_cast<const MD_SPAN_IMG_DETAIL *>(detail)->src));
    return 0;
}

int MarkupBuilder::leaveSpan(MD_SPANTYPE type)
{
    if (const auto style = styleOf(type))
        m_writer.turn(*style, false);
    if (type == MD_SPAN_A || type == MD_SPAN_IMG)
        m_writer.endLink();
    return 0;
}

int MarkupBuilder::text(MD_TEXTTYPE type, const char *text, size_t size)
{
    if (!m_writer.isOpen())
        beginBlock(MarkupBlock::Kind::Paragraph);
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        m_writer.endLine();
        return 0;
    }
    const char *first = m_source.bytes.constData();
    const std::less<const char *> isBefore;
    if (isBefore(text, first) || !isBefore(text, first + m_source.bytes.size())) {
        if (type == MD_TEXT_CODE && size == 1 && *text == '\n')
            m_writer.endCodeLine();
        else
            m_writer.writeOurs(QString::fromUtf8(text, static_cast<qsizetype>(size)));
        return 0;
    }
    int written = ChatSource::kPutIn;
    for (size_t i = 0; i < size; ++i) {
        const int offset = m_source.offsets[static_cast<size_t>(text - first) + i];
        if (offset == ChatSource::kPutIn || offset == written)
            continue;
        written = offset;
        if (m_isEmpty)
            beginText(offset);
        m_writer.write(offset);
        const bool isPair = m_sent[offset].isHighSurrogate() && offset + 1 < m_sent.size()
            && m_sent[offset + 1].isLowSurrogate();
        if (isPair)
            m_writer.write(offset + 1);
    }
    return 0;
}

//! The first character of a block tells where it stands.
void MarkupBuilder::beginText(int offset)
{
    m_isEmpty = false;
    m_first = offset;
    block().blankLines = blankLines(m_sent, m_lastEnd, offset);
    if (std::exchange(m_item, std::nullopt) && block().marker)
        readMarker(offset);
}

MarkupMarker MarkupBuilder::marker()
{
    return {m_markers.next(), m_writer.end(), *m_item};
}

void MarkupBuilder::readMarker(int offset)
{
    const int line = std::max(m_lastEnd, lineStart(m_sent, offset));
    const auto written = m_markers.written(QStringView(m_sent).sliced(line, offset - line));
    if (!written)
        return;
    MarkupMarker &marker = *block().marker;
    const std::vector<int> &offsets = block().content.offsets;
    const auto at = static_cast<int>(line + written->at);
    marker.offset = offsets.empty() ? at : std::min(at, offsets.front());
    if (!written->text.isEmpty())
        marker.text = written->text;
}

} // namespace salon::client
