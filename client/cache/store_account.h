// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QHashFunctions>
#include <QString>

namespace salon::client {

//! Whose rows they are: every server numbers its users from 1.
struct StoreAccount {
    QString server;
    UserId user;
    friend bool operator==(const StoreAccount &, const StoreAccount &) = default;
    friend size_t qHash(const StoreAccount &account, size_t seed = 0)
    {
        return qHashMulti(seed, account.server, account.user);
    }
};

} // namespace salon::client
