// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QByteArray>

namespace salon::server {

//! How a secret stands in its file.
enum class SecretForm {
    Bytes, //!< kSecretSize bytes as they are
    Line, //!< at least as many characters of text; the end of line does not count
};

inline constexpr qsizetype kSecretSize = 32;

//! The secret in the file, made at random when there is no file. Refuses one that others than its
//! owner may read, or that is not of the form; `ifDeleted` is the half sentence that says what then
//! follows from deleting the file.
Result<QByteArray> loadOrMakeSecret(const QString &path, SecretForm form, const QString &ifDeleted);

} // namespace salon::server
