// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/chat_source.h"
#include "client/ui/text/markup.h"

#include <algorithm>
#include <array>

namespace salon::client {

//! Writes pieces of text with their looks, links and places.
class MarkupWriter {
public:
    MarkupWriter(const QString &sent, const std::vector<SafeLink> &bareLinks,
                 std::vector<MarkupLink> &links);

    enum class Lines {
        Plain,
        WithBlanks, //!< each begins with the blanks that it was written with
        Code, //!< no links
    };
    //! What comes goes there, until close().
    void open(MarkupText &text, Lines lines);
    void close();
    bool isOpen() const { return m_text != nullptr; }

    void turn(MarkupStyle style, bool on);
    void beginLink(const QString &destination);
    void endLink();

    //! The character that was sent at that offset.
    void write(int offset);
    void writeOurs(QStringView words, MarkupStyles styles = {});
    void endLine();
    void endCodeLine(); //!< the one that ends next in the text as sent

    int end() const { return m_end; } //!< behind the last character that was written
    //! What comes was sent behind that offset.
    void skipTo(int offset) { m_end = std::max(m_end, offset); }

private:
    void put(QChar c, int offset, MarkupStyles styles, std::optional<int> link);
    void tell(const QString &target);
    void putBlanksBefore(int offset);
    void placeBlanksBefore(int offset);
    bool mayBeBare() const;
    std::optional<int> bareLinkAt(int offset);
    void endBareLink(int offset);
    void dropBrokenLinks();

    const QString &m_sent;
    const std::vector<SafeLink> &m_bareLinks;
    std::vector<MarkupLink> &m_links;
    MarkupText *m_text = nullptr;
    MarkupStyles m_styles;
    std::array<int, 5> m_depths{}; // of each style within itself
    std::optional<int> m_link; // that was written as markup
    int m_linkDepth = 0; // pictures within links
    qsizetype m_linkStart = 0;
    size_t m_nextBare = 0;
    size_t m_runs = 0;
    int m_marks = 0;
    int m_end = 0;
    Lines m_lines = Lines::Plain;
    bool m_isLineStart = true;
};

} // namespace salon::client
