// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/log_cache.h"

namespace salon::bench {

//! Makes the profile's cache hold that many messages, in equal parts in these rooms, as pages of a
//! server that ended there. Blocks until they are written.
void fillCache(const QString &profile, const client::StoreAccount &account,
               const QList<protocol::Room> &rooms, qint64 messages);

} // namespace salon::bench
