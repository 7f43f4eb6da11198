// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/emoji/emoji.h"

#include <QHash>
#include <functional>
#include <span>
#include <vector>

namespace salon::client {

//! The emoji that can be chosen, in Unicode's order: those that the fonts can draw.
class EmojiTable {
public:
    using IsDrawable = std::function<bool(const QString &)>;

    //! Reads the table; `isDrawable` is asked about an emoji when it is first offered.
    explicit EmojiTable(IsDrawable isDrawable);
    //! The one of this computer's fonts.
    static const EmojiTable &current();

    qsizetype groupCount() const { return m_groups.size(); }
    //! As Unicode calls it, "Smileys & Emotion".
    QString groupName(qsizetype group) const { return m_groups.value(group); }
    std::vector<const Emoji *> group(qsizetype group) const;

    //! By its name or an alias; null for none.
    const Emoji *find(const QString &name) const;
    //! By its characters, whatever the tone; null for none.
    const Emoji *findText(const QString &text) const;
    //! Those of whose names the words of `typed` begin a word each; whole names, then aliases, then
    //! names that begin so come first, short ones before long ones. `most` of them.
    std::vector<const Emoji *> search(const QString &typed, size_t most) const;

private:
    struct Entry {
        Emoji emoji;
        QStringList words; //!< of its name and aliases
    };

    void readEmoji();
    void readAliases();
    bool isOffered(size_t index) const;

    IsDrawable m_isDrawable;
    QStringList m_groups;
    std::vector<Entry> m_entries;
    QHash<QString, size_t> m_byName;
    QHash<QString, size_t> m_byText;
    mutable std::vector<signed char> m_offered; //!< what the fonts said; -1 while not asked
};

} // namespace salon::client
