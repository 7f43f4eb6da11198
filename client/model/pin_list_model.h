// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/chat.h"
#include <QAbstractListModel>

namespace salon::client {

//! What is pinned in the open room, or is to be, the one pinned last first.
class PinListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { SeqRole = Qt::UserRole, UserRole, AuthorRole, TextRole, TimeRole, PinnerRole };

    explicit PinListModel(Chat &chat, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    //! Of the message with that number; -1 when it is not pinned.
    int rowOf(Seq seq) const;

private:
    void renew();
    void renewWanted();
    void renewNames();

    Chat &m_chat;
    QList<protocol::Message> m_pins;
};

} // namespace salon::client
