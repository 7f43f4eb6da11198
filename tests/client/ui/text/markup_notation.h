// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/markup.h"

#include <QStringList>

namespace salon::client {

using namespace Qt::StringLiterals;

//! Letters for the looks of a run: b(old), i(talic), s(trike), c(ode), t(arget).
inline QString styleLetters(MarkupStyles styles)
{
    QString letters;
    const auto add = [&](MarkupStyle style, QChar letter) {
        if (styles.testFlag(style))
            letters += letter;
    };
    add(MarkupStyle::Strong, u'b');
    add(MarkupStyle::Emphasis, u'i');
    add(MarkupStyle::Strike, u's');
    add(MarkupStyle::Code, u'c');
    add(MarkupStyle::Target, u't');
    return letters;
}

//! "plain {b|bold} {b=https://a.org|bold and a link}"; a link that is not to be opened has "!", and
//! what calls somebody "@" with the number of the mention.
inline QString notationOf(const MarkupText &text, const Markup &markup)
{
    QString all;
    int at = 0;
    for (const MarkupRun &run : text.runs) {
        all += text.text.mid(at, run.start - at) + u'{' + styleLetters(run.styles);
        if (run.mention)
            all += u'@' + QString::number(*run.mention);
        if (run.link) {
            const MarkupLink &link = markup.links[static_cast<size_t>(*run.link)];
            all += link.url.isEmpty() ? u'!' + link.destination
                                      : u'=' + QString::fromLatin1(link.url.toEncoded());
        }
        all += u'|' + text.text.mid(run.start, run.length) + u'}';
        at = run.end();
    }
    return all + text.text.mid(at);
}

//! "q" and "l" for the quotes and lists that it is in, its marker, its kind.
inline QString notationOf(const MarkupBlock &block, const Markup &markup)
{
    QString all;
    for (const MarkupLevel &level : block.levels)
        all += level.kind == MarkupLevel::Kind::Quote ? u'q' : u'l';
    if (block.marker)
        all += u'(' + block.marker->text + u')';
    switch (block.kind) {
    case MarkupBlock::Kind::Paragraph:
        return all + u"p:"_s + notationOf(block.content, markup);
    case MarkupBlock::Kind::Heading:
        return all + u"h%1:"_s.arg(block.heading) + notationOf(block.content, markup);
    case MarkupBlock::Kind::Code:
        return all + u"code(%1):"_s.arg(block.language) + block.content.text;
    case MarkupBlock::Kind::Rule:
        return all + u"rule"_s;
    case MarkupBlock::Kind::Table:
        break;
    }
    QStringList rows;
    for (const auto &row : block.table.rows) {
        QStringList cells;
        for (const MarkupText &cell : row)
            cells += notationOf(cell, markup);
        rows += cells.join(u';');
    }
    return all + u"table:"_s + rows.join(u'/');
}

//! The blocks of a message, between " # ".
inline QString notationOf(const Markup &markup)
{
    QStringList blocks;
    for (const MarkupBlock &block : markup.blocks)
        blocks += notationOf(block, markup);
    return blocks.join(u" # "_s);
}

} // namespace salon::client
