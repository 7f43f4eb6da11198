// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <optional>

namespace salon::test {

//! How often the bytes stand in the memory that the process may write to, as a core image would
//! show it. Nothing where that cannot be read: another system, or no right to.
std::optional<int> countInMemory(qint64 pid, const QByteArray &bytes);

//! Bytes of this process that are in memory, after what it has freed was given back. Nothing where
//! that cannot be told.
std::optional<qint64> residentBytes();

} // namespace salon::test
