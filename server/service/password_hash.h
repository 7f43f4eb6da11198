// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QByteArray>

namespace salon::server {

//! What a hash costs; the defaults are the least that OWASP's cheat sheet names for argon2id.
struct HashCost {
    quint64 passes = 2;
    qint64 memoryBytes = 19 * 1024 * 1024;
};

//! argon2id in the form of the reference implementation, "$argon2id$v=19$m=…", salt included. Takes
//! tens of milliseconds: not for a thread that serves sockets. Fails when memory is short.
Result<QByteArray> hashPassword(const QByteArray &password, HashCost cost);

//! Whether `hash` was made of `password`; as slow as making it.
bool passwordMatches(const QByteArray &hash, const QByteArray &password);

//! Whether `hash` was made at another cost than today's.
bool needsRehash(const QByteArray &hash, HashCost cost);

} // namespace salon::server
