// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"
#include <QUrl>
#include <optional>

namespace salon::client {

//! A signed-in account.
struct Account {
    QUrl server;
    protocol::User user;
    QString token;
    Timestamp expiresAt = 0;
};

//! Where the session is remembered: a file of the profile that only its owner may read (mode 0600).
class SessionVault {
public:
    explicit SessionVault(const QString &folder);

    std::optional<Account> load() const;
    bool save(const Account &account) const;
    void clear() const;

private:
    QString m_path;
};

} // namespace salon::client
