// SPDX-License-Identifier: MIT
#include "client/ui/timeline/code_block.h"

#include "client/ui/timeline/code_colors.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/styled_text.h"

#include <QCoreApplication>

namespace salon::client {
namespace {

constexpr int kPadX = 10, kPadY = 8;
constexpr int kMostLines = 20; // more of them are folded
constexpr int kFoldedLines = 12;
constexpr int kButtonGap = 2;

QString say(const char *words)
{
    return QCoreApplication::translate("Timeline", words);
}

//! Behind the first `lines` lines.
int endOfLines(const QString &text, int lines)
{
    qsizetype end = -1;
    for (int i = 0; i < lines; ++i)
        end = text.indexOf(u'\n', end + 1);
    return static_cast<int>(end);
}

void addCopyButton(RowParts &parts, int index, const QRectF &frame)
{
    const qreal size = Theme::kSmallestTarget;
    const QRectF place(frame.right() - size - kButtonGap, frame.top() + kButtonGap, size, size);
    const int target = parts.addTarget({RowTarget::Kind::CopyCode, {}, index});
    parts.buttons.push_back({target, place});
}

//! The frame's shape is opened before what it is behind, and closed after it.
class Frame {
public:
    Frame(RowParts &parts, qreal left, qreal width)
        : m_parts(parts), m_shape(parts.shapes.size()), m_rect(left, parts.height, width, 0)
    {
        parts.shapes.push_back({RowShape::Kind::CodeBackground, {}});
        parts.height += kPadY;
    }
    void addText(const MarkupText &text, const QString &language, const TimelineStyle &style)
    {
        TextBox &box = m_parts.boxes.emplace_back(
            drawable(text.text), text.offsets,
            TextBox::Look{style.theme.code, codeFormats(text.text, language, style.theme), true});
        place(box);
    }
    void place(TextBox &box)
    {
        box.layOut(m_rect.width() - 2 * kPadX);
        box.moveTo({m_rect.left() + kPadX, m_parts.height});
        m_parts.height += box.rect().height();
    }
    QRectF close()
    {
        m_parts.height += kPadY;
        m_rect.setBottom(m_parts.height);
        return m_parts.shapes[m_shape].rect = m_rect;
    }

private:
    RowParts &m_parts;
    size_t m_shape;
    QRectF m_rect;
};

void addFoldWords(RowParts &parts, Frame &frame, const RowTarget &target, const QString &words,
                  const TimelineStyle &style)
{
    const auto size = static_cast<int>(words.size());
    parts.words.push_back({parts.addTarget(target), parts.boxes.size(), {0, size}});
    TextStyle look = style.theme.secondaryText;
    look.line += kPadY;
    frame.place(parts.boxes.emplace_back(words, std::vector<int>{},
                                         TextBox::Look{look, {{0, size, linkFormat(style)}}}));
}

} // namespace

void addFramed(RowParts &parts, const MarkupText &text, qreal left, qreal width,
               const TimelineStyle &style)
{
    Frame frame(parts, left, width);
    frame.addText(text, {}, style);
    frame.close();
}

void addCode(RowParts &parts, const MarkupBlock &block, int index, bool isUnfolded, qreal left,
             qreal width, const TimelineStyle &style)
{
    const MarkupText &code = block.content;
    const qsizetype lines = code.text.count(u'\n') + 1;
    Frame frame(parts, left, width);
    if (lines <= kMostLines) {
        frame.addText(code, block.language, style);
    } else if (isUnfolded) {
        frame.addText(code, block.language, style);
        addFoldWords(parts, frame, {RowTarget::Kind::Fold, {}, index}, say("Show less"), style);
    } else {
        frame.addText(code.part(0, endOfLines(code.text, kFoldedLines)), block.language, style);
        addFoldWords(parts, frame, {RowTarget::Kind::Unfold, {}, index},
                     say("Show all %1 lines").arg(lines), style);
    }
    addCopyButton(parts, index, frame.close());
}

} // namespace salon::client
