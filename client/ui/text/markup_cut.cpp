// SPDX-License-Identifier: MIT
#include "client/ui/text/markup_cut.h"

#include <algorithm>

namespace salon::client {
namespace {

// In units of about 2 µs, with 16 ms for all of a message. Signs cost because the font has many
// forms for those that stand together.
constexpr int kMost = 8000;
constexpr int kPiece = 2; // of text, with a font or a direction of its own
constexpr int kRun = 6, kCodeRun = 16;
constexpr int kEmoji = 60, kAskedPicture = 100; // the latter in another font, twice
constexpr int kLine = 4;
constexpr int kBlock = 4;
constexpr int kCell = 1;
constexpr int kSign = 2, kNextSign = 3;

bool isSign(QChar c)
{
    return c.unicode() < 0x80 && (c.isPunct() || c.isSymbol());
}

//! Counts what a text costs, from its first character on.
class Counter {
public:
    void addBlock() { m_cost += kBlock; }
    void addCell() { m_cost += kCell; }
    bool isTooMuch() const { return m_cost > kMost; }

    //! How many characters there is time for.
    int charactersOf(const MarkupText &text, bool isCode = false)
    {
        auto run = text.runs.begin();
        QChar::Script script = QChar::Script_Common;
        const auto size = static_cast<int>(text.text.size());
        for (int i = 0; i < size; ++i) {
            if (text.text[i].isLowSurrogate())
                continue;
            if (isTooMuch())
                return i;
            if (run != text.runs.end() && run->start == i) {
                m_cost += run->styles.testFlag(MarkupStyle::Code) ? kCodeRun : kRun;
                ++run;
            }
            if (!isCode && isSign(text.text[i]))
                m_cost += i > 0 && isSign(text.text[i - 1]) ? kNextSign : kSign;
            script = add(characterAt(text.text, i), script);
        }
        return size;
    }

private:
    static char32_t characterAt(const QString &text, int i)
    {
        const bool isPair = text[i].isHighSurrogate() && i + 1 < text.size();
        return isPair ? QChar::surrogateToUcs4(text[i], text[i + 1]) : text[i].unicode();
    }

    //! The script that holds from here on.
    QChar::Script add(char32_t c, QChar::Script before)
    {
        if (c >= 0x1F000) {
            m_cost += kEmoji;
            return before;
        }
        if (c == 0xFE0F)
            m_cost += kAskedPicture;
        if (c == U'\n')
            m_cost += kLine;
        if (c < 0x80 && before == QChar::Script_Latin)
            return before;
        const QChar::Script script = QChar::script(c);
        if (script == QChar::Script_Common || script == QChar::Script_Inherited)
            return before;
        m_cost += script == before ? 0 : kPiece;
        return script;
    }

    int m_cost = 0;
};

bool cutTable(MarkupTable &table, Counter &counter)
{
    for (size_t i = 0; i < table.rows.size(); ++i) {
        for (const MarkupText &cell : table.rows[i]) {
            counter.addCell();
            counter.charactersOf(cell);
        }
        if (counter.isTooMuch() && i + 1 < table.rows.size()) {
            table.rows.resize(i + 1);
            return true;
        }
    }
    return counter.isTooMuch();
}

bool cutText(MarkupText &text, bool isCode, Counter &counter)
{
    const int fits = counter.charactersOf(text, isCode);
    if (fits == text.text.size())
        return false;
    text = text.part(0, fits);
    return true;
}

} // namespace

bool cutShort(Markup &markup)
{
    Counter counter;
    for (size_t i = 0; i < markup.blocks.size(); ++i) {
        MarkupBlock &block = markup.blocks[i];
        counter.addBlock();
        const bool isCode = block.kind == MarkupBlock::Kind::Code;
        const bool isCut = block.kind == MarkupBlock::Kind::Table
            ? cutTable(block.table, counter)
            : cutText(block.content, isCode, counter);
        const bool isLast = i + 1 == markup.blocks.size();
        if (isCut || (counter.isTooMuch() && !isLast)) {
            markup.blocks.resize(i + 1);
            return isCut || !isLast;
        }
    }
    return false;
}

} // namespace salon::client
