// SPDX-License-Identifier: MIT
#pragma once
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>

namespace salon::test {

inline const QString kThumb = QStringLiteral("👍");
inline const QString kHeart = QStringLiteral("❤️");

//! What the tests of wanted changes share: a room with messages 2 and 3, and a server that takes
//! what is asked for, as each test has it.
class WantedScene : public QObject {
protected:
    void begin();
    //! Answers like a server: the event after the reply, unless nothing changes.
    void acceptReactions()
    {
        m->server.on<protocol::AddReaction>([this](const protocol::AddReaction &ask) {
            return accept(QStringLiteral("+") + ask.emoji, ask.seq,
                          protocol::ReactionAdded{ask.seq, ask.emoji});
        });
        m->server.on<protocol::RemoveReaction>([this](const protocol::RemoveReaction &ask) {
            return accept(QStringLiteral("-") + ask.emoji, ask.seq,
                          protocol::ReactionRemoved{ask.seq, ask.emoji});
        });
    }
    protocol::MessageChanged accept(const QString &what, Seq message, protocol::RoomEventData data)
    {
        m_asked.append(QStringLiteral("%1 %2").arg(message).arg(what));
        const Seq seq = m_nextSeq++;
        QTimer::singleShot(0, &m->server, [this, seq, data = std::move(data)] {
            m->server.sendEvent({kRoom, seq, seq, kSelf, data});
        });
        return {kRoom, message, seq};
    }
    void acceptPins()
    {
        m->server.on<protocol::PinMessage>([this](const protocol::PinMessage &ask) {
            accept(QStringLiteral("pin"), ask.seq, protocol::MessagePinned{ask.seq});
            return protocol::Done{};
        });
        m->server.on<protocol::UnpinMessage>([this](const protocol::UnpinMessage &ask) {
            accept(QStringLiteral("unpin"), ask.seq, protocol::MessageUnpinned{ask.seq});
            return protocol::Done{};
        });
    }
    void acceptDeletions()
    {
        m->server.on<protocol::DeleteMessage>([this](const protocol::DeleteMessage &ask) {
            return accept(QStringLiteral("delete"), ask.seq, protocol::MessageDeleted{ask.seq});
        });
    }
    bool isToBeDeleted(Seq seq) { return m->chat->wanted().isToBeDeleted(kRoom, seq); }
    bool isDeleted(Seq seq) { return m->chat->openRoom(kRoom)->find(seq)->isDeleted(); }
    //! Done without a connection, and on disk.
    void deleteOffline(Seq seq)
    {
        m->chat->connection().close();
        QSignalSpy waits(&m->chat->wanted(), &client::WantedChanges::waits);
        m->chat->deleteMessage(kRoom, seq);
        QTRY_COMPARE(waits.count(), 1);
    }
    //! Who pinned it, as it is shown; 0 for nobody.
    qint64 pinner(Seq seq)
    {
        const protocol::Message *message = m->chat->openRoom(kRoom)->find(seq);
        const auto shown = m->chat->wanted().shown(*message);
        return shown.isPinned() ? shown.pinnedBy.value_or(UserId()).value : 0;
    }
    //! Takes them and says nothing.
    void ignoreReactions()
    {
        m->server.onRaw(QStringLiteral("reaction.add"), [](const QString &) {});
        m->server.onRaw(QStringLiteral("reaction.remove"), [](const QString &) {});
    }
    void refuseReactions(const Error &error)
    {
        m->server.on<protocol::AddReaction>([=](const auto &) { return error; });
    }
    //! Whatever was to be asked before was asked.
    void fence()
    {
        static Seq seq = 0;
        seq = seq == 2 ? 3 : 2;
        const int before = m->server.count(QStringLiteral("message.versions"));
        m->chat->listVersions(kRoom, seq, [](const auto &) {});
        QTRY_COMPARE(m->server.count(QStringLiteral("message.versions")), before + 1);
    }
    int asked() const
    {
        return m->server.count(QStringLiteral("reaction.add"))
            + m->server.count(QStringLiteral("reaction.remove"));
    }
    //! Reactions to the message as they are shown: "👍7,8".
    QStringList reactions(Seq seq)
    {
        const client::Timeline *timeline = m->chat->openRoom(kRoom);
        const protocol::Message *message = timeline->find(seq);
        if (!message)
            return {QStringLiteral("no message")};
        QStringList all;
        const auto shown = m->chat->wanted().shown(*message);
        for (const auto &reaction : shown.reactions.value_or(QList<protocol::Reaction>())) {
            QStringList by;
            for (const UserId user : reaction.by)
                by.append(QString::number(user.value));
            all.append(reaction.emoji + by.join(u','));
        }
        return all;
    }
    //! The same, as the log has them.
    bool isLogged(Seq seq) { return m->chat->openRoom(kRoom)->find(seq)->reactions.has_value(); }
    qsizetype waiting() const { return m->chat->outboxCount().waiting; }
    //! Done without a connection, and on disk.
    void reactOffline(Seq seq, const QString &emoji)
    {
        m->chat->connection().close();
        QSignalSpy waits(&m->chat->wanted(), &client::WantedChanges::waits);
        m->chat->react(kRoom, seq, emoji, true);
        QTRY_COMPARE(waits.count(), 1);
    }
    void openAgain()
    {
        m->open();
        QTRY_VERIFY(m->isOnline() && m->chat->rooms().find(kRoom));
    }

    std::unique_ptr<ChatFixture> m;
    QStringList m_asked; //!< of the server, where it accepts
    Seq m_nextSeq = 4;
};

inline void WantedScene::begin()
{
    m = std::make_unique<ChatFixture>();
    m->server.onRaw(QStringLiteral("message.versions"), [](const QString &) {});
    m_asked.clear();
    m_nextSeq = 4;
    m->start();
    QVERIFY(m->openRoom());
}

} // namespace salon::test
