// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_layout.h"

#include "client/ui/timeline/display_text.h"
#include "client/ui/text/safe_links.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <cmath>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kFailureIndent = 20; // room for the icon

QTextCharFormat linkFormat(const QColor &color)
{
    QTextCharFormat format;
    format.setForeground(color);
    format.setFontUnderline(true);
    return format;
}

struct Line {
    qsizetype start;
    qsizetype length;
};

// "\r\n" is one line end; a lone "\r" is a control character like any other.
std::vector<Line> splitLines(const QString &text)
{
    std::vector<Line> lines;
    qsizetype start = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c != u'\n' && c != QChar(0x2028) && c != QChar(0x2029))
            continue;
        const bool isPair = c == u'\n' && i > start && text[i - 1] == u'\r';
        lines.push_back({start, i - start - (isPair ? 1 : 0)});
        start = i + 1;
    }
    lines.push_back({start, text.size() - start});
    return lines;
}

void drawErrorIcon(QPainter &painter, QRectF box, const TimelineStyle &style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.theme.errorText);
    painter.drawEllipse(box);
    painter.setBrush(style.theme.background);
    const qreal bar = box.width() / 7;
    const qreal x = box.center().x() - bar / 2;
    painter.drawRect(QRectF(x, box.top() + box.height() * 0.2, bar, box.height() * 0.38));
    painter.drawRect(QRectF(x, box.top() + box.height() * 0.68, bar, bar));
    painter.restore();
}

} // namespace

RowLayout::RowLayout(const TimelineRow &row, int width, const TimelineStyle &style) : m_width(width)
{
    addQuote(row, style);
    addText(row, style);
    if (row.isEdited)
        addEdited(style);
    addReactions(row, style);
    if (row.delivery == Delivery::Failed)
        addFailure(row, style);
}

void RowLayout::addQuote(const TimelineRow &row, const TimelineStyle &style)
{
    if (!row.quote)
        return;
    m_quote.emplace(*row.quote, m_width, style);
    m_boxes.push_back({static_cast<int>(m_targets.size()), m_quote->rect()});
    m_targets.push_back({RowTarget::Kind::Quote});
    m_height += QuoteLine::height(style);
}

void RowLayout::addReactions(const TimelineRow &row, const TimelineStyle &style)
{
    if (row.reactions.isEmpty() || row.isDeleted)
        return;
    m_chips.emplace(row.reactions, m_width, style);
    m_chipsY = m_height;
    const auto &rects = m_chips->rects();
    for (size_t i = 0; i < rects.size(); ++i) {
        m_boxes.push_back({static_cast<int>(m_targets.size()), rects[i].translated(0, m_chipsY)});
        const bool isLast = i + 1 == rects.size();
        m_targets.push_back(
            isLast ? RowTarget{RowTarget::Kind::AddReaction}
                   : RowTarget{RowTarget::Kind::Reaction, {}, row.reactions[qsizetype(i)].emoji});
    }
    m_height += m_chips->height();
}

void RowLayout::addEdited(const TimelineStyle &style)
{
    const QString words = QCoreApplication::translate("Timeline", "(edited)");
    QTextCharFormat quiet;
    quiet.setForeground(style.theme.secondary);
    m_places.push_back({static_cast<int>(m_targets.size()), m_paragraphs.size(), 0,
                        static_cast<int>(words.size())});
    m_targets.push_back({RowTarget::Kind::Versions});
    addParagraph(words, -1, style.theme.secondaryText.font, style.theme.secondaryText.line,
                 {{0, static_cast<int>(words.size()), quiet}}, 0);
}

void RowLayout::addText(const TimelineRow &row, const TimelineStyle &style)
{
    const QString shown = drawable(row.text);
    const bool isBig = isEmojiOnly(row.text);
    const auto links = findSafeLinks(row.text);
    for (const Line &line : splitLines(row.text)) {
        QList<QTextLayout::FormatRange> formats;
        for (const SafeLink &link : links) {
            if (link.start < line.start || link.start + link.length > line.start + line.length)
                continue;
            const auto start = static_cast<int>(link.start - line.start);
            const auto length = static_cast<int>(link.length);
            formats.append({start, length, linkFormat(style.theme.accent)});
            m_places.push_back(
                {static_cast<int>(m_targets.size()), m_paragraphs.size(), start, length});
            m_targets.push_back({RowTarget::Kind::Link, link.target});
        }
        addParagraph(shown.mid(line.start, line.length), static_cast<int>(line.start),
                     isBig ? style.theme.bigEmoji.font : style.theme.body.font,
                     isBig ? style.theme.bigEmoji.line : style.theme.body.line, formats, 0);
    }
}

void RowLayout::addFailure(const TimelineRow &row, const TimelineStyle &style)
{
    const auto say = [](const char *words) {
        return QCoreApplication::translate("Timeline", words);
    };
    QString sentence = say("Not sent.");
    if (!row.failure.isEmpty())
        sentence += u' ' + isolated(row.failure);
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat red;
    red.setForeground(style.theme.errorText);
    formats.append({0, static_cast<int>(sentence.size()), red});
    const auto addAction = [&](RowTarget::Kind kind, const QString &words) {
        sentence += u"   "_s;
        const auto start = static_cast<int>(sentence.size());
        const auto length = static_cast<int>(words.size());
        formats.append({start, length, linkFormat(style.theme.accent)});
        m_places.push_back(
            {static_cast<int>(m_targets.size()), m_paragraphs.size(), start, length});
        m_targets.push_back({kind, {}});
        sentence += words;
    };
    addAction(RowTarget::Kind::Edit, say("Edit"));
    addAction(RowTarget::Kind::Retry, say("Retry"));
    addAction(RowTarget::Kind::Delete, say("Delete"));
    m_failureY = m_height;
    addParagraph(sentence, -1, style.theme.secondaryText.font, style.theme.secondaryText.line + 8,
                 formats, kFailureIndent);
}

void RowLayout::addParagraph(const QString &text, int start, const QFont &font, int lineHeight,
                             const QList<QTextLayout::FormatRange> &formats, int indent)
{
    auto layout = std::make_unique<QTextLayout>(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    const bool isRightToLeft = text.isRightToLeft();
    option.setTextDirection(isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    option.setAlignment(isRightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    option.setTabStopDistance(QFontMetricsF(font).horizontalAdvance(u' ') * 8);
    layout->setTextOption(option);
    layout->setFormats(formats);
    layout->setCacheEnabled(true);
    qreal y = 0;
    layout->beginLayout();
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        line.setLineWidth(std::max(1, m_width - indent));
        const qreal natural = std::ceil(line.height());
        const qreal high = std::max<qreal>(natural, lineHeight);
        line.setPosition({static_cast<qreal>(indent), y + std::floor((high - natural) / 2)});
        y += high;
    }
    layout->endLayout();
    m_paragraphs.push_back({std::move(layout), start, static_cast<qreal>(m_height), y});
    m_height += static_cast<int>(std::ceil(y));
}

int RowLayout::offsetAt(QPointF point) const
{
    int offset = 0;
    for (const Paragraph &paragraph : m_paragraphs) {
        if (paragraph.start < 0)
            break;
        const QTextLayout &layout = *paragraph.layout;
        if (point.y() < paragraph.y && &paragraph != &m_paragraphs.front())
            break;
        for (int i = 0; i < layout.lineCount(); ++i) {
            const QTextLine line = layout.lineAt(i);
            const qreal top = i == 0 ? 0 : line.y();
            if (i > 0 && point.y() < paragraph.y + top)
                break;
            offset = paragraph.start + line.xToCursor(point.x());
        }
    }
    return offset;
}

int RowLayout::lineStartAt(int y) const
{
    int start = 0;
    for (const Paragraph &paragraph : m_paragraphs) {
        if (paragraph.start < 0)
            break;
        for (int i = 0; i < paragraph.layout->lineCount(); ++i) {
            const QTextLine line = paragraph.layout->lineAt(i);
            if (i > 0 ? paragraph.y + line.y() > y : paragraph.y > y)
                return start;
            start = paragraph.start + line.textStart();
        }
    }
    return start;
}

std::pair<int, int> RowLayout::lineOf(int offset) const
{
    std::pair<int, int> found{0, 0};
    for (const Paragraph &paragraph : m_paragraphs) {
        if (paragraph.start < 0 || (paragraph.start > offset && found.second > 0))
            break;
        for (int i = 0; i < paragraph.layout->lineCount(); ++i) {
            const QTextLine line = paragraph.layout->lineAt(i);
            if (i > 0 && paragraph.start + line.textStart() > offset)
                break;
            const qreal top = paragraph.y + (i == 0 ? 0 : line.y());
            found = {qRound(top), qRound(paragraph.y + line.y() + line.height())};
        }
    }
    return found;
}

std::vector<QRectF> RowLayout::rects(const Paragraph &paragraph, int start, int end)
{
    std::vector<QRectF> found;
    for (int i = 0; i < paragraph.layout->lineCount(); ++i) {
        const QTextLine line = paragraph.layout->lineAt(i);
        const int from = std::max(start, line.textStart());
        const int to = std::min(end, line.textStart() + line.textLength());
        if (from >= to)
            continue;
        const QRectF natural = line.naturalTextRect();
        const qreal a = line.cursorToX(from);
        const qreal b = line.cursorToX(to);
        const QRectF wanted(std::min(a, b), natural.top(), std::abs(b - a), natural.height());
        found.push_back(wanted.intersected(natural).translated(0, paragraph.y));
    }
    return found;
}

std::vector<QRectF> RowLayout::targetRects(int target) const
{
    for (const Box &box : m_boxes) {
        if (box.target == target)
            return {box.rect};
    }
    for (const Place &place : m_places) {
        if (place.target == target)
            return rects(m_paragraphs[place.paragraph], place.start, place.start + place.length);
    }
    return {};
}

std::optional<int> RowLayout::targetAt(QPointF point) const
{
    for (const Box &box : m_boxes) {
        if (box.rect.contains(point))
            return box.target;
    }
    for (const Place &place : m_places) {
        for (const QRectF &rect : targetRects(place.target)) {
            if (rect.contains(point))
                return place.target;
        }
    }
    return std::nullopt;
}

std::vector<QRectF> RowLayout::rangeRects(TextRange range) const
{
    std::vector<QRectF> found;
    for (const Paragraph &paragraph : m_paragraphs) {
        if (paragraph.start < 0)
            continue;
        const auto part =
            rects(paragraph, range.start - paragraph.start, range.end - paragraph.start);
        found.insert(found.end(), part.begin(), part.end());
    }
    return found;
}

qreal RowLayout::firstBaseline() const
{
    const QTextLine line = m_paragraphs.front().layout->lineAt(0);
    return line.isValid() ? m_paragraphs.front().y + line.y() + line.ascent() : 0;
}

void RowLayout::draw(QPainter &painter, QPointF origin, TextRange selected,
                     const TimelineStyle &style) const
{
    for (const Paragraph &paragraph : m_paragraphs) {
        QList<QTextLayout::FormatRange> selections;
        const int start = std::max(0, selected.start - paragraph.start);
        const int end = std::min(selected.end, paragraph.end()) - paragraph.start;
        if (paragraph.start >= 0 && start < end) {
            QTextCharFormat format;
            format.setBackground(style.theme.selection);
            selections.append({start, end - start, format});
        }
        paragraph.layout->draw(&painter, origin + QPointF(0, paragraph.y), selections);
    }
    if (m_quote)
        m_quote->draw(painter, origin, style);
    if (m_chips)
        m_chips->draw(painter, origin + QPointF(0, m_chipsY), style);
    if (m_failureY >= 0) {
        const qreal size = style.theme.secondaryText.line - 2;
        const QRectF box(0, m_failureY + (style.theme.secondaryText.line + 8 - size) / 2, size,
                         size);
        drawErrorIcon(painter, box.translated(origin), style);
    }
}

} // namespace salon::client
