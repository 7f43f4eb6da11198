// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/theme/system_look.h"
#include "client/ui/theme/theme.h"

namespace salon::client {

class ProfileSettings;

//! The person's choice of look, kept in the settings. The first frame has the colours of the last
//! run; the desktop's answer may correct them later.
class Appearance : public QObject {
    Q_OBJECT
public:
    enum class Choice { System, Light, Dark };
    Q_ENUM(Choice)

    //! Sets style, palette and font of the application. `settings` outlives this.
    explicit Appearance(ProfileSettings *settings,
                        std::unique_ptr<SystemLook> system = SystemLook::ofThisPlatform());
    ~Appearance() override;

    Choice choice() const { return m_choice; }
    void setChoice(Choice choice);
    int textSize() const { return m_textSize; }
    void setTextSize(int pixels); //!< clamped to 12..22

    void enlargeText() { setTextSize(m_textSize + 1); }
    void shrinkText() { setTextSize(m_textSize - 1); }
    void resetText() { setTextSize(Theme::kDefaultText); }

Q_SIGNALS:
    void changed();

private:
    Scheme scheme() const;
    void apply();

    ProfileSettings *m_settings;
    std::unique_ptr<SystemLook> m_system;
    Choice m_choice = Choice::System;
    int m_textSize = Theme::kDefaultText;
};

} // namespace salon::client
