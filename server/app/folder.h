// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QLockFile>
#include <memory>

namespace salon::server {

//! The data folder, for this process alone while it lives.
class Folder {
public:
    //! Makes it when it is missing (for the owner only) and takes the lock. Conflict when another
    //! salond has it.
    static Result<std::unique_ptr<Folder>> take(const QString &path);
    //! Whether a salond serves from it now.
    static bool isTaken(const QString &path);

    QString databasePath() const { return databasePath(m_path); }
    static QString databasePath(const QString &path) { return path + QStringLiteral("/salon.db"); }
    QString tokenKeyPath() const { return m_path + QStringLiteral("/token.key"); }
    QString metricsTokenPath() const { return m_path + QStringLiteral("/metrics.token"); }
    //! Name of the local socket of whoever serves from `path`.
    static QString socketName(const QString &path);

private:
    explicit Folder(const QString &path);
    QString m_path;
    QLockFile m_lock;
};

} // namespace salon::server
