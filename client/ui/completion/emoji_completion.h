// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/completion/completion_source.h"

#include <functional>

namespace salon::client {

class EmojiChoices;
class EmojiTable;

//! ":tad" for an emoji by its name; ":tada:" is one by itself.
class EmojiCompletion : public CompletionSource {
    Q_OBJECT
public:
    //! The table is asked for when somebody types a name: it takes a moment to read.
    using Table = std::function<const EmojiTable &()>;
    EmojiCompletion(Table table, EmojiChoices &choices, QObject *parent = nullptr);

    QChar mark() const override { return u':'; }
    QString title() const override { return tr("Emoji"); }
    qsizetype least() const override { return 2; }
    bool isPart(QChar c) const override;
    QList<Completion> find(const QString &typed) override;
    QString closed(const QString &typed) override;
    void take(const QString &text) override;

private:
    const Table m_table;
    EmojiChoices &m_choices;
};

} // namespace salon::client
