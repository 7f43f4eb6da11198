// SPDX-License-Identifier: MIT
#include "client/ui/text/markup_writer.h"

#include "client/ui/text/link_target.h"

#include <QtAlgorithms>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr size_t kMostRuns = 1000; // each costs time to lay out; more of them stay plain
constexpr int kMostMarks = 10; // on one letter; more of them are no writing, and cost time too

bool isMark(QChar c)
{
    return c.category() == QChar::Mark_NonSpacing || c.category() == QChar::Mark_Enclosing;
}

int endOf(const SafeLink &link)
{
    return static_cast<int>(link.start + link.length);
}

} // namespace

MarkupWriter::MarkupWriter(const QString &sent, const std::vector<SafeLink> &bareLinks,
                           std::vector<MarkupLink> &links)
    : m_sent(sent), m_bareLinks(bareLinks), m_links(links)
{
}

void MarkupWriter::open(MarkupText &text, Lines lines)
{
    m_text = &text;
    m_lines = lines;
    m_isLineStart = true;
    m_marks = 0;
}

void MarkupWriter::close()
{
    if (!m_text)
        return;
    m_text->offsets.push_back(m_end);
    dropBrokenLinks();
    m_text = nullptr;
}

void MarkupWriter::turn(MarkupStyle style, bool on)
{
    int &depth = m_depths[qCountTrailingZeroBits(static_cast<uint>(style))];
    depth += on ? 1 : -1;
    m_styles.setFlag(style, depth > 0);
}

void MarkupWriter::beginLink(const QString &destination)
{
    if (m_linkDepth++ > 0)
        return;
    m_link = static_cast<int>(m_links.size());
    m_links.push_back({destination, safeTarget(destination)});
    m_linkStart = m_text->text.size();
}

void MarkupWriter::endLink()
{
    if (--m_linkDepth > 0)
        return;
    const MarkupLink link = m_links[static_cast<size_t>(*m_link)];
    const QString text = m_text->text.sliced(m_linkStart);
    if (text.trimmed().isEmpty()) {
        for (const QChar c : link.destination)
            put(c, m_end, m_styles, m_link);
    } else {
        m_link.reset();
        tell(targetBeside(text, link.destination, link.url));
    }
    m_link.reset();
}

void MarkupWriter::tell(const QString &target)
{
    if (!target.isEmpty())
        writeOurs(u" (%1)"_s.arg(target), MarkupStyle::Target);
}

void MarkupWriter::write(int offset)
{
    const QChar c = m_sent[offset];
    if (m_isLineStart && m_lines == Lines::WithBlanks)
        putBlanksBefore(offset);
    if (m_isLineStart && m_lines == Lines::Code)
        placeBlanksBefore(offset);
    m_isLineStart = false;
    m_marks = isMark(c) ? m_marks + 1 : 0;
    if (m_marks <= kMostMarks) {
        const bool isSeparator = c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
        put(isSeparator ? QChar(u'\n') : c, offset, m_styles,
            mayBeBare() ? bareLinkAt(offset) : m_link);
    }
    m_end = offset + 1;
    if (mayBeBare())
        endBareLink(m_end);
}

void MarkupWriter::writeOurs(QStringView words, MarkupStyles styles)
{
    for (const QChar c : words)
        put(c, m_end, m_styles | styles, m_link);
}

void MarkupWriter::endLine()
{
    put(u'\n', m_end, m_styles, m_link);
    m_isLineStart = true;
    m_marks = 0;
}

void MarkupWriter::endCodeLine()
{
    const auto at = [this](int i) { return i < m_sent.size() ? m_sent[i] : QChar(); };
    int end = m_end;
    while (QStringView(u" \t>").contains(at(end))) // an empty line in a quote
        ++end;
    const bool isFound = at(end) == u'\n' || at(end) == u'\r';
    const bool isPair = at(end) == u'\r' && at(end + 1) == u'\n';
    put(u'\n', isFound ? end : m_end, {}, {});
    m_end = isFound ? end + (isPair ? 2 : 1) : m_end;
    m_isLineStart = true;
}

void MarkupWriter::put(QChar c, int offset, MarkupStyles styles, std::optional<int> link)
{
    const auto at = static_cast<int>(m_text->text.size());
    m_text->text += c;
    m_text->offsets.push_back(offset);
    if (!styles && !link)
        return;
    std::vector<MarkupRun> &runs = m_text->runs;
    const bool continues = !runs.empty() && runs.back().end() == at && runs.back().styles == styles
        && runs.back().link == link;
    if (continues) {
        ++runs.back().length;
    } else if (m_runs < kMostRuns) {
        runs.push_back({at, 1, styles, link});
        ++m_runs;
    }
}

void MarkupWriter::putBlanksBefore(int offset)
{
    int start = offset;
    while (start > m_end && (m_sent[start - 1] == u' ' || m_sent[start - 1] == u'\t'))
        --start;
    const bool isWholeIndent = start == 0 || m_sent[start - 1] == u'\n';
    for (int i = start; isWholeIndent && i < offset; ++i)
        put(m_sent[i], i, {}, {});
}

bool MarkupWriter::mayBeBare() const
{
    return m_linkDepth == 0 && m_lines != Lines::Code && !m_styles.testFlag(MarkupStyle::Code);
}

//! The parser does not tell where the blanks stand that code begins with.
void MarkupWriter::placeBlanksBefore(int offset)
{
    for (auto i = m_text->text.size(); i > 0 && m_text->text[i - 1] != u'\n'; --i) {
        int &place = m_text->offsets[static_cast<size_t>(i) - 1];
        place = std::max(place, --offset);
    }
}

std::optional<int> MarkupWriter::bareLinkAt(int offset)
{
    while (m_nextBare < m_bareLinks.size() && endOf(m_bareLinks[m_nextBare]) <= offset)
        ++m_nextBare;
    if (m_nextBare == m_bareLinks.size() || m_bareLinks[m_nextBare].start > offset)
        return {};
    const auto place = static_cast<int>(m_nextBare);
    if (m_links.empty() || m_links.back().barePlace != place) {
        const SafeLink &found = m_bareLinks[m_nextBare];
        m_links.push_back({m_sent.sliced(found.start, found.length), found.target, place});
    }
    return static_cast<int>(m_links.size()) - 1;
}

void MarkupWriter::endBareLink(int offset)
{
    const bool isEnd = m_nextBare < m_bareLinks.size() && !m_links.empty()
        && m_links.back().barePlace == static_cast<int>(m_nextBare)
        && endOf(m_bareLinks[m_nextBare]) == offset;
    if (!isEnd)
        return;
    const MarkupLink &link = m_links.back();
    tell(targetBeside(link.destination, link.destination, link.url));
}

// A part of an address would lead elsewhere than it says.
void MarkupWriter::dropBrokenLinks()
{
    std::vector<MarkupRun> &runs = m_text->runs;
    for (auto first = runs.begin(); first != runs.end();) {
        const auto last = std::find_if(
            first, runs.end(), [first](const MarkupRun &run) { return run.link != first->link; });
        if (first->link && m_links[static_cast<size_t>(*first->link)].barePlace >= 0) {
            int shown = 0;
            std::for_each(first, last, [&shown](const MarkupRun &run) { shown += run.length; });
            if (shown != m_links[static_cast<size_t>(*first->link)].destination.size())
                std::for_each(first, last, [](MarkupRun &run) { run.link.reset(); });
        }
        first = last;
    }
}

} // namespace salon::client
