// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_table.h"

#include "client/ui/emoji/emoji_font.h"

#include <QFile>
#include <QTextStream>
#include <algorithm>

using namespace Qt::StringLiterals;

static void initEmojiResources()
{
    Q_INIT_RESOURCE(emoji); // a static library's resources are dropped unless asked for
}

namespace salon::client {
namespace {

template <class Take>
void eachLine(const QString &path, Take take)
{
    initEmojiResources();
    QFile file(path);
    const bool isOpen = file.open(QIODevice::ReadOnly | QIODevice::Text);
    Q_ASSERT_X(isOpen, "EmojiTable", qPrintable(path));
    if (!isOpen)
        return;
    QTextStream stream(&file);
    for (QString line; stream.readLineInto(&line);)
        take(line);
}

//! How well an emoji is called so: the lower, the better; -1 not at all. First what is called just
//! so, then whose alias begins so, for aliases are what people type, then whose name does, the
//! shorter ones before; last whose words do.
int rank(const Emoji &emoji, const QStringList &words, const QString &name,
         const QStringList &typedWords)
{
    constexpr int kAlias = 100, kName = 200, kWords = 300; // no name is as long as that
    if (emoji.name == name || emoji.aliases.contains(name))
        return 0;
    int best = emoji.name.startsWith(name) ? kName + int(emoji.name.size()) : kWords;
    for (const QString &alias : emoji.aliases) {
        if (alias.startsWith(name))
            best = std::min(best, kAlias + int(alias.size()));
    }
    const auto isThere = [&words](const QString &wanted) {
        return std::any_of(words.begin(), words.end(),
                           [&wanted](const QString &word) { return word.startsWith(wanted); });
    };
    const bool isFound =
        best < kWords || std::all_of(typedWords.begin(), typedWords.end(), isThere);
    return isFound ? best : -1;
}

} // namespace

EmojiTable::EmojiTable(IsDrawable isDrawable) : m_isDrawable(std::move(isDrawable))
{
    readEmoji();
    readAliases();
    for (Entry &entry : m_entries) {
        entry.words = entry.emoji.name.split(u'_');
        for (const QString &alias : std::as_const(entry.emoji.aliases))
            entry.words += alias.split(u'_');
    }
    m_offered.resize(m_entries.size(), -1);
}

const EmojiTable &EmojiTable::current()
{
    static const EmojiTable table(isDrawnAsOne);
    return table;
}

void EmojiTable::readEmoji()
{
    eachLine(u":/salon/emoji/emoji.txt"_s, [this](const QString &line) {
        if (line.startsWith("# "_L1)) {
            m_groups.append(line.sliced(2));
            return;
        }
        const qsizetype tab = line.indexOf(u'\t');
        if (tab <= 0)
            return;
        const Emoji emoji{.pattern = line.first(tab),
                          .name = line.sliced(tab + 1),
                          .group = static_cast<int>(m_groups.size()) - 1};
        m_byName.insert(emoji.name, m_entries.size());
        m_byText.insert(withoutTones(emoji.text()), m_entries.size());
        m_entries.push_back({emoji, {}});
    });
}

void EmojiTable::readAliases()
{
    eachLine(u":/salon/emoji/aliases.txt"_s, [this](const QString &line) {
        const qsizetype blank = line.indexOf(u' ');
        const auto found = m_byName.constFind(line.sliced(blank + 1));
        if (blank <= 0 || found == m_byName.constEnd())
            return;
        const size_t index = *found;
        m_entries[index].emoji.aliases.append(line.first(blank));
        m_byName.insert(line.first(blank), index);
    });
}

bool EmojiTable::isOffered(size_t index) const
{
    if (m_offered[index] < 0)
        m_offered[index] = m_isDrawable(m_entries[index].emoji.text()) ? 1 : 0;
    return m_offered[index] > 0;
}

std::vector<const Emoji *> EmojiTable::group(qsizetype group) const
{
    std::vector<const Emoji *> found;
    for (size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].emoji.group == group && isOffered(i))
            found.push_back(&m_entries[i].emoji);
    }
    return found;
}

const Emoji *EmojiTable::find(const QString &name) const
{
    const auto found = m_byName.constFind(name);
    return found != m_byName.constEnd() && isOffered(*found) ? &m_entries[*found].emoji : nullptr;
}

const Emoji *EmojiTable::findText(const QString &text) const
{
    const auto found = m_byText.constFind(withoutTones(text));
    return found != m_byText.constEnd() && isOffered(*found) ? &m_entries[*found].emoji : nullptr;
}

std::vector<const Emoji *> EmojiTable::search(const QString &typed, size_t most) const
{
    const QString wanted = typed.toLower().replace(u'_', u' ').simplified();
    if (wanted.isEmpty())
        return {};
    const QStringList words = wanted.split(u' ');
    const QString name = QString(wanted).replace(u' ', u'_');
    std::vector<std::pair<int, size_t>> ranked;
    for (size_t i = 0; i < m_entries.size(); ++i) {
        const int place = rank(m_entries[i].emoji, m_entries[i].words, name, words);
        if (place >= 0)
            ranked.emplace_back(place, i);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<const Emoji *> found;
    for (const auto &[place, index] : ranked) {
        if (found.size() == most)
            break;
        if (isOffered(index))
            found.push_back(&m_entries[index].emoji);
    }
    return found;
}

} // namespace salon::client
