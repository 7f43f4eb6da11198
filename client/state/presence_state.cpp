// SPDX-License-Identifier: MIT
#include "client/state/presence_state.h"
#include "client/state/presence_settings.h"

namespace salon::client {

PresenceState::PresenceState(Connection &connection, const Clock &clock, QObject *parent)
    : QObject(parent), m_connection(connection), m_typing(clock), m_teller(connection, clock),
      m_people(connection), m_own(connection)
{
    connect(&connection, &Connection::stateChanged, this, [this](ConnectionState state) {
        if (state == ConnectionState::Online)
            return; // the hello follows
        m_typing.clear();
        m_people.disconnected();
        Q_EMIT ownChanged();
    });
    connect(&m_own, &OwnPresence::changed, this, &PresenceState::ownChanged);
    connect(&m_own, &OwnPresence::opened, this, &PresenceState::ownChanged);
    connect(&connection, &Connection::helloAnswered, this, &PresenceState::greeted);
    connect(&connection, &Connection::typingStarted, this,
            [this](const protocol::TypingStarted &typing) {
                if (showsTyping() && typing.user != m_self)
                    m_typing.started(typing.room, typing.user);
            });
    connect(&connection, &Connection::presenceChanged, &m_people, &PeoplePresence::apply);
    connect(&connection, &Connection::presenceChosen, &m_own, &OwnPresence::follow);
}

void PresenceState::setSettings(PresenceSettings &settings)
{
    m_settings = &settings;
    m_own.setSettings(&settings);
    connect(&settings, &PresenceSettings::changed, this, &PresenceState::follow);
    follow();
}

void PresenceState::open(const QUrl &server, UserId self)
{
    m_self = self;
    m_features = {};
    // The colon and a slash would mean something in a key.
    m_own.open(QString::fromLatin1(QUrl::toPercentEncoding(server.authority())) + u'-'
               + self.toString());
    follow();
}

void PresenceState::close()
{
    m_typing.clear();
    m_own.open({});
    m_self = {};
}

bool PresenceState::showsTyping() const
{
    return m_features.typing && (!m_settings || m_settings->showsTyping());
}

bool PresenceState::showsPresence() const
{
    return m_features.presence && (!m_settings || m_settings->sharesPresence());
}

void PresenceState::greeted(const protocol::HelloReply &hello)
{
    m_features = hello.features;
    follow();
    m_teller.connected();
    m_own.setOffered(m_features.presence);
    if (m_features.presence)
        m_own.connected({hello.presence, hello.presenceUntil});
    m_people.connected();
}

void PresenceState::follow()
{
    m_teller.setOn(m_features.typing && (!m_settings || m_settings->tellsTyping()));
    m_people.setOn(showsPresence());
    m_own.setOn(!m_settings || m_settings->sharesPresence());
    if (!showsTyping())
        m_typing.clear();
    Q_EMIT offerChanged();
    Q_EMIT ownChanged();
}

Presence PresenceState::shownOwn() const
{
    if (!showsPresence() || m_connection.state() != ConnectionState::Online)
        return Presence::Unknown;
    switch (m_own.choice()) {
    case PresenceChoice::Available:
        return m_own.isIdle() ? Presence::Away : Presence::Online;
    case PresenceChoice::DoNotDisturb:
        return Presence::DoNotDisturb;
    case PresenceChoice::Invisible:
        return Presence::Offline;
    }
    return Presence::Unknown;
}

void PresenceState::applied(const protocol::RoomEvent &event)
{
    const auto *left = std::get_if<protocol::MemberLeft>(&event.data);
    if (left || event.message())
        m_typing.stopped(event.room, event.by);
}

} // namespace salon::client
