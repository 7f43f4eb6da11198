// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection.h"

namespace salon::client {

class PresenceSettings;

//! As what one wants to be seen.
enum class PresenceChoice { Available, DoNotDisturb, Invisible };

//! As what one is seen: chosen here or on another device, and kept until the server has it; and
//! whether one is at this device.
class OwnPresence : public QObject {
    Q_OBJECT
public:
    explicit OwnPresence(Connection &connection, QObject *parent = nullptr);

    //! Goes on with what was chosen for the account, named by `account`, which may be nobody's.
    void open(const QString &account);
    void setSettings(PresenceSettings *settings) { m_settings = settings; }
    PresenceChoice choice() const { return m_choice; }
    //! When it ends by itself, here, on other devices and on the server; 0: it stays.
    Timestamp until() const { return m_until; }
    void choose(PresenceChoice choice, Timestamp until = 0);
    //! What is over at that time ends. Nobody needs to be told of it.
    void end(Timestamp now);
    //! Nobody has touched this device for a while.
    void setIdle(bool isIdle);
    bool isIdle() const { return m_isIdle; }
    //! Without, one is invisible to others, and says nothing more.
    void setOn(bool isOn);
    //! Whether the server has it; what is chosen counts here alone until it has.
    void setOffered(bool isOffered) { m_isOffered = isOffered; }
    //! The server has that choice, which counts unless another was made here meanwhile.
    void connected(const protocol::PresenceChosen &chosen);
    //! It was chosen on another device.
    void follow(const protocol::PresenceChosen &chosen);

Q_SIGNALS:
    void changed(); //!< choice(), until() or isIdle()
    void opened(); //!< the choice is another account's now

private:
    protocol::ChoosePresence wanted() const;
    bool canTell() const;
    void keep();
    void send();
    void tellIdle();
    void answered(const protocol::ChoosePresence &sent, const Result<protocol::Done> &done);

    Connection &m_connection;
    PresenceSettings *m_settings = nullptr;
    QString m_account;
    PresenceChoice m_choice = PresenceChoice::Available;
    Timestamp m_until = 0; //!< 0: it has no end
    bool m_isUnsent = false; //!< the server may have another one
    bool m_isSending = false;
    bool m_isIdle = false;
    bool m_isOn = true;
    bool m_isOffered = true;
    QTimer m_later;
};

} // namespace salon::client
