// SPDX-License-Identifier: MIT
#pragma once
#include <QString>

namespace salon::server {

//! What a shell reads to complete the commands, their options and what these may be; from the
//! table.
QString bashCompletion();
QString zshCompletion();
QString fishCompletion();

} // namespace salon::server
