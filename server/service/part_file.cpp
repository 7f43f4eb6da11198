// SPDX-License-Identifier: MIT
#include "server/service/part_file.h"
#include "server/service/durable_file.h"
#include "server/service/private_file.h"
#include <QFile>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::server {

PartFile::PartFile(const QString &place)
    : m_place(place),
      m_path(u"%1.%2.part"_s.arg(place, QUuid::createUuid().toString(QUuid::Id128).left(8)))
{
}

PartFile::~PartFile()
{
    if (!m_isOurs)
        return;
    // A database may have these beside it.
    for (const auto &ending : {u""_s, u"-journal"_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(m_path + ending);
}

Result<> PartFile::make()
{
    TRY(makePrivateFile(m_path, {}));
    m_isOurs = true;
    return {};
}

Result<> PartFile::put()
{
    TRY(syncFile(m_path));
    TRY(moveFile(m_path, m_place));
    m_isOurs = false;
    return {};
}

} // namespace salon::server
