// SPDX-License-Identifier: MIT
#include "server/service/password_hash.h"
#include <array>
#include <sodium.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

bool startSodium()
{
    static const bool kStarted = sodium_init() >= 0;
    return kStarted;
}

} // namespace

Result<QByteArray> hashPassword(const QByteArray &password, HashCost cost)
{
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const bool made = startSodium()
        && crypto_pwhash_str_alg(hash.data(), password.constData(), quint64(password.size()),
                                 cost.passes, size_t(cost.memoryBytes),
                                 crypto_pwhash_ALG_ARGON2ID13)
            == 0;
    if (!made)
        return Error(ErrorCode::Unavailable, Reason::Busy, u"not enough memory for a hash"_s);
    return QByteArray(hash.data());
}

bool passwordMatches(const QByteArray &hash, const QByteArray &password)
{
    return startSodium()
        && crypto_pwhash_str_verify(hash.constData(), password.constData(),
                                    quint64(password.size()))
        == 0;
}

bool needsRehash(const QByteArray &hash, HashCost cost)
{
    return startSodium()
        && crypto_pwhash_str_needs_rehash(hash.constData(), cost.passes, size_t(cost.memoryBytes))
        != 0;
}

} // namespace salon::server
