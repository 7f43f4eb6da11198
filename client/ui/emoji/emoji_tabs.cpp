// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_tabs.h"

#include "client/ui/emoji/emoji_button.h"
#include "client/ui/theme/theme.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <array>

namespace salon::client {
namespace {

struct Tab {
    const char16_t *icon;
    const char *title;
};
constexpr std::array kTabs{
    Tab{u"\U0001F552", QT_TRANSLATE_NOOP("EmojiTabs", "Used last")},
    Tab{u"\U0001F600", QT_TRANSLATE_NOOP("EmojiTabs", "Smileys")},
    Tab{u"\U0001F44B", QT_TRANSLATE_NOOP("EmojiTabs", "People")},
    Tab{u"\U0001F43B", QT_TRANSLATE_NOOP("EmojiTabs", "Animals and nature")},
    Tab{u"\U0001F354", QT_TRANSLATE_NOOP("EmojiTabs", "Food and drink")},
    Tab{u"\U0001F697", QT_TRANSLATE_NOOP("EmojiTabs", "Travel and places")},
    Tab{u"\u26BD", QT_TRANSLATE_NOOP("EmojiTabs", "Activities")},
    Tab{u"\U0001F4A1", QT_TRANSLATE_NOOP("EmojiTabs", "Objects")},
    Tab{u"\U0001F523", QT_TRANSLATE_NOOP("EmojiTabs", "Symbols")},
    Tab{u"\U0001F3C1", QT_TRANSLATE_NOOP("EmojiTabs", "Flags")},
};

} // namespace

EmojiTabs::EmojiTabs(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    for (size_t tab = 0; tab < kTabs.size(); ++tab) {
        m_tabs.append(emojiButton(title(qsizetype(tab)), this));
        row->addWidget(m_tabs.last());
        connect(m_tabs.last(), &QToolButton::clicked, this,
                [this, tab] { Q_EMIT chosen(int(tab)); });
    }
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &EmojiTabs::followTheme);
    followTheme();
}

QString EmojiTabs::title(qsizetype tab)
{
    return QCoreApplication::translate("EmojiTabs", kTabs[static_cast<size_t>(tab)].title);
}

void EmojiTabs::setCurrent(qsizetype tab)
{
    for (qsizetype i = 0; i < m_tabs.size(); ++i)
        m_tabs[i]->setChecked(i == tab);
}

void EmojiTabs::setHasRecent(bool hasRecent)
{
    m_tabs.first()->setEnabled(hasRecent);
}

bool EmojiTabs::hasRecent() const
{
    return m_tabs.first()->isEnabled();
}

void EmojiTabs::followTheme()
{
    for (qsizetype i = 0; i < m_tabs.size(); ++i)
        showEmoji(*m_tabs[i], QString::fromUtf16(kTabs[static_cast<size_t>(i)].icon));
}

} // namespace salon::client
