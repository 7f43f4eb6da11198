// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/completion/completion_source.h"
#include "client/ui/completion/look_alike.h"

namespace salon::client {

//! Somebody or something that has a name.
struct CompletionName {
    QString name; //!< unique; what is written
    QString shown; //!< how it is known: a display name; may be empty
    QString detail;
    bool isNear = true; //!< near ones come first: members before others
    UserId person = {}; //!< to show a picture beside it
    QString icon = {}; //!< or a line icon
};

//! Names of people or rooms, by the beginning of the name or of a word of what is shown. Case,
//! accents and other forms of the same letters do not count; what only looks like it comes last of
//! the near and of the others.
class NameCompletion : public CompletionSource {
    Q_OBJECT
public:
    NameCompletion(QChar mark, const QString &title, QObject *parent = nullptr);

    void setNames(const QList<CompletionName> &names);

    QChar mark() const override { return m_mark; }
    QString title() const override { return m_title; }
    bool isPart(QChar c) const override { return !c.isSpace(); }
    //! Says `wanted` first.
    QList<Completion> find(const QString &typed) override;

Q_SIGNALS:
    //! Somebody types one: time for setNames().
    void wanted();

private:
    struct Entry {
        CompletionName named;
        QString name; //!< in the form that is compared
        QStringList words;
    };
    static int rank(const Entry &entry, const QString &typed, const LookAlike &look);

    QChar m_mark;
    QString m_title;
    QList<Entry> m_entries;
};

//! `text` in a form in which "José" and "JOSE" are the same.
QString comparedForm(const QString &text);

} // namespace salon::client
