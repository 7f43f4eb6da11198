// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/emoji/emoji.h"

#include <QObject>

namespace salon::client {

class ProfileSettings;

//! What somebody chose: the emoji used last, and the tone of skin. Kept in the profile.
class EmojiChoices : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype kMostRecent = 24;

    //! Without settings it is forgotten at the end.
    explicit EmojiChoices(ProfileSettings *settings = nullptr, QObject *parent = nullptr);

    //! Latest first, as they were used.
    const QStringList &recent() const { return m_recent; }
    void use(const QString &emoji);
    SkinTone tone() const { return m_tone; }
    void setTone(SkinTone tone);

Q_SIGNALS:
    void changed();

private:
    ProfileSettings *m_settings;
    QStringList m_recent;
    SkinTone m_tone = SkinTone::None;
};

} // namespace salon::client
