// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QHash>
#include <QList>
#include <QObject>
#include <QThread>
#include <functional>

namespace salon::client {

//! A message that was typed and is not yet known to be stored by the server.
struct OutboxRow {
    UserId user;
    RoomId room;
    QString key;
    QString text;
    Timestamp createdAt = 0;
};

//! What a profile keeps on disk: the outbox and the drafts. Works on its own thread, in the order of the calls;
//! callbacks come in the thread of the store's owner.
class LocalStore : public QObject {
    Q_OBJECT
public:
    struct Content {
        QList<OutboxRow> outbox;
        QHash<RoomId, QString> drafts;
        QString note;                       //!< where a damaged file was set aside; empty when all is well
    };

    explicit LocalStore(const QString &folder, QObject *parent = nullptr);
    ~LocalStore() override;                 //!< writes what waits

    void load(UserId user, std::function<void(Content)> done);
    void putOutbox(const OutboxRow &row, std::function<void(bool stored)> done);
    void removeOutbox(const QString &key);
    void setDraft(UserId user, RoomId room, const QString &text);

private:
    class Worker;
    template <class Work>
    void post(Work work);

    QThread m_thread;
    Worker *m_worker;
};

} // namespace salon::client
