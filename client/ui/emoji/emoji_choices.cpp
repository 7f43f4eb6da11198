// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_choices.h"

#include "client/platform/profile_settings.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

const QString kRecent = u"emoji/recent"_s;
const QString kTone = u"emoji/skin_tone"_s;

} // namespace

EmojiChoices::EmojiChoices(ProfileSettings *settings, QObject *parent)
    : QObject(parent), m_settings(settings)
{
    if (!settings)
        return;
    const QStringList stored = settings->value(kRecent).toStringList();
    m_recent = stored.first(qMin(kMostRecent, stored.size()));
    const int tone = settings->value(kTone, 0).toInt();
    if (tone >= 0 && tone <= static_cast<int>(SkinTone::Dark))
        m_tone = static_cast<SkinTone>(tone);
}

void EmojiChoices::use(const QString &emoji)
{
    const QString plain = withoutTones(emoji);
    m_recent.removeIf([&plain](const QString &each) { return withoutTones(each) == plain; });
    m_recent.prepend(emoji);
    m_recent.resize(qMin(m_recent.size(), kMostRecent));
    if (m_settings)
        m_settings->setValue(kRecent, m_recent);
    Q_EMIT changed();
}

void EmojiChoices::setTone(SkinTone tone)
{
    if (tone == m_tone)
        return;
    m_tone = tone;
    if (m_settings)
        m_settings->setValue(kTone, static_cast<int>(tone));
    Q_EMIT changed();
}

} // namespace salon::client
