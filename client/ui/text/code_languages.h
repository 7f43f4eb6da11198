// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/code_tokenizer.h"
#include <QHash>
#include <QLatin1String>
#include <vector>

namespace salon::client {

enum class CodeGrammar { Words, Tags, Diff };

//! How one kind of string literal is written.
struct CodeString {
    QLatin1String open, close;
    bool hasEscapes = true; //!< a backslash takes the next character in
    bool spansLines = false; //!< else it ends with its line at the latest
};

//! What tells a language from the others. Lists of words are separated by blanks.
struct CodeLanguage {
    QLatin1String names; //!< as behind a fence, in lower case
    CodeGrammar grammar = CodeGrammar::Words;
    QLatin1String keywords, types;
    std::vector<QLatin1String> lineComments;
    QLatin1String commentOpen, commentClose;
    std::vector<CodeString> strings; //!< what begins like another one stands before it
    QLatin1String stringPrefixes; //!< letters that may stand right before a string
    QLatin1String wordCharacters; //!< within words, besides letters, digits and "_"
    char lineDirective = 0; //!< begins a directive where it is the first of its line
    char directive = 0; //!< begins one before any letter
    char variable = 0; //!< begins the name of a variable
    char keyEnd = 0; //!< the word or string before it is a key
    bool isCaseBlind = false;
    bool hasCapitalTypes = false; //!< a word such as "Room" is a type
    bool hasRawStrings = false; //!< R"x(…)x", r#"…"#
    bool hasLifetimes = false; //!< 'a without an end is no string
    bool hasPatterns = false; //!< /…/ where a value may begin
    bool hasSections = false; //!< a line that begins with "["
};

//! Null for an unknown one.
const CodeLanguage *codeLanguage(QStringView name);

//! Keywords and types of the language; in lower case where case does not count.
const QHash<QString, CodeTokenKind> &codeWords(const CodeLanguage &language);

} // namespace salon::client
