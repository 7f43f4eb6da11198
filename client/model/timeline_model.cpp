// SPDX-License-Identifier: MIT
#include "client/model/timeline_model.h"

using namespace Qt::StringLiterals;

namespace salon::client {

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole)
        return {};
    const TimelineRow &shown = row(index.row());
    return u"%1: %2"_s.arg(shown.author, shown.text);
}

} // namespace salon::client
