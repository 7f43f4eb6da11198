// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QObject>

namespace salon::client {

class ProfileSettings;

//! What others may learn of one while one is there, and what one wants to see of them; kept with
//! the profile.
class PresenceSettings : public QObject {
    Q_OBJECT
public:
    explicit PresenceSettings(ProfileSettings &settings, QObject *parent = nullptr);

    //! Whether others are told when one writes.
    bool tellsTyping() const;
    void setTellsTyping(bool isOn);
    bool showsTyping() const;
    void setShowsTyping(bool isOn);
    //! Whether one sees who is there, and is seen: the one goes with the other.
    bool sharesPresence() const;
    void setSharesPresence(bool isOn);
    //! After how long without a key or the mouse one counts as away.
    qint64 idleAfterMs() const;

    //! As what somebody wants to be seen, by its name.
    struct Choice {
        QString name;
        bool isUnsent = false; //!< the server may have another one
        Timestamp until = 0; //!< when it ends by itself; 0: it stays
    };
    //! What was kept for that account; no name where nothing was.
    Choice choice(const QString &account) const;
    void keepChoice(const QString &account, const Choice &choice);

Q_SIGNALS:
    void changed();

private:
    bool isOn(const QString &key) const;
    void set(const QString &key, bool isOn);
    template <class Value>
    void setOrRemove(const QString &key, Value value);

    ProfileSettings &m_settings;
};

} // namespace salon::client
