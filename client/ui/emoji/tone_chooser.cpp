// SPDX-License-Identifier: MIT
#include "client/ui/emoji/tone_chooser.h"

#include "client/ui/emoji/emoji_button.h"
#include "client/ui/emoji/emoji_choices.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QString handIn(SkinTone tone)
{
    const Emoji hand{.pattern = u"\u270B~"_s, .name = {}, .aliases = {}};
    return hand.text(tone);
}

QString toneName(SkinTone tone)
{
    switch (tone) {
    case SkinTone::None:
        return ToneChooser::tr("No skin tone");
    case SkinTone::Light:
        return ToneChooser::tr("Light");
    case SkinTone::MediumLight:
        return ToneChooser::tr("Medium light");
    case SkinTone::Medium:
        return ToneChooser::tr("Medium");
    case SkinTone::MediumDark:
        return ToneChooser::tr("Medium dark");
    case SkinTone::Dark:
        return ToneChooser::tr("Dark");
    }
    return {};
}

} // namespace

ToneChooser::ToneChooser(EmojiChoices &choices, QWidget *parent)
    : QWidget(parent), m_choices(choices), m_all(new QWidget(this)),
      m_chosen(emojiButton(tr("Skin tone"), this))
{
    m_chosen->setObjectName(u"emojiTone"_s);
    auto *tones = new QHBoxLayout(m_all);
    tones->setContentsMargins({});
    tones->setSpacing(0);
    for (const SkinTone tone : kSkinTones) {
        m_tones.append(emojiButton(toneName(tone), m_all));
        tones->addWidget(m_tones.last());
        connect(m_tones.last(), &QToolButton::clicked, this, [this, tone] { choose(tone); });
    }
    m_all->hide();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_all);
    row->addWidget(m_chosen);
    connect(m_chosen, &QToolButton::clicked, this, [this] { setUnfolded(m_all->isHidden()); });
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &ToneChooser::showTones);
    connect(&choices, &EmojiChoices::changed, this, &ToneChooser::showTones);
    showTones();
}

void ToneChooser::fold()
{
    setUnfolded(false);
}

void ToneChooser::setUnfolded(bool isUnfolded)
{
    m_all->setVisible(isUnfolded);
    m_chosen->setChecked(isUnfolded);
    Q_EMIT unfolded(isUnfolded);
}

void ToneChooser::choose(SkinTone tone)
{
    m_choices.setTone(tone);
    showTones(); // also when it was that one
    fold();
    Q_EMIT chosen();
}

void ToneChooser::showTones()
{
    for (const SkinTone tone : kSkinTones) {
        QToolButton *button = m_tones[static_cast<int>(tone)];
        showEmoji(*button, handIn(tone));
        button->setChecked(tone == m_choices.tone());
    }
    showEmoji(*m_chosen, handIn(m_choices.tone()));
}

} // namespace salon::client
