// SPDX-License-Identifier: MIT
#pragma once

namespace salon::server {

//! Whether standard error goes to systemd's journal: JOURNAL_STREAM names its device and inode, see
//! systemd.exec(5). Elsewhere, also where the variable was inherited but stderr redirected, no.
bool isStderrJournal();

} // namespace salon::server
