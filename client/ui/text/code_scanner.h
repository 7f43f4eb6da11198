// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/code_languages.h"

namespace salon::client {

//! Reads code of a language that is made of words, strings and comments: once, from left to right.
class CodeScanner {
public:
    CodeScanner(QStringView code, const CodeLanguage &language)
        : m_code(code), m_language(language), m_words(codeWords(language))
    {
    }

    std::vector<CodeToken> tokens() &&;

private:
    //! Each takes what stands here, if it is of its kind, and says whether it did.
    bool takeComment();
    bool takeSection();
    bool takeDirective();
    bool takeRawString();
    bool takeString();
    bool takePattern();
    bool takeVariable();
    bool takeNumber();
    bool takeWord();

    //! What stands from here up to `end` is one token. Always true.
    bool take(qsizetype end, CodeTokenKind kind);
    void goOn(qsizetype end);

    QChar at(qsizetype index) const { return index < m_code.size() ? m_code[index] : QChar(); }
    bool isNext(QLatin1String text) const { return m_code.sliced(m_at).startsWith(text); }
    bool isWordCharacter(QChar c) const;
    qsizetype wordEnd(qsizetype from) const;
    qsizetype lineEnd(qsizetype from) const;
    qsizetype blanksEnd(qsizetype from) const;
    //! Behind the closing mark of a string whose text begins at `from`.
    qsizetype stringEnd(qsizetype from, const CodeString &rule) const;
    //! Whether a character literal begins at the quote, and no lifetime.
    bool isCharacter(qsizetype quote) const;
    //! Whether the word or string that ends there is a key.
    bool isKey(qsizetype end, bool isWord) const;

    const QStringView m_code;
    const CodeLanguage &m_language;
    const QHash<QString, CodeTokenKind> &m_words;
    std::vector<CodeToken> m_tokens;
    qsizetype m_at = 0;
    QChar m_before; //!< the latest character that is no blank
    bool m_isLineStart = true; //!< only blanks so far
    bool m_isAfterBlank = true;
};

} // namespace salon::client
