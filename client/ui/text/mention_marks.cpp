// SPDX-License-Identifier: MIT
#include "client/ui/text/mention_marks.h"

#include <algorithm>

namespace salon::client {
namespace {

//! Gives characters [from, to) runs of that mention.
class RunMarker {
public:
    RunMarker(int from, int to, int mention) : m_at(from), m_to(to), m_mention(mention) { }

    std::vector<MarkupRun> marked(const std::vector<MarkupRun> &runs)
    {
        const int from = m_at;
        for (const MarkupRun &run : runs) {
            const int first = std::clamp(run.start, from, m_to);
            const int last = std::clamp(run.end(), from, m_to);
            fillUpTo(first);
            put(run, run.start, std::min(first, run.end()), false);
            put(run, first, last, true);
            put(run, std::max(last, run.start), run.end(), false);
            m_at = std::max(m_at, last);
        }
        fillUpTo(m_to);
        return std::move(m_runs);
    }

private:
    //! What had no run.
    void fillUpTo(int end)
    {
        put({}, m_at, end, true);
        m_at = std::max(m_at, end);
    }

    void put(const MarkupRun &like, int start, int end, bool isMention)
    {
        if (end <= start)
            return;
        MarkupRun run = like;
        run.start = start;
        run.length = end - start;
        const bool isCode = like.styles & (MarkupStyle::Code | MarkupStyle::Target);
        if (isMention && !isCode)
            run.mention = m_mention;
        m_runs.push_back(run);
    }

    std::vector<MarkupRun> m_runs;
    int m_at; // behind what was put
    const int m_to;
    const int m_mention;
};

void markText(MarkupText &text, const std::vector<MarkupMention> &mentions)
{
    if (text.offsets.empty())
        return;
    const auto end = text.offsets.end() - 1;
    const auto position = [&](int offset) {
        return static_cast<int>(std::lower_bound(text.offsets.begin(), end, offset)
                                - text.offsets.begin());
    };
    for (size_t i = 0; i < mentions.size(); ++i) {
        const int from = position(mentions[i].start);
        const int to = position(mentions[i].end);
        if (from < to)
            text.runs = RunMarker(from, to, static_cast<int>(i)).marked(text.runs);
    }
}

} // namespace

void markMentions(Markup &markup, std::vector<MarkupMention> mentions)
{
    if (mentions.empty())
        return;
    for (MarkupBlock &block : markup.blocks) {
        if (block.kind == MarkupBlock::Kind::Code)
            continue;
        markText(block.content, mentions);
        for (auto &row : block.table.rows) {
            for (MarkupText &cell : row)
                markText(cell, mentions);
        }
    }
    markup.mentions = std::move(mentions);
}

} // namespace salon::client
