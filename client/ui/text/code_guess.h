// SPDX-License-Identifier: MIT
#pragma once
#include <QStringView>

namespace salon::client {

//! Whether a text of several lines looks like code: most of its lines are indented, or end or go on
//! as no sentence does. Not when it has a fence already.
bool looksLikeCode(QStringView text);

} // namespace salon::client
