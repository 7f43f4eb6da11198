// SPDX-License-Identifier: MIT
#include "server/service/password_rules.h"
#include <QFile>
#include <QSet>

using namespace Qt::StringLiterals;

static void registerResources()
{
    Q_INIT_RESOURCE(common_passwords); // a static library does not do it by itself
}

namespace salon::server {
namespace {

QSet<QString> readCommonPasswords()
{
    registerResources();
    QSet<QString> all;
    QFile file(u":/salon/common_passwords.txt"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the list of common passwords is missing in this build");
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (!line.isEmpty() && !line.startsWith(u'#'))
            all.insert(line.toCaseFolded());
    }
    return all;
}

bool isCommon(const QString &password)
{
    static const QSet<QString> kCommon = readCommonPasswords();
    if (kCommon.contains(password.toCaseFolded()))
        return true;
    return password.count(password.front()) == password.size();
}

} // namespace

Result<> checkNewPassword(const QString &password, const QString &path)
{
    const qint64 bytes = password.toUtf8().size();
    if (bytes > kLongestPassword)
        return Error::tooLarge(path, kLongestPassword);
    if (bytes < kShortestPassword) {
        Error error(ErrorCode::BadRequest, Reason::PasswordTooShort,
                    u"a password has at least %1 bytes"_s.arg(kShortestPassword));
        error.limit = kShortestPassword;
        return error.at(path);
    }
    if (isCommon(password)) {
        return Error(ErrorCode::BadRequest, Reason::PasswordTooCommon,
                     u"this password is among the first that anybody tries"_s)
            .at(path);
    }
    return {};
}

} // namespace salon::server
