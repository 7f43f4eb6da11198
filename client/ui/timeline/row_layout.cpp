// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_layout.h"

#include "client/ui/text/markup_cut.h"
#include "client/ui/text/mention_marks.h"
#include "client/ui/timeline/block_flow.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/styled_text.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kFailureIndent = 20; // room for the icon
constexpr qreal kPin = 12;
constexpr qreal kPinGap = 3; // to the text

QString say(const char *words)
{
    return QCoreApplication::translate("Timeline", words);
}

} // namespace

RowLayout::RowLayout(const TimelineRow &row, int width, const TimelineStyle &style,
                     const UnfoldedBlocks &unfolded)
    : m_width(width)
{
    addQuote(row, style);
    addText(row, style, unfolded);
    if (row.isEdited)
        addEdited(style);
    addReactions(row, style);
    if (row.delivery == Delivery::Failed)
        addFailure(row, style);
    if (row.isToBeDeleted)
        addDeletion(style);
    if (row.pin)
        addPin();
    placeMentions();
    m_messageHeight = static_cast<int>(std::ceil(m_parts.height));
    addPinLines(row, style);
    m_height = m_messageHeight + static_cast<int>(m_pinLines.size()) * PinLine::height(style);
}

void RowLayout::addText(const TimelineRow &row, const TimelineStyle &style,
                        const UnfoldedBlocks &unfolded)
{
    Markup markup = markupOf(row.text);
    std::vector<MarkupMention> mentions;
    for (const RowMention &mention : row.mentions)
        mentions.push_back({mention.start, mention.end, mention.isForMe});
    markMentions(markup, std::move(mentions));
    const bool isCut = !unfolded.contains(kWholeMessage) && cutShort(markup);
    const TextStyle &plain = isEmojiOnly(row.text) ? style.theme.bigEmoji : style.theme.body;
    BlockFlow(m_parts, markup, row.text, style, m_width).add(plain, unfolded);
    if (!isCut)
        return;
    const QString words = say("Show all of this message");
    const auto size = static_cast<int>(words.size());
    m_parts.words.push_back({m_parts.addTarget({RowTarget::Kind::Unfold, {}, kWholeMessage}),
                             m_parts.boxes.size(),
                             {0, size}});
    addOurs(words, {style.theme.secondaryText, {{0, size, linkFormat(style)}}}, 0);
}

void RowLayout::addQuote(const TimelineRow &row, const TimelineStyle &style)
{
    if (!row.quote)
        return;
    m_quote.emplace(*row.quote, m_width, style);
    m_parts.places.push_back({m_parts.addTarget({RowTarget::Kind::Quote}), m_quote->rect()});
    m_parts.height += QuoteLine::height(style);
}

void RowLayout::addReactions(const TimelineRow &row, const TimelineStyle &style)
{
    if (row.reactions.isEmpty() || row.isDeleted)
        return;
    m_chips.emplace(row.reactions, m_width, style);
    m_chipsY = m_parts.height;
    const auto &rects = m_chips->rects();
    for (size_t i = 0; i < rects.size(); ++i) {
        const bool isLast = i + 1 == rects.size();
        RowTarget target{isLast ? RowTarget::Kind::AddReaction : RowTarget::Kind::Reaction};
        target.emoji = isLast ? QString() : row.reactions[qsizetype(i)].emoji;
        m_parts.places.push_back({m_parts.addTarget(target), rects[i].translated(0, m_chipsY)});
    }
    m_parts.height += m_chips->height();
}

void RowLayout::addEdited(const TimelineStyle &style)
{
    const QString words = say("(edited)");
    QTextCharFormat quiet;
    quiet.setForeground(style.theme.secondary);
    const auto size = static_cast<int>(words.size());
    m_parts.words.push_back(
        {m_parts.addTarget({RowTarget::Kind::Versions}), m_parts.boxes.size(), {0, size}});
    addOurs(words, {style.theme.secondaryText, {{0, size, quiet}}}, 0);
}

void RowLayout::addPin()
{
    const bool hasText = !m_parts.boxes.empty() && m_parts.boxes.front().lineCount() > 0;
    const TextBox *text = hasText ? &m_parts.boxes.front() : nullptr;
    const qreal middle = text ? (text->lineTop(0) + text->lineBottom(0)) / 2 : m_parts.height / 2;
    m_pin = QRectF(-kPin - kPinGap, middle - kPin / 2, kPin, kPin);
    m_parts.places.push_back({m_parts.addTarget({RowTarget::Kind::Pin}), *m_pin});
}

void RowLayout::addPinLines(const TimelineRow &row, const TimelineStyle &style)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(row.at).date();
    for (const RowPinLine &line : row.pinLines) {
        const PinLine &added = m_pinLines.emplace_back(line, day, m_width, style);
        const auto before = static_cast<int>(m_pinLines.size()) - 1;
        RowTarget target{RowTarget::Kind::PinLine};
        target.line = before;
        m_parts.places.push_back(
            {m_parts.addTarget(target),
             added.rect().translated(0, m_messageHeight + before * PinLine::height(style))});
    }
}

void RowLayout::addFailure(const TimelineRow &row, const TimelineStyle &style)
{
    QString sentence = say("Not sent.");
    if (!row.failure.isEmpty())
        sentence += u' ' + isolated(row.failure);
    TextBox::Look look{style.theme.secondaryText, {}};
    look.style.line += 8;
    QTextCharFormat red;
    red.setForeground(style.theme.errorText);
    look.formats.append({0, static_cast<int>(sentence.size()), red});
    const auto addAction = [&](RowTarget::Kind kind, const QString &words) {
        sentence += u"   "_s;
        const auto start = static_cast<int>(sentence.size());
        const auto length = static_cast<int>(words.size());
        look.formats.append({start, length, linkFormat(style)});
        m_parts.words.push_back(
            {m_parts.addTarget({kind, {}}), m_parts.boxes.size(), {start, start + length}});
        sentence += words;
    };
    addAction(RowTarget::Kind::Edit, say("Edit"));
    addAction(RowTarget::Kind::Retry, say("Retry"));
    addAction(RowTarget::Kind::Delete, say("Delete"));
    m_failureY = m_parts.height;
    addOurs(sentence, look, kFailureIndent);
}

void RowLayout::addDeletion(const TimelineStyle &style)
{
    const QString words = say("Waits to be deleted.") + u"   "_s;
    const QString keep = say("Keep it");
    const auto start = static_cast<int>(words.size());
    const auto end = start + static_cast<int>(keep.size());
    QTextCharFormat quiet;
    quiet.setForeground(style.theme.secondary);
    m_parts.words.push_back(
        {m_parts.addTarget({RowTarget::Kind::Keep}), m_parts.boxes.size(), {start, end}});
    addOurs(
        words + keep,
        {style.theme.secondaryText, {{0, start, quiet}, {start, end - start, linkFormat(style)}}},
        0);
}

void RowLayout::addOurs(const QString &text, const TextBox::Look &look, int indent)
{
    TextBox &box = m_parts.boxes.emplace_back(text, std::vector<int>{}, look);
    box.layOut(m_width - indent);
    box.moveTo({static_cast<qreal>(indent), m_parts.height});
    m_parts.height += box.rect().height();
}

//! Once for all, since every box has its place now.
void RowLayout::placeMentions()
{
    for (const RowParts::Mention &mention : m_parts.mentions) {
        for (const QRectF &rect : m_parts.boxes[mention.box].rects(mention.positions))
            m_mentions.push_back({mention.mention, mention.isForMe, rect});
    }
}

int RowLayout::offsetAt(QPointF point) const
{
    const TextBox *nearest = nullptr;
    for (const TextBox &box : m_parts.boxes) {
        if (!box.isSent() || (nearest && box.rect().top() > point.y()))
            continue;
        const bool isBeside = nearest && box.rect().top() == nearest->rect().top();
        if (!isBeside || box.rect().left() <= point.x())
            nearest = &box;
    }
    return nearest ? nearest->offsetAt(point) : 0;
}

int RowLayout::lineStartAt(int y) const
{
    int start = 0;
    std::optional<qreal> best;
    for (const TextBox &box : m_parts.boxes) {
        for (int i = 0; box.isSent() && i < box.lineCount(); ++i) {
            const qreal top = box.lineTop(i);
            if (top > y && best)
                break;
            if (best && top <= *best)
                continue;
            best = top;
            start = box.lineStart(i);
        }
    }
    return start;
}

std::pair<int, int> RowLayout::lineOf(int offset) const
{
    std::pair<int, int> found{0, 0};
    for (const TextBox &box : m_parts.boxes) {
        if (!box.isSent() || (box.firstOffset() > offset && found.second > 0))
            continue;
        for (int i = 0; i < box.lineCount(); ++i) {
            if (i > 0 && box.lineStart(i) > offset)
                break;
            found = {qRound(box.lineTop(i)), qRound(box.lineBottom(i))};
        }
    }
    return found;
}

std::vector<QRectF> RowLayout::targetRects(int target) const
{
    std::vector<QRectF> found;
    for (const RowParts::Words &words : m_parts.words) {
        if (words.target != target)
            continue;
        const auto rects = m_parts.boxes[words.box].rects(words.positions);
        found.insert(found.end(), rects.begin(), rects.end());
    }
    for (const RowParts::Button &button : m_parts.buttons) {
        if (button.target == target)
            found.push_back(button.rect);
    }
    for (const RowParts::Place &place : m_parts.places) {
        if (place.target == target)
            found.push_back(place.rect);
    }
    return found;
}

std::optional<int> RowLayout::targetAt(QPointF point) const
{
    for (const RowParts::Button &button : m_parts.buttons) {
        if (button.rect.contains(point))
            return button.target;
    }
    for (const RowParts::Place &place : m_parts.places) {
        if (place.rect.contains(point))
            return place.target;
    }
    for (const RowParts::Words &words : m_parts.words) {
        if (!m_parts.boxes[words.box].rect().contains(point))
            continue;
        const auto rects = m_parts.boxes[words.box].rects(words.positions);
        if (std::ranges::any_of(rects, [&](const QRectF &rect) { return rect.contains(point); }))
            return words.target;
    }
    return std::nullopt;
}

std::optional<int> RowLayout::mentionAt(QPointF point) const
{
    const auto found = std::ranges::find_if(
        m_mentions, [point](const MentionChip &chip) { return chip.rect.contains(point); });
    return found == m_mentions.end() ? std::nullopt : std::optional(found->mention);
}

std::vector<QRectF> RowLayout::rangeRects(TextRange range) const
{
    std::vector<QRectF> found;
    for (const TextBox &box : m_parts.boxes) {
        if (!box.isSent())
            continue;
        const auto part = box.rects(box.positionsOf(range));
        found.insert(found.end(), part.begin(), part.end());
    }
    return found;
}

qreal RowLayout::firstBaseline() const
{
    return m_parts.boxes.front().firstBaseline();
}

void RowLayout::draw(QPainter &painter, QPointF origin, TextRange selected,
                     const TimelineStyle &style, bool showsButtons) const
{
    drawShapes(painter, origin, m_parts.shapes, style, showsButtons);
    drawMentions(painter, origin, m_mentions, style);
    for (const TextBox &box : m_parts.boxes)
        box.draw(painter, origin, box.isSent() ? box.positionsOf(selected) : TextRange{},
                 style.theme.selection);
    if (showsButtons)
        drawButtons(painter, origin, m_parts.buttons, style);
    if (m_quote)
        m_quote->draw(painter, origin, style);
    if (m_chips)
        m_chips->draw(painter, origin + QPointF(0, m_chipsY), style);
    if (m_pin)
        drawPin(painter, m_pin->translated(origin));
    for (size_t i = 0; i < m_pinLines.size(); ++i) {
        const qreal y = m_messageHeight + static_cast<int>(i) * PinLine::height(style);
        m_pinLines[i].draw(painter, origin + QPointF(0, y), style);
    }
    if (m_failureY >= 0) {
        const qreal size = style.theme.secondaryText.line - 2;
        const QRectF box(0, m_failureY + (style.theme.secondaryText.line + 8 - size) / 2, size,
                         size);
        drawErrorIcon(painter, box.translated(origin), style);
    }
}

} // namespace salon::client
