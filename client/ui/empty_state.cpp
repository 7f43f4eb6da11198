// SPDX-License-Identifier: MIT
#include "client/ui/empty_state.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {

static constexpr QSize kIcon(48, 48);

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_title(new TextLabel(TextKind::Title, {}, this)),
      m_sentence(new TextLabel(TextKind::RoomList, {}, this)), m_action(new QPushButton(this))
{
    m_title->setObjectName(u"emptyTitle"_s);
    m_sentence->setObjectName(u"emptySentence"_s);
    m_action->setObjectName(u"emptyAction"_s);
    m_icon->setFixedSize(kIcon);
    setButtonRole(m_action, ButtonRole::Primary);
    m_action->setDefault(false);
    for (QLabel *label :
         {m_icon, static_cast<QLabel *>(m_title), static_cast<QLabel *>(m_sentence)})
        label->setAlignment(Qt::AlignCenter);
    // As wide as there is room: a wrapped label that is aligned by its layout gets too little
    // height.
    for (TextLabel *label : {m_title, m_sentence})
        label->setWordWrap(true);

    auto *column = new QVBoxLayout(this);
    column->setSpacing(2 * Theme::kStep);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(Theme::kStep);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addSpacing(2 * Theme::kStep);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &EmptyState::drawIcon);
}

void EmptyState::setContent(const QString &icon, const QString &title, const QString &sentence,
                            const QString &action)
{
    m_iconName = icon;
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    drawIcon();
}

void EmptyState::showEvent(QShowEvent *event)
{
    drawIcon();
    QWidget::showEvent(event);
}

void EmptyState::drawIcon()
{
    if (m_iconName.isEmpty() || !isVisible())
        return;
    m_icon->setPixmap(lineIcon(m_iconName).pixmap(kIcon, devicePixelRatioF()));
}

} // namespace salon::client
