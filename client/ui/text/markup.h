// SPDX-License-Identifier: MIT
#pragma once
#include <QFlags>
#include <QString>
#include <QUrl>
#include <optional>
#include <vector>

namespace salon::client {

//! How a piece of text looks; Target is what we say about where a link leads.
enum class MarkupStyle { Emphasis = 1, Strong = 2, Strike = 4, Code = 8, Target = 16 };
Q_DECLARE_FLAGS(MarkupStyles, MarkupStyle)
Q_DECLARE_OPERATORS_FOR_FLAGS(MarkupStyles)

//! Characters that look otherwise than plain ones; runs are in order and do not overlap.
struct MarkupRun {
    int start = 0;
    int length = 0;
    MarkupStyles styles;
    std::optional<int> link; //!< into Markup::links
    std::optional<int> mention = {}; //!< into Markup::mentions

    int end() const { return start + length; }
};

//! Text as it is shown. `offsets` has for each character its place in the text as sent, and one
//! more for the end; they never fall. What we add has the place of what it stands behind.
struct MarkupText {
    QString text;
    std::vector<int> offsets;
    std::vector<MarkupRun> runs;

    //! Characters [from, to) of it.
    MarkupText part(int from, int to) const;
};

struct MarkupLink {
    QString destination; //!< as written
    QUrl url; //!< empty when it must not be opened
    int barePlace = -1; //!< among the links that were written without markup
};

//! Characters [start, end) of the text as sent that call somebody.
struct MarkupMention {
    int start = 0;
    int end = 0;
    bool isForMe = false;
};

//! A quote or a list that a block is in.
struct MarkupLevel {
    enum class Kind { Quote, List };
    Kind kind = Kind::Quote;
    int id = 0; //!< the same for all blocks within
    friend bool operator==(const MarkupLevel &, const MarkupLevel &) = default;
};

//! The marker of a list item, at its first block.
struct MarkupMarker {
    QString text; //!< "•", "2."
    int offset = 0; //!< in the text as sent
    size_t level = 0; //!< into MarkupBlock::levels
};

struct MarkupTable {
    std::vector<Qt::Alignment> columns;
    std::vector<std::vector<MarkupText>> rows; //!< the first is the head
    int start = 0; //!< its lines in the text as sent
    int end = 0;
};

struct MarkupBlock {
    enum class Kind { Paragraph, Heading, Code, Rule, Table };
    Kind kind = Kind::Paragraph;
    int heading = 0; //!< 1 to 6
    std::vector<MarkupLevel> levels; //!< from the outermost
    std::optional<MarkupMarker> marker;
    bool isTight = false; //!< of one list with the block before, written without blank lines
    int blankLines = 0; //!< before it
    MarkupText content; //!< of all but tables; lines end with "\n"
    QString language; //!< of code, as written behind the fence
    MarkupTable table;
};

//! What a message says and how it is to look. A value; nothing in it can be run, fetched or seen
//! that is not text.
struct Markup {
    std::vector<MarkupBlock> blocks; //!< one at least
    std::vector<MarkupLink> links;
    std::vector<MarkupMention> mentions; //!< see markMentions()
};

//! Reads the CommonMark core, tables and ~~strike~~ as people write them in a chat (see
//! chatDialect()). What asks for too much is shown as it was written.
Markup markupOf(const QString &text);

} // namespace salon::client
