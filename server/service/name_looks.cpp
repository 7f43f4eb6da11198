// SPDX-License-Identifier: MIT
#include "server/service/name_looks.h"
#include "server/operation/log.h"
#include "server/service/name_rules.h"
#include "server/store/name_store.h"
#include "server/store/transaction.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

Result<> complete(NameStore names, const QString &what)
{
    TRY_ASSIGN(const auto found, names.withoutLook());
    for (const NameStore::Name &name : found) {
        TRY_ASSIGN(const bool isGiven, names.giveLook(name.id, lookKey(name.text)));
        if (!isGiven)
            logWarning("store", u"the name looks like that of an older one"_s,
                       {{"of", what}, {"id", QString::number(name.id)}, {"name", name.text}});
    }
    return {};
}

} // namespace

Result<> completeNameLooks(Database &database)
{
    Transaction transaction(database);
    TRY(transaction.begun());
    TRY(complete({database, NameStore::Of::Accounts}, u"account"_s));
    TRY(complete({database, NameStore::Of::Rooms}, u"room"_s));
    return transaction.commit();
}

} // namespace salon::server
