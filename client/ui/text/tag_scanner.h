// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/code_tokenizer.h"

namespace salon::client {

//! Tags, attributes, comments and entities; what is in a script or a style, as its own language.
std::vector<CodeToken> tagTokens(QStringView code);

//! Lines that came, lines that went, and what they are of.
std::vector<CodeToken> diffTokens(QStringView code);

} // namespace salon::client
