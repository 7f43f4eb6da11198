// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QString>

namespace salon::server {

inline constexpr qint64 kShortestPassword = 8; //!< bytes of UTF-8
inline constexpr qint64 kLongestPassword = 1024; //!< bytes of UTF-8

//! Whether a new password may be set: its length, and not one that everybody tries first. No rules
//! on composition (NIST SP 800-63B, 5.1.1.2). The error is about `path` and never repeats the
//! password.
Result<> checkNewPassword(const QString &password, const QString &path);

} // namespace salon::server
