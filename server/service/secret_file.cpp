// SPDX-License-Identifier: MIT
#include "server/service/secret_file.h"
#include "server/service/private_file.h"
#include <QFile>
#include <sodium.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qsizetype kLongestLine = 4096;

Result<QByteArray> make(const QString &path, SecretForm form)
{
    if (sodium_init() < 0)
        return Error::internal(u"libsodium cannot start"_s);
    QByteArray secret(kSecretSize, Qt::Uninitialized);
    randombytes_buf(secret.data(), size_t(secret.size()));
    if (form == SecretForm::Line)
        secret = secret.toHex();
    TRY(makePrivateFile(path, form == SecretForm::Line ? secret + '\n' : secret));
    return secret;
}

} // namespace

Result<QByteArray> loadOrMakeSecret(const QString &path, SecretForm form, const QString &ifDeleted)
{
    QFile file(path);
    if (!file.exists())
        return make(path, form);
    if (isOpenToOthers(path)) {
        return Error::internal(u"%1 can be read by others than its owner; make it private "
                               "(chmod 600), or delete it: %2"_s.arg(path, ifDeleted));
    }
    if (!file.open(QIODevice::ReadOnly))
        return Error::internal(u"cannot read %1: %2"_s.arg(path, file.errorString()));
    if (form == SecretForm::Bytes) {
        const QByteArray secret = file.read(kSecretSize + 1);
        if (secret.size() == kSecretSize)
            return secret;
        return Error::internal(u"%1 does not hold %2 bytes; delete it: %3"_s.arg(path)
                                   .arg(kSecretSize)
                                   .arg(ifDeleted));
    }
    const QByteArray secret = file.read(kLongestLine).trimmed();
    if (secret.size() >= kSecretSize)
        return secret;
    return Error::internal(u"%1 holds fewer than %2 characters; delete it: %3"_s.arg(path)
                               .arg(kSecretSize)
                               .arg(ifDeleted));
}

} // namespace salon::server
