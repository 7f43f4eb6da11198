// SPDX-License-Identifier: MIT
#include "client/ui/text/code_tokenizer.h"

#include "client/ui/text/code_scanner.h"
#include "client/ui/text/tag_scanner.h"

namespace salon::client {

std::vector<CodeToken> tokenized(QStringView code, QStringView language)
{
    const CodeLanguage *known = codeLanguage(language);
    if (!known)
        return {};
    switch (known->grammar) {
    case CodeGrammar::Words:
        return CodeScanner(code, *known).tokens();
    case CodeGrammar::Tags:
        return tagTokens(code);
    case CodeGrammar::Diff:
        return diffTokens(code);
    }
    return {};
}

} // namespace salon::client
