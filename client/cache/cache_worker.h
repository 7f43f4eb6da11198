// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/log_cache.h"

namespace salon::client {

//! Lives in the cache's thread and owns the database.
class CacheWorker : public QObject {
public:
    explicit CacheWorker(const QString &folder) : m_folder(folder) { }

private:
    QString m_folder;
};

} // namespace salon::client
