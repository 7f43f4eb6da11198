// SPDX-License-Identifier: MIT
#pragma once
#include <QString>

namespace salon::server {

//! Whether the text is one emoji as Unicode recommends it for interchange (UTS #51, RGI), fully
//! qualified, so that the same picture is always the same text. What is newer than the ICU that
//! runs here is none.
bool isEmoji(const QString &text);

} // namespace salon::server
