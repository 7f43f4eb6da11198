// SPDX-License-Identifier: MIT
#pragma once
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

    //! What was kept by keep(), on behalf of an account.
    QString kept(const QString &key) const;
    void keep(const QString &key, const QString &value);

Q_SIGNALS:
    void changed();

private:
    bool isOn(const QString &key) const;
    void set(const QString &key, bool isOn);

    ProfileSettings &m_settings;
};

} // namespace salon::client
