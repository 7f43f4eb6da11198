// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QString>

namespace salon::server {

//! All that was written to the file, by whomever, is on the disk when this returns.
Result<> syncFile(const QString &path);
//! Has what was written to the file brought to the disk, and waits for it, but does not say that it
//! would be there after a power cut: unlike a sync it makes nobody else's wait.
Result<> writeOut(const QString &path);
//! Gives the file another name in the same folder, in place of what may have it, so that a power
//! cut leaves the one or the other. A large file that is replaced is given back to the disk bit by
//! bit, which takes about 5 s a GiB: freed at once, it makes everybody's sync wait.
Result<> moveFile(const QString &from, const QString &to);

} // namespace salon::server
