// SPDX-License-Identifier: MIT
#include "server/service/password_rules.h"
#include "shared/base/wipe.h"
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
    QString folded = password.toCaseFolded();
    const bool isListed = kCommon.contains(folded);
    if (!folded.isSharedWith(password))
        wipe(folded);
    if (isListed)
        return true;
    return password.count(password.front()) == password.size();
}

} // namespace

Result<> checkNewPassword(const QString &password, const QString &path)
{
    QByteArray utf8 = password.toUtf8();
    const qint64 bytes = utf8.size();
    wipe(utf8);
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
