// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QByteArray>

namespace salon::server {

//! Makes a file that only its owner may read (mode 0600 from the first moment), written through to
//! the disk. Fails when the name is taken.
Result<> makePrivateFile(const QString &path, const QByteArray &content);

//! Whether group or others may read or write it; false where the platform has no such modes.
bool isOpenToOthers(const QString &path);

} // namespace salon::server
