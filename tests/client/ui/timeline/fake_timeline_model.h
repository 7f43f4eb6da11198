// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"

#include <QDateTime>
#include <vector>

namespace salon::client {

//! A room whose every change a test decides.
class FakeTimelineModel final : public TimelineModel {
public:
    using TimelineModel::TimelineModel;

    const TimelineRow &row(int index) const override { return m_rows[static_cast<size_t>(index)]; }
    bool hasOlder() const override { return m_hasOlder; }
    bool hasNewer() const override { return m_hasNewer; }
    Seq readMarker() const override { return m_readMarker; }
    bool ownsRoom() const override { return m_ownsRoom; }
    bool isEditTimeOver(const TimelineRow &, Timestamp) const override { return m_isEditTimeOver; }
    QString reactors(int, const QString &) const override { return m_reactors; }
    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    void setReadMarker(Seq seq) { m_readMarker = seq; }
    void setOwnsRoom(bool owns) { m_ownsRoom = owns; }
    void setEditTimeOver(bool isOver) { m_isEditTimeOver = isOver; }
    void setReactors(const QString &names) { m_reactors = names; }
    void setBounds(bool hasOlder, bool hasNewer)
    {
        m_hasOlder = hasOlder;
        m_hasNewer = hasNewer;
        Q_EMIT boundsChanged();
    }
    void insert(int at, const std::vector<TimelineRow> &rows)
    {
        beginInsertRows({}, at, at + static_cast<int>(rows.size()) - 1);
        m_rows.insert(m_rows.begin() + at, rows.begin(), rows.end());
        endInsertRows();
    }
    void append(const TimelineRow &row) { insert(rowCount(), {row}); }
    void prepend(const std::vector<TimelineRow> &rows) { insert(0, rows); }
    void remove(int at, int count = 1)
    {
        beginRemoveRows({}, at, at + count - 1);
        m_rows.erase(m_rows.begin() + at, m_rows.begin() + at + count);
        endRemoveRows();
    }
    template <class Change>
    void change(int at, Change apply)
    {
        TimelineRow &changed = m_rows[static_cast<size_t>(at)];
        apply(changed);
        ++changed.revision;
        Q_EMIT dataChanged(index(at), index(at));
    }
    void reset(std::vector<TimelineRow> rows)
    {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }
    const std::vector<TimelineRow> &rows() const { return m_rows; }

private:
    std::vector<TimelineRow> m_rows;
    bool m_hasOlder = false;
    bool m_hasNewer = false;
    Seq m_readMarker = 0;
    bool m_ownsRoom = false;
    bool m_isEditTimeOver = false;
    QString m_reactors;
};

//! Noon of 3 March 2025, local time.
inline Timestamp noon()
{
    return QDateTime(QDate(2025, 3, 3), QTime(12, 0)).toMSecsSinceEpoch();
}

//! A delivered message: id and seq are `number`, one minute after the one before.
inline TimelineRow message(qint64 number, const QString &text, qint64 by = 1)
{
    TimelineRow row;
    row.id = number;
    row.seq = number;
    row.at = noon() + number * 60'000;
    row.by = UserId{by};
    row.author = QStringLiteral("User %1").arg(by);
    row.text = text;
    return row;
}

} // namespace salon::client
