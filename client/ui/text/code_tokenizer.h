// SPDX-License-Identifier: MIT
#pragma once
#include <QStringView>
#include <vector>

namespace salon::client {

//! What a piece of code is, as far as its colour tells it.
enum class CodeTokenKind {
    Keyword,
    Type, //!< types, and the names that values stand under: keys, attributes, variables of a shell
    String,
    Number,
    Comment,
    Directive, //!< of the preprocessor; decorators and annotations
    Added,
    Removed,
    Heading, //!< of a section in a file of settings, of a part in a diff
};

//! Characters [start, start + length) of the code, in UTF-16 units.
struct CodeToken {
    int start = 0;
    int length = 0;
    CodeTokenKind kind = CodeTokenKind::Keyword;
};

//! What is to be coloured in `code`, sorted and without overlap; all between is plain. `language`
//! is what stands behind the fence: its first word counts, in any case. Nothing for an unknown one.
//! Takes time in proportion to the length, whatever the code is.
std::vector<CodeToken> tokenized(QStringView code, QStringView language);

} // namespace salon::client
