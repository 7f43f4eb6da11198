// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/code_tokenizer.h"
#include "client/ui/theme/theme.h"

namespace salon::client {

//! In which colour the token is written on `theme.codeBackground`.
QColor codeColor(const Theme &theme, CodeTokenKind kind);

} // namespace salon::client
