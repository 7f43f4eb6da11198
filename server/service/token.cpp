// SPDX-License-Identifier: MIT
#include "server/service/token.h"
#include "server/service/secret_file.h"
#include "shared/wire/codec.h"
#include <QMessageAuthenticationCode>
#include <algorithm>
#include <sodium.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr auto kBase64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

struct TokenHeader {
    QString algorithm;
    std::optional<QString> type;
    std::optional<QString> critical;

    static constexpr auto fields()
    {
        return std::tuple{
            wire::field("alg", &TokenHeader::algorithm, "How it is signed"),
            wire::field("typ", &TokenHeader::type, "What it is"),
            wire::field("crit", &TokenHeader::critical, "What a reader must understand"),
        };
    }
};

Error refused(const char *why)
{
    return {ErrorCode::Unauthorized, u"the token is not good: "_s + QString::fromLatin1(why)};
}

//! Strict: no padding, no foreign characters, no stray bits at the end.
std::optional<QByteArray> fromBase64Url(const QByteArray &text)
{
    const auto decoded =
        QByteArray::fromBase64Encoding(text, kBase64 | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || (*decoded).toBase64(kBase64) != text)
        return std::nullopt;
    return *decoded;
}

template <class T>
Result<T> decodedPart(const QByteArray &base64)
{
    const auto json = fromBase64Url(base64);
    if (!json)
        return refused("not base64url");
    thread_local wire::JsonParser parser;
    const auto value = parser.parse(*json);
    if (!value)
        return refused("not JSON");
    auto part = wire::decoded<T>(*value, {});
    if (!part)
        return refused("a claim is missing or of wrong type");
    return part;
}

} // namespace

TokenSigner::TokenSigner(QByteArray key, QString issuer, const Clock &clock)
    : m_key(std::move(key)), m_issuer(std::move(issuer)), m_clock(clock)
{
    Q_ASSERT(m_key.size() >= kSecretSize);
}

QByteArray TokenSigner::sign(UserId user, SessionId session, Timestamp expiresAt) const
{
    const TokenHeader header{u"HS256"_s, u"JWT"_s, {}};
    const Timestamp now = m_clock.now();
    noteSigned(now);
    const TokenClaims claims{m_issuer, user, session, now / 1000, expiresAt / 1000};
    const QByteArray signedPart =
        wire::encoded(header).toBase64(kBase64) + '.' + wire::encoded(claims).toBase64(kBase64);
    return signedPart + '.' + signatureOf(signedPart).toBase64(kBase64);
}

Result<TokenClaims> TokenSigner::read(QByteArrayView token) const
{
    if (token.size() > kLongest)
        return refused("too long");
    const QByteArray bytes = token.toByteArray();
    const auto firstDot = bytes.indexOf('.');
    const auto lastDot = bytes.lastIndexOf('.');
    if (firstDot < 0 || bytes.indexOf('.', firstDot + 1) != lastDot || lastDot == firstDot)
        return refused("not three parts");

    // The signature comes first: nothing of a stranger is parsed.
    const auto signature = fromBase64Url(bytes.sliced(lastDot + 1));
    const QByteArray expected = signatureOf(bytes.first(lastDot));
    if (!signature || signature->size() != expected.size()
        || sodium_memcmp(signature->constData(), expected.constData(), size_t(expected.size()))
            != 0)
        return refused("wrong signature");

    TRY_ASSIGN(const TokenHeader header, decodedPart<TokenHeader>(bytes.first(firstDot)));
    if (header.algorithm != u"HS256" || header.type.value_or(u"JWT"_s) != u"JWT" || header.critical)
        return refused("another kind of token");
    TRY_ASSIGN(TokenClaims claims,
               decodedPart<TokenClaims>(bytes.sliced(firstDot + 1, lastDot - firstDot - 1)));
    if (claims.issuer != m_issuer || !claims.user.isValid() || !claims.session.isValid())
        return refused("of another server");
    const qint64 now = m_clock.now();
    if (claims.issuedAt > (std::max(now, m_lastSigned.load()) + kIssuedAheadMs) / 1000)
        return refused("from the future");
    if (claims.expiresAt <= now / 1000)
        return Error(ErrorCode::SessionExpired, u"the session is past its time"_s);
    return claims;
}

void TokenSigner::noteSigned(Timestamp at) const
{
    Timestamp last = m_lastSigned;
    while (at > last && !m_lastSigned.compare_exchange_weak(last, at)) { }
}

QByteArray TokenSigner::signatureOf(const QByteArray &signedPart) const
{
    return QMessageAuthenticationCode::hash(signedPart, m_key, QCryptographicHash::Sha256);
}

} // namespace salon::server
