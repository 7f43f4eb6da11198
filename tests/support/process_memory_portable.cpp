// SPDX-License-Identifier: MIT
#include "tests/support/process_memory.h"

namespace salon::test {

std::optional<int> countInMemory(qint64, const QByteArray &)
{
    return {};
}

std::optional<qint64> residentBytes()
{
    return {};
}

} // namespace salon::test
