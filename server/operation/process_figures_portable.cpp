// SPDX-License-Identifier: MIT
#include "server/operation/process_figures.h"
#include <ctime>

namespace salon::server {

ProcessFigures ProcessFigures::now()
{
    ProcessFigures figures;
    if (const std::clock_t clock = std::clock(); clock != std::clock_t(-1))
        figures.cpuSeconds = double(clock) / CLOCKS_PER_SEC;
    return figures;
}

} // namespace salon::server
