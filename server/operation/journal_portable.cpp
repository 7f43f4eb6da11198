// SPDX-License-Identifier: MIT
#include "server/operation/journal.h"

namespace salon::server {

bool isStderrJournal()
{
    return false;
}

} // namespace salon::server
