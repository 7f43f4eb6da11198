// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection.h"
#include <QHash>
#include <QSet>

namespace salon::client {

//! How somebody is there, as far as others are told; Unknown while nobody told.
enum class Presence { Unknown, Online, Away, DoNotDisturb, Offline };

//! How people are there: asks for those who are seen somewhere, and follows them. Nothing of it
//! outlives the connection.
class PeoplePresence : public QObject {
    Q_OBJECT
public:
    static constexpr int kSoonMs = 150; //!< gathers what appears together
    static constexpr int kPaceMs = 2'000; //!< between two questions
    static constexpr int kLaterMs = 30'000; //!< when people only went out of view

    explicit PeoplePresence(Connection &connection, QObject *parent = nullptr);

    Presence of(UserId user) const { return m_states.value(user, Presence::Unknown); }
    //! Whom `viewer` shows, the ones that matter most first; holds until it shows others or is
    //! gone.
    void see(const QObject *viewer, const QList<UserId> &users);
    //! Without, nobody is asked for and all are unknown.
    void setOn(bool isOn);
    void connected();
    void disconnected();
    void apply(const QList<protocol::Presence> &people);

Q_SIGNALS:
    void changed(const QList<salon::UserId> &users);

private:
    struct View {
        const QObject *viewer;
        QList<UserId> users;
    };

    QList<UserId> seen() const;
    void schedule();
    void ask();
    void answered(const Result<protocol::PresenceReply> &reply);
    void forgetAll();

    Connection &m_connection;
    QList<View> m_views;
    QHash<UserId, Presence> m_states;
    QSet<UserId> m_watched; //!< as the server was told last
    bool m_isOn = true;
    bool m_isConnected = false;
    bool m_isAsking = false;
    QTimer m_gather;
    QElapsedTimer m_sinceAsked;
};

} // namespace salon::client
