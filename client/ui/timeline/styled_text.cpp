// SPDX-License-Identifier: MIT
#include "client/ui/timeline/styled_text.h"

#include "client/ui/timeline/display_text.h"

namespace salon::client {
namespace {

bool isOpened(const Markup &markup, const MarkupRun &run)
{
    return run.link && !markup.links[static_cast<size_t>(*run.link)].url.isEmpty();
}

bool isForMe(const Markup &markup, const MarkupRun &run)
{
    return markup.mentions[static_cast<size_t>(*run.mention)].isForMe;
}

QTextCharFormat formatOf(const Markup &markup, const MarkupRun &run, const TimelineStyle &style)
{
    QTextCharFormat format;
    if (isOpened(markup, run))
        format = linkFormat(style);
    if (run.mention)
        format.setForeground(isForMe(markup, run) ? style.theme.text : style.theme.accent);
    if (run.styles.testFlag(MarkupStyle::Code)) {
        const QFont &code = style.theme.code.font;
        format.setFontFamilies(code.families());
        format.setFontStyleHint(QFont::Monospace);
        format.setProperty(QTextFormat::FontPixelSize, code.pixelSize());
        format.setBackground(style.theme.codeBackground);
    }
    if (run.styles.testFlag(MarkupStyle::Strong))
        format.setFontWeight(QFont::DemiBold);
    if (run.styles.testFlag(MarkupStyle::Emphasis))
        format.setFontItalic(true);
    if (run.styles.testFlag(MarkupStyle::Strike))
        format.setFontStrikeOut(true);
    if (run.styles.testFlag(MarkupStyle::Target))
        format.setForeground(style.theme.secondary);
    return format;
}

void addMention(RowParts &parts, const Markup &markup, const MarkupRun &run)
{
    const size_t box = parts.boxes.size();
    if (!parts.mentions.empty()) {
        RowParts::Mention &before = parts.mentions.back();
        const bool continues = before.box == box && before.mention == *run.mention
            && before.positions.end == run.start;
        if (continues) {
            before.positions.end = run.end();
            return;
        }
    }
    parts.mentions.push_back({*run.mention, isForMe(markup, run), box, {run.start, run.end()}});
}

} // namespace

QTextCharFormat linkFormat(const TimelineStyle &style)
{
    QTextCharFormat format;
    format.setForeground(style.theme.accent);
    format.setFontUnderline(true);
    return format;
}

TextBox styledText(const Markup &markup, const MarkupText &text, const TextStyle &plain,
                   const TimelineStyle &style)
{
    TextBox::Look look{plain, {}};
    look.formats.reserve(static_cast<qsizetype>(text.runs.size()));
    for (const MarkupRun &run : text.runs)
        look.formats.append({run.start, run.length, formatOf(markup, run, style)});
    return TextBox(drawable(text.text), text.offsets, look);
}

TextBox &addStyledText(RowParts &parts, const Markup &markup, const MarkupText &text,
                       const TextStyle &plain, const TimelineStyle &style)
{
    std::optional<int> open; // link of the run before
    for (const MarkupRun &run : text.runs) {
        if (isOpened(markup, run)) {
            const QUrl &url = markup.links[static_cast<size_t>(*run.link)].url;
            if (run.link != open)
                parts.addTarget({RowTarget::Kind::Link, url});
            parts.words.push_back({static_cast<int>(parts.targets.size()) - 1,
                                   parts.boxes.size(),
                                   {run.start, run.end()}});
        }
        open = run.link;
        if (run.mention)
            addMention(parts, markup, run);
    }
    return parts.boxes.emplace_back(styledText(markup, text, plain, style));
}

} // namespace salon::client
