// SPDX-License-Identifier: MIT
#pragma once
#include <QString>

namespace salon::server {

//! The manual of all commands, as man(7) and as Markdown, both from the table.
QString manualPage();
QString manualMarkdown();

} // namespace salon::server
