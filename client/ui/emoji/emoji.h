// SPDX-License-Identifier: MIT
#pragma once
#include <QStringList>
#include <array>

namespace salon::client {

enum class SkinTone { None, Light, MediumLight, Medium, MediumDark, Dark };
inline constexpr std::array kSkinTones{SkinTone::None,        SkinTone::Light,
                                       SkinTone::MediumLight, SkinTone::Medium,
                                       SkinTone::MediumDark,  SkinTone::Dark};

//! One of Unicode's emoji, and how it is called.
struct Emoji {
    QString pattern; //!< its characters, with marks where a skin tone may stand
    QString name; //!< "thumbs_up"
    QStringList aliases; //!< "+1"
    int group = 0;

    bool hasTones() const;
    //! Its characters; a tone is left out where it takes none.
    QString text(SkinTone tone = SkinTone::None) const;
};

//! `text` without skin tones, to tell whether two are the same emoji.
QString withoutTones(const QString &text);

} // namespace salon::client
