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
    return {translated(sentence.what), translated(sentence.next), sentence.fixer, {}};
}

//! The sentence of the row whose `key` is `value`; null when there is none.
template <class Rows, class Key, class Value>
const Sentence *findIn(const Rows &rows, Key key, Value value)
{
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [=](const auto &each) { return each.*key == value; });
    return row == rows.end() ? nullptr : &row->sentence;
}

} // namespace salon::client
