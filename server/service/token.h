// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include "shared/wire/field.h"
#include <QByteArray>
#include <atomic>

namespace salon::server {

//! What a session's token claims (RFC 7519). Times are seconds since 1970.
struct TokenClaims {
    QString issuer;
    UserId user;
    SessionId session;
    qint64 issuedAt = 0;
    qint64 expiresAt = 0;

    static constexpr auto fields()
    {
        return std::tuple{
            wire::field("iss", &TokenClaims::issuer, "The server that signed it"),
            wire::field("sub", &TokenClaims::user, "Whose session it is"),
            wire::field("jti", &TokenClaims::session, "The row of the session"),
            wire::field("iat", &TokenClaims::issuedAt, "Signed at, in seconds since 1970"),
            wire::field("exp", &TokenClaims::expiresAt, "Good before, in seconds since 1970"),
        };
    }
    friend bool operator==(const TokenClaims &, const TokenClaims &) = default;
};

//! Signs and reads tokens: JWT, HS256 and nothing else. A good token still needs a living session.
//! Any thread may use it.
class TokenSigner {
public:
    static constexpr qsizetype kLongest = 8 * 1024; //!< bytes of a token that is looked at
    static constexpr qint64 kIssuedAheadMs = 60'000; //!< how far a clock may have been wrong

    TokenSigner(QByteArray key, QString issuer, const Clock &clock);

    //! A token for the session, from now until `expiresAt` (milliseconds, cut to the second).
    QByteArray sign(UserId user, SessionId session, Timestamp expiresAt) const;
    //! The claims; else Unauthorized, or SessionExpired for a true token past its time.
    Result<TokenClaims> read(QByteArrayView token) const;
    //! Tokens were signed at that time: they are not from the future when the clock goes back.
    void noteSigned(Timestamp at) const;

private:
    QByteArray signatureOf(const QByteArray &signedPart) const;

    QByteArray m_key;
    QString m_issuer;
    const Clock &m_clock;
    mutable std::atomic<Timestamp> m_lastSigned = 0;
};

} // namespace salon::server
