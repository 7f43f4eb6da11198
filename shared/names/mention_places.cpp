// SPDX-License-Identifier: MIT
#include "shared/names/mention_places.h"
#include <QStringView>

namespace salon {
namespace {

constexpr qsizetype kMostStretches = 6; // of words, the shortest ones: names are short

bool isWord(QChar c)
{
    return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'_';
}

qsizetype runOf(QStringView text, qsizetype at, QChar c)
{
    qsizetype end = at;
    while (end < text.size() && text[end] == c)
        ++end;
    return end - at;
}

//! Behind the code that begins at this backtick or tilde; `at` when none does.
qsizetype behindCode(QStringView text, qsizetype at)
{
    const QChar mark = text[at];
    const qsizetype length = runOf(text, at, mark);
    const QStringView before = text.first(at);
    const bool isFence =
        length >= 3 && before.sliced(before.lastIndexOf(u'\n') + 1).trimmed().isEmpty();
    if (mark == u'~' && !isFence)
        return at;
    for (qsizetype i = at + length; i < text.size(); ++i) {
        if (text[i] != mark)
            continue;
        const qsizetype run = runOf(text, i, mark);
        const bool ends = isFence ? run >= length && text[i - 1] == u'\n' : run == length;
        if (ends)
            return i + run;
        i += run - 1;
    }
    return isFence ? text.size() : at;
}

QStringList stretchesAt(QStringView text, qsizetype start, qint64 longest)
{
    QStringList found;
    qint64 codePoints = 0;
    for (qsizetype i = start; i < text.size() && text[i] != u'\n'; ++i) {
        codePoints += text[i].isLowSurrogate() ? 0 : 1;
        if (codePoints > longest || found.size() >= kMostStretches)
            break;
        const bool ends = !text[i].isSpace() && (i + 1 == text.size() || !isWord(text[i + 1]));
        if (ends)
            found.prepend(text.sliced(start, i + 1 - start).toString());
    }
    return found;
}

} // namespace

std::vector<MentionPlace> mentionPlaces(const QString &text, qint64 longest)
{
    std::vector<MentionPlace> places;
    if (!text.contains(u'@'))
        return places;
    const QStringView all = text;
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (all[i] == u'`' || all[i] == u'~') {
            const qsizetype behind = behindCode(all, i);
            i = behind > i ? behind - 1 : i + runOf(all, i, all[i]) - 1;
        } else if (all[i] == u'@' && (i == 0 || !isWord(all[i - 1])) && i + 1 < all.size()
                   && !all[i + 1].isSpace() && all[i + 1] != u'@') {
            const QStringList names = stretchesAt(all, i + 1, longest);
            if (!names.isEmpty())
                places.push_back({i, names});
            if (places.size() == kMostMentionPlaces)
                break;
        }
    }
    return places;
}

} // namespace salon
