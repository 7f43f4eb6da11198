// SPDX-License-Identifier: MIT
#include "server/app/core_dump.h"

namespace salon::server {

// Windows writes none unless an administrator asks for it.
void forbidCoreDumps()
{
}

} // namespace salon::server
