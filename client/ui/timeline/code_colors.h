// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/code_tokenizer.h"
#include "client/ui/theme/theme.h"

#include <QTextLayout>

namespace salon::client {

//! In which colour the token is written on `theme.codeBackground`.
QColor codeColor(const Theme &theme, CodeTokenKind kind);

//! The colours of a block of code; none for a language that is not known, nor where a line is so
//! long that nobody wrote it: laying out its many pieces takes the square of their number.
QList<QTextLayout::FormatRange> codeFormats(const QString &code, const QString &language,
                                            const Theme &theme);

} // namespace salon::client
