// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include <QCoreApplication>
#include <algorithm>
#include <array>

//! Marks a sentence of the table for translation.
#define SAY(text) QT_TRANSLATE_NOOP("ErrorSentences", text)

namespace salon::client {

//! What the table of sentences says of one cause; words in braces are filled in.
struct Sentence {
    const char *id; //!< stays the same for ever: people and pages name it
    const char *what;
    const char *next;
    Fixer fixer;
};

inline QString translated(const char *text)
{
    return QCoreApplication::translate("ErrorSentences", text);
}

inline ErrorSentence made(const Sentence &sentence)
{
    return {translated(sentence.what),
            translated(sentence.next),
            sentence.fixer,
            {},
            QString::fromLatin1(sentence.id)};
}

//! The sentence of the row whose `key` is `value`; null when there is none.
template <class Rows, class Key, class Value>
const Sentence *findIn(const Rows &rows, Key key, Value value)
{
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [=](const auto &each) { return each.*key == value; });
    return row == rows.end() ? nullptr : &row->sentence;
}

//! The sentences of an area, in the order of its table.
template <class Rows>
QList<Sentence> sentencesOf(const Rows &rows)
{
    QList<Sentence> all;
    for (const auto &row : rows)
        all.append(row.sentence);
    return all;
}

//! What the way to the server can break, what the server answers, and what this computer does.
QList<Sentence> connectionSentences();
QList<Sentence> serverSentences();
QList<Sentence> localSentences();

} // namespace salon::client
