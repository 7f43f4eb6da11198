// SPDX-License-Identifier: MIT
#include "server/service/durable_file.h"
#include <QFile>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace salon::server {

Result<> syncFile(const QString &)
{
    return {}; // Qt has no such call
}

Result<> writeOut(const QString &)
{
    return {};
}

Result<> moveFile(const QString &from, const QString &to)
{
    std::error_code code;
    std::filesystem::rename(from.toStdU16String(), to.toStdU16String(), code);
    if (!code)
        return {};
    return Error(ErrorCode::Unavailable, Reason::StorageFailed,
                 u"cannot make %1: %2"_s.arg(to, QString::fromStdString(code.message())));
}

} // namespace salon::server
