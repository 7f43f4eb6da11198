// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/own_presence.h"
#include "client/state/people_presence.h"
#include "client/state/typing_state.h"
#include "client/state/typing_teller.h"

namespace salon::client {

class PresenceSettings;

//! What is only true for the moment: who writes, who is there, as what one is seen oneself. It is
//! of one connection, and not of the log.
class PresenceState : public QObject {
    Q_OBJECT
public:
    explicit PresenceState(Connection &connection, const Clock &clock = Clock::system(),
                           QObject *parent = nullptr);

    //! What is told and shown; without, everything, and nothing outlives the program.
    void setSettings(PresenceSettings &settings);
    PresenceSettings *settings() const { return m_settings; }
    void open(const QUrl &server, UserId self);
    void close();

    TypingState &typing() { return m_typing; }
    TypingTeller &teller() { return m_teller; }
    PeoplePresence &people() { return m_people; }
    OwnPresence &own() { return m_own; }
    //! As what oneself is shown to oneself.
    Presence shownOwn() const;
    //! What the server does; everything, until it says otherwise.
    const protocol::Features &features() const { return m_features; }
    //! Whether who writes, and who is there, has a place: wanted here, and done by the server.
    bool showsTyping() const;
    bool showsPresence() const;

    //! A message, or whoever wrote it, ends their typing.
    void applied(const protocol::RoomEvent &event);

Q_SIGNALS:
    void ownChanged(); //!< shownOwn()
    void offerChanged(); //!< features(), showsTyping() or showsPresence()

private:
    void follow();
    void greeted(const protocol::HelloReply &hello);

    Connection &m_connection;
    PresenceSettings *m_settings = nullptr;
    UserId m_self;
    TypingState m_typing;
    TypingTeller m_teller;
    PeoplePresence m_people;
    OwnPresence m_own;
    protocol::Features m_features;
};

} // namespace salon::client
