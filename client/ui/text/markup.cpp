// SPDX-License-Identifier: MIT
#include "client/ui/text/markup.h"

#include "client/ui/text/markup_builder.h"

#include <algorithm>

namespace salon::client {
namespace {

constexpr unsigned kFlags =
    MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH;

const MD_PARSER &parser()
{
    static const MD_PARSER kParser{
        .abi_version = 0,
        .flags = kFlags,
        .enter_block =
            [](MD_BLOCKTYPE type, void *detail, void *builder) {
                return static_cast<MarkupBuilder *>(builder)->enterBlock(type, detail);
            },
        .leave_block =
            [](MD_BLOCKTYPE type, void *, void *builder) {
                return static_cast<MarkupBuilder *>(builder)->leaveBlock(type);
            },
        .enter_span =
            [](MD_SPANTYPE type, void *detail, void *builder) {
                return static_cast<MarkupBuilder *>(builder)->enterSpan(type, detail);
            },
        .leave_span =
            [](MD_SPANTYPE type, void *, void *builder) {
                return static_cast<MarkupBuilder *>(builder)->leaveSpan(type);
            },
        .text =
            [](MD_TEXTTYPE type, const char *text, unsigned size, void *builder) {
                return static_cast<MarkupBuilder *>(builder)->text(type, text, size);
            },
        .debug_log = nullptr,
        .syntax = nullptr,
    };
    return kParser;
}

bool saysSomething(const Markup &markup)
{
    return std::ranges::any_of(markup.blocks, [](const MarkupBlock &block) {
        const bool isNumber = block.marker && block.marker->text.front().isDigit();
        return isNumber || !block.content.text.isEmpty() || !block.table.rows.empty()
            || block.kind == MarkupBlock::Kind::Rule;
    });
}

Markup asWritten(const QString &text, const std::vector<SafeLink> &bareLinks)
{
    Markup markup;
    MarkupWriter writer(text, bareLinks, markup.links);
    writer.open(markup.blocks.emplace_back().content, MarkupWriter::Lines::Plain);
    for (int i = 0; i < text.size(); ++i) {
        const bool isPair = text[i] == u'\r' && i + 1 < text.size() && text[i + 1] == u'\n';
        writer.skipTo(i);
        if (text[i] == u'\n')
            writer.endLine();
        else if (!isPair)
            writer.write(i);
    }
    writer.close();
    return markup;
}

} // namespace

MarkupText MarkupText::part(int from, int to) const
{
    MarkupText part;
    part.text = text.sliced(from, to - from);
    part.offsets.assign(offsets.begin() + from, offsets.begin() + to + 1);
    auto run = std::ranges::upper_bound(runs, from, {}, &MarkupRun::end);
    for (; run != runs.end() && run->start < to; ++run) {
        MarkupRun cut = *run;
        cut.start = std::max(run->start, from) - from;
        cut.length = std::min(run->end(), to) - from - cut.start;
        part.runs.push_back(cut);
    }
    return part;
}

Markup markupOf(const QString &text)
{
    const std::vector<SafeLink> bareLinks = findSafeLinks(text);
    const ChatSource source(text, bareLinks);
    MarkupBuilder builder(text, source, bareLinks);
    const int refused = md_parse(source.bytes.constData(),
                                 static_cast<MD_SIZE>(source.bytes.size()), &parser(), &builder);
    if (refused == 0) {
        Markup markup = builder.take();
        if (saysSomething(markup))
            return markup;
    }
    return asWritten(text, bareLinks);
}

} // namespace salon::client
