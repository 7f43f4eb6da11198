// SPDX-License-Identifier: MIT
#include "server/service/private_file.h"
#include <QFile>

using namespace Qt::StringLiterals;

namespace salon::server {

Result<> makePrivateFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)
        || file.write(content) != content.size() || !file.flush()) {
        return Error::internal(u"cannot make %1: %2"_s.arg(path, file.errorString()));
    }
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

bool isOpenToOthers(const QString &)
{
    return false; // the folder's access list decides
}

} // namespace salon::server
