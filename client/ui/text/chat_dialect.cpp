// SPDX-License-Identifier: MIT
#include "client/ui/text/chat_dialect.h"

#include "client/ui/text/chat_line.h"

#include <algorithm>

namespace salon::client {
namespace {

constexpr int kRule = 3; // dashes

//! Goes through the lines of a message once.
class LineReader {
public:
    explicit LineReader(QStringView text) : m_text(text), m_lines(chatLines(text)) { }

    std::vector<PutIn> read()
    {
        for (size_t i = 0; i < m_lines.size(); ++i) {
            if (m_fence.length > 0 && staysCode(m_lines[i]))
                continue;
            if (m_lines[i].isBlank())
                m_isAfterText = m_isTable = false;
            else
                readLine(i);
            m_quotes = quotesOf(m_lines[i]);
        }
        return std::move(m_found);
    }

private:
    //! The line that closes it counts as well.
    bool staysCode(const ChatLine &line)
    {
        const bool hasLeft =
            line.quotes < m_fenceQuotes || (m_isFenceInItem && line.indent == 0 && !line.isBlank());
        const Fence fence = fenceOf(m_text, line);
        const bool closes = !line.isItem() && line.quotes == m_fenceQuotes && fence.isBare
            && fence.sign == m_fence.sign && fence.length >= m_fence.length;
        if (!hasLeft && !closes)
            return true;
        m_fence = {};
        m_isAfterText = m_isTable = false;
        return closes && !hasLeft;
    }

    //! Without those within an item of a list, which have their own place.
    int quotesOf(const ChatLine &line) const
    {
        return m_isList && line.lead > 0 ? std::min(m_quotes, line.quotes) : line.quotes;
    }

    void readLine(size_t i)
    {
        const ChatLine &line = m_lines[i];
        const bool hasBar = m_text.sliced(line.content, line.end - line.content).contains(u'|');
        const bool isHead = hasBar && !m_isTable && i + 1 < m_lines.size()
            && m_lines[i + 1].quotes == line.quotes && isTableRule(m_text, m_lines[i + 1]);
        const bool leavesItem = m_isList && line.indent == 0 && line.lead == 0 && !line.isItem();
        const bool ends = m_isAfterText
            && (quotesOf(line) < m_quotes || leavesItem || isHead || (m_isTable && !hasBar)
                || onlyOf(m_text, line, u'-') >= kRule);
        if (ends)
            m_found.push_back({line.start, QByteArray(line.quotes, '>') + '\n'});
        const bool isUnderline = escapeStart(line, m_isAfterText && !ends);
        if (m_isHead)
            readTableRule(line);
        m_isHead = isHead;
        m_isTable = isHead || (m_isTable && hasBar);
        m_isList = (line.isItem() && !isUnderline) || (m_isList && line.indent + line.lead > 0);
        m_fence = fenceOf(m_text, line);
        m_fenceQuotes = line.quotes;
        m_isFenceInItem = m_isList && (line.indent > 0 || line.isItem());
        m_isAfterText = m_fence.length == 0;
    }

    //! True for a line that would make the one above a heading.
    bool escapeStart(const ChatLine &line, bool continues)
    {
        const int dashes = onlyOf(m_text, line, u'-');
        const bool underlines = continues
            && (onlyOf(m_text, line, u'=') > 0 || (dashes > 0 && dashes < kRule && !m_isList));
        if (underlines || onlyOf(m_text, line, u'#') > 0)
            m_found.push_back({line.content, "\\"});
        if (line.item < line.end && m_text[line.item] == u'[')
            escapeDefinition(line.item + 1);
        return underlines;
    }

    // The parser wants three dashes below the head of a table where people write one. To fill up
    // each short line of a very wide one takes it long.
    void readTableRule(const ChatLine &line)
    {
        constexpr int kMostColumns = 60;
        if (m_text.sliced(line.content, line.end - line.content).count(u'|') > kMostColumns) {
            m_found.push_back({line.content, "\\"});
            return;
        }
        for (int i = line.content; i < line.end; ++i) {
            if (m_text[i] == u'-' && (i == line.content || m_text[i - 1] != u'-'))
                m_found.push_back({i, "--"});
        }
    }

    // A label may go over several lines.
    void escapeDefinition(int from)
    {
        constexpr int kLongestLabel = 1000;
        const auto end = std::min(static_cast<int>(m_text.size()) - 1, from + kLongestLabel);
        for (int i = from; i < end; ++i) {
            if (m_text[i] == u'\\') {
                ++i;
            } else if (m_text[i] == u'[' || m_text[i] == u']') {
                if (m_text[i] == u']' && m_text[i + 1] == u':')
                    m_found.push_back({i + 1, "\\"});
                return;
            }
        }
    }

    QStringView m_text;
    std::vector<ChatLine> m_lines;
    std::vector<PutIn> m_found;
    Fence m_fence;
    int m_fenceQuotes = 0;
    bool m_isFenceInItem = false;
    bool m_isAfterText = false; // the line before was neither blank nor code
    bool m_isList = false;
    bool m_isTable = false;
    bool m_isHead = false; // the line before was that of a table
    int m_quotes = 0;
};

bool isEscaped(QStringView text, int at)
{
    int signs = 0;
    while (signs < at && text[at - signs - 1] == u'\\')
        ++signs;
    return signs % 2 == 1;
}

bool isSingleTilde(QStringView text, int at)
{
    const bool isPair =
        (at > 0 && text[at - 1] == u'~') || (at + 1 < text.size() && text[at + 1] == u'~');
    return text[at] == u'~' && !isPair && !isEscaped(text, at);
}

// Between < and > nothing is markup.
bool isBracketed(QStringView text, const SafeLink &link)
{
    if (link.start == 0 || text[link.start - 1] != u'<')
        return false;
    qsizetype end = link.start + link.length;
    while (end < text.size() && !text[end].isSpace() && text[end] != u'<' && text[end] != u'>')
        ++end;
    return end < text.size() && text[end] == u'>';
}

void escapeSigns(QStringView text, const std::vector<SafeLink> &bareLinks,
                 std::vector<PutIn> &found)
{
    for (int i = 0; i < text.size(); ++i) {
        if (isSingleTilde(text, i))
            found.push_back({i, "\\"});
    }
    for (const SafeLink &link : bareLinks) {
        if (isBracketed(text, link))
            continue;
        const auto start = static_cast<int>(link.start);
        for (int i = start; i < start + static_cast<int>(link.length); ++i) {
            const bool isMarkup = text[i] == u'*' || text[i] == u'_' || text[i] == u'~';
            if (isMarkup && !isSingleTilde(text, i))
                found.push_back({i, "\\"});
        }
    }
}

} // namespace

std::vector<PutIn> chatDialect(const QString &text, const std::vector<SafeLink> &bareLinks)
{
    std::vector<PutIn> found = LineReader(text).read();
    escapeSigns(text, bareLinks, found);
    std::ranges::stable_sort(found, {}, &PutIn::at);
    return found;
}

} // namespace salon::client
