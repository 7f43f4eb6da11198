// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/room_logs.h"

namespace salon::client {

//! Pages of messages: from the cache where it has them, else from the server, and then the cache
//! has them too. The answer comes later, in any order, and never after close().
class PageSource : public QObject {
    Q_OBJECT
public:
    //! Unavailable while there is no connection and the cache does not know.
    using Told = std::function<void(const Result<protocol::MessagePage> &page)>;

    PageSource(Connection &connection, LogCache &cache, RoomLogs &logs, QObject *parent = nullptr);

    void open(const StoreAccount &account) { m_account = account; }
    void close();
    void ask(const protocol::ListMessages &page, Told told);
    //! As it is on the server now.
    void askServer(const protocol::ListMessages &page, Told told);

Q_SIGNALS:
    void named(const QList<salon::protocol::User> &users);

private:
    std::optional<protocol::MessagePage> judged(const protocol::ListMessages &asked,
                                                protocol::MessagePage page, Seq newest) const;

    Connection &m_connection;
    LogCache &m_cache;
    RoomLogs &m_logs;
    StoreAccount m_account;
    qint64 m_generation = 0;
};

} // namespace salon::client
