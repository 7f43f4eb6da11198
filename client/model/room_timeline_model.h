// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/state/chat.h"
#include <QPointer>

namespace salon::client {

//! A Timeline of the state, in the form that views understand.
class RoomTimelineModel final : public TimelineModel {
    Q_OBJECT
public:
    //! Makes the sentence that a failed row shows.
    using Sentence = std::function<QString(const Error &)>;
    RoomTimelineModel(Chat &chat, Timeline *timeline, Sentence sentence, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    const TimelineRow &row(int index) const override { return m_rows[index]; }
    bool hasOlder() const override { return m_timeline && m_timeline->hasOlder(); }
    bool hasNewer() const override { return m_timeline && m_timeline->hasNewer(); }
    Seq readMarker() const override { return m_timeline ? m_timeline->readMarker() : 0; }
    bool isTimed(int index) const override;
    bool ownsRoom() const override;
    bool isEditTimeOver(const TimelineRow &row, Timestamp now) const override;
    QString reactors(int index, const QString &emoji) const override;
    QString unsentKeyOf(qint64 rowId) const override;
    QString keyOf(qint64 rowId) const override;
    QString keyAt(int index) const;

private:
    TimelineRow rowOf(const TimelineEntry &entry) const;
    void addEdit(TimelineRow &row, const PendingEdit &edit) const;
    QList<int> placePinLines();
    void renewPinLines();
    void tell(const QList<int> &changed);

    Chat &m_chat;
    QPointer<Timeline> m_timeline;
    Sentence m_sentence;
    QList<TimelineRow> m_rows;
    QHash<qint64, int> m_lineChanges; //!< by row id, a part of its revision
    bool m_hasPinLines = false;
    int m_first = 0;
    int m_last = 0;
};

} // namespace salon::client
