// SPDX-License-Identifier: MIT
#include "client/ui/theme/appearance.h"

#include "client/platform/profile_settings.h"
#include "client/ui/theme/salon_style.h"

#include <QApplication>
#include <QMetaEnum>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

const QString kChoice = u"look/colors"_s;
const QString kTextSize = u"look/text_size"_s;
const QString kLastDark = u"look/last_dark"_s;

} // namespace

Appearance::Appearance(ProfileSettings *settings, std::unique_ptr<SystemLook> system)
    : m_settings(settings), m_system(std::move(system))
{
    bool isKnown = false;
    const auto names = QMetaEnum::fromType<Choice>();
    const int stored =
        names.keyToValue(settings->value(kChoice).toString().toLatin1().constData(), &isKnown);
    if (isKnown)
        m_choice = static_cast<Choice>(stored);
    m_textSize =
        qBound(Theme::kSmallestText, settings->value(kTextSize, Theme::kDefaultText).toInt(),
               Theme::kLargestText);
    if (!m_system->isDark && settings->contains(kLastDark))
        m_system->isDark = settings->value(kLastDark).toBool();
    connect(m_system.get(), &SystemLook::changed, this, &Appearance::apply);
    QApplication::setStyle(new SalonStyle);
    apply();
}

Appearance::~Appearance() = default;

void Appearance::setChoice(Choice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    m_settings->setValue(
        kChoice, QString::fromLatin1(QMetaEnum::fromType<Choice>().valueToKey(int(choice))));
    apply();
}

void Appearance::setTextSize(int pixels)
{
    const int allowed = qBound(Theme::kSmallestText, pixels, Theme::kLargestText);
    if (allowed == m_textSize)
        return;
    m_textSize = allowed;
    m_settings->setValue(kTextSize, allowed);
    apply();
}

Scheme Appearance::scheme() const
{
    switch (m_choice) {
    case Choice::Light:
        return Scheme::Light;
    case Choice::Dark:
        return Scheme::Dark;
    case Choice::System:
        break;
    }
    return m_system->isDark.value_or(false) ? Scheme::Dark : Scheme::Light;
}

void Appearance::apply()
{
    if (m_system->isDark)
        m_settings->setValue(kLastDark, *m_system->isDark);
    Theme::setCurrent(
        Theme::make(scheme(), m_textSize, m_system->isHighContrast, !m_system->isMotionReduced));
    Q_EMIT changed();
}

} // namespace salon::client
