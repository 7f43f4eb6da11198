// SPDX-License-Identifier: MIT
#pragma once
#include "tests/client/state/chat_fixture.h"

namespace salon::test {

//! Rooms whose logs a ScriptedServer gives out by the rules of the protocol: the first event made
//! the room, each after it is a message "room ID text SEQ". It keeps what it was asked.
class ScriptedLog {
public:
    explicit ScriptedLog(ScriptedServer &server);

    //! The room's log reaches to `head`, in hello, too. Nothing is pushed.
    void setHead(RoomId room, Seq head);
    //! Goes on by one message, which is pushed.
    void say(RoomId room);
    //! It changed, as event `rev`, which is not a message.
    void edit(RoomId room, Seq seq, Seq rev, const QString &text);
    //! More changed than a gap can list.
    void changeTooMuch() { m_isUntold = true; }
    //! One is not in it any more, which no hello said.
    void shut(RoomId room) { m_shut.insert(room); }

    static QString text(RoomId room, Seq seq);
    static QStringList texts(RoomId room, Seq from, Seq to);

    QList<protocol::Sync> syncs;
    QList<protocol::ListMessages> pages;

private:
    protocol::Message message(RoomId room, Seq seq) const;
    protocol::MessagePage page(const protocol::ListMessages &ask) const;
    protocol::RoomSync gap(const protocol::SyncPosition &position) const;
    protocol::SyncReply sync(const protocol::Sync &ask) const;

    ScriptedServer &m_server;
    std::map<RoomId, Seq> m_heads;
    std::map<std::pair<RoomId, Seq>, protocol::Message> m_edits;
    QSet<RoomId> m_shut;
    bool m_isUntold = false;
};

} // namespace salon::test
