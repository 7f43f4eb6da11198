// SPDX-License-Identifier: MIT
#include "client/model/timeline_model.h"

using namespace Qt::StringLiterals;

namespace salon::client {

std::optional<TimelineRow> TimelineModel::find(qint64 rowId) const
{
    for (int i = 0; i < rowCount(); ++i) {
        if (row(i).id == rowId)
            return row(i);
    }
    return std::nullopt;
}

int TimelineModel::indexOf(Seq seq) const
{
    // What is unsent has no number, and stands last.
    for (int i = rowCount() - 1; i >= 0; --i) {
        const Seq found = row(i).seq;
        if (found == seq && seq > 0)
            return i;
        if (found > 0 && found < seq)
            break;
    }
    return -1;
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole)
        return {};
    const TimelineRow &shown = row(index.row());
    return u"%1: %2"_s.arg(shown.author, shown.text);
}

} // namespace salon::client
