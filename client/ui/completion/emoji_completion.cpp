// SPDX-License-Identifier: MIT
#include "client/ui/completion/emoji_completion.h"

#include "client/ui/emoji/emoji_choices.h"
#include "client/ui/emoji/emoji_table.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr size_t kMost = 40;

} // namespace

EmojiCompletion::EmojiCompletion(Table table, EmojiChoices &choices, QObject *parent)
    : CompletionSource(parent), m_table(std::move(table)), m_choices(choices)
{
}

bool EmojiCompletion::isPart(QChar c) const
{
    const bool isAscii = c.unicode() < 0x80;
    return (isAscii && c.isLetterOrNumber()) || c == u'_' || c == u'+' || c == u'-';
}

QList<Completion> EmojiCompletion::find(const QString &typed)
{
    QList<Completion> found;
    for (const Emoji *emoji : m_table().search(typed, kMost)) {
        const QString text = emoji->text(m_choices.tone());
        const auto alias = std::find_if(
            emoji->aliases.begin(), emoji->aliases.end(),
            [&typed](const QString &each) { return each.startsWith(typed, Qt::CaseInsensitive); });
        // The name by which it was found comes first.
        const bool isByAlias = alias != emoji->aliases.end() && !emoji->name.startsWith(typed);
        const QString called = u':' + (isByAlias ? *alias : emoji->name) + u':';
        found.append({text, text, called, isByAlias ? emoji->name : QString()});
    }
    return found;
}

QString EmojiCompletion::closed(const QString &typed)
{
    const Emoji *emoji = m_table().find(typed.toLower());
    return emoji ? emoji->text(m_choices.tone()) : QString();
}

void EmojiCompletion::take(const QString &text)
{
    m_choices.use(text);
}

} // namespace salon::client
