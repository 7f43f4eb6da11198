// SPDX-License-Identifier: MIT
#include "server/service/server_marks.h"
#include "server/store/account_store.h"
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::server {

Result<QString> epochOf(Database &database)
{
    AccountStore accounts(database);
    TRY_ASSIGN(const QString epoch, accounts.setting(u"epoch"_s));
    if (!epoch.isEmpty())
        return epoch;
    TRY(renewEpoch(database));
    return accounts.setting(u"epoch"_s);
}

Result<> renewEpoch(Database &database)
{
    return AccountStore(database).setSetting(u"epoch"_s,
                                             QUuid::createUuid().toString(QUuid::WithoutBraces));
}

Result<bool> isMarkedAsServing(Database &database)
{
    TRY_ASSIGN(const QString mark, AccountStore(database).setting(u"serving"_s));
    return mark == "yes"_L1;
}

Result<> tryToStore(Database &database, qint64 now)
{
    return AccountStore(database).setSetting(u"tried_at"_s, QString::number(now));
}

Result<> markAsServing(Database &database, bool isServing)
{
    return AccountStore(database).setSetting(u"serving"_s, isServing ? u"yes"_s : u"no"_s);
}

} // namespace salon::server
