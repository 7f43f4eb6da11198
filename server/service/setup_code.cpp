// SPDX-License-Identifier: MIT
#include "server/service/setup_code.h"
#include <QCryptographicHash>
#include <sodium.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr int kLength = 20;
constexpr int kGroup = 5;
//! Crockford's base 32: nothing that is read as something else.
constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

//! As it was made, whatever way a person wrote it down.
QString plain(const QString &code)
{
    QString text;
    for (const QChar c : code.toUpper()) {
        if (c == u'-' || c.isSpace())
            continue;
        text += c == u'O' ? u'0' : c == u'I' || c == u'L' ? u'1' : c;
    }
    return text;
}

// The code is random throughout: nobody tries 2^100 of them, however fast the hash.
QByteArray hashOf(const QString &plainCode)
{
    return QCryptographicHash::hash(plainCode.toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

QString SetupCode::make()
{
    QString code;
    for (int i = 0; i < kLength; ++i) {
        if (i > 0 && i % kGroup == 0)
            code += u'-';
        code += QLatin1Char(kAlphabet[randombytes_uniform(sizeof kAlphabet - 1)]);
    }
    const std::lock_guard lock(m_mutex);
    m_hash = hashOf(plain(code));
    m_goodUntil = m_clock.steadyMs() + kLifeMs;
    return code;
}

Result<> SetupCode::check(const QString &code) const
{
    const QByteArray hash = hashOf(plain(code));
    const std::lock_guard lock(m_mutex);
    if (hash.size() != m_hash.size()
        || sodium_memcmp(hash.constData(), m_hash.constData(), size_t(hash.size())) != 0)
        return Error(ErrorCode::Unauthorized, Reason::WrongSetupCode,
                     u"not the set-up code that this start printed"_s);
    if (m_clock.steadyMs() >= m_goodUntil)
        return Error(ErrorCode::Unauthorized, Reason::SetupCodeExpired,
                     u"the set-up code is past its hour; a new start prints a new one"_s);
    return {};
}

} // namespace salon::server
