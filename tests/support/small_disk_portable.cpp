// SPDX-License-Identifier: MIT
#include "tests/support/small_disk.h"

namespace salon::test {

SmallDisk::~SmallDisk() = default;

Result<> SmallDisk::mount(qint64)
{
    return Error::internal(QStringLiteral("only on Linux"));
}

void SmallDisk::fill() const
{
}

void SmallDisk::free() const
{
}

bool limitFileSize(qint64, qint64)
{
    return false;
}

} // namespace salon::test
