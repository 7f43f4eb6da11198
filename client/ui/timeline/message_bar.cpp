// SPDX-License-Identifier: MIT
#include "client/ui/timeline/message_bar.h"

#include "client/ui/theme/card.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {

MessageBar::MessageBar(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"messageBar"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(0);
    button(u"messageReact"_s, u"smile-plus"_s, tr("React (+)"), &MessageBar::reactRequested);
    button(u"messageReply"_s, u"reply"_s, tr("Reply (R)"), &MessageBar::replyRequested);
    m_edit = button(u"messageEdit"_s, u"pencil"_s, tr("Edit (E)"), &MessageBar::editRequested);
    button(u"messageMore"_s, u"ellipsis"_s, tr("More"), &MessageBar::menuRequested);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &MessageBar::followTheme);
    followTheme();
    hide();
}

QToolButton *MessageBar::button(const QString &name, const QString &icon, const QString &words,
                                void (MessageBar::*chosen)())
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::NoFocus); // the keyboard has the menu
    button->setToolTip(words);
    button->setAccessibleName(words);
    connect(button, &QToolButton::clicked, this, chosen);
    layout()->addWidget(button);
    m_buttons.append({button, icon});
    return button;
}

void MessageBar::setEditable(bool isEditable)
{
    m_edit->setVisible(isEditable);
}

void MessageBar::place(int right, int middle)
{
    const QSize size = sizeHint();
    setGeometry(right - size.width(), middle - size.height() / 2, size.width(), size.height());
    setVisible(true);
}

void MessageBar::followTheme()
{
    const Theme &theme = Theme::current();
    for (const auto &[button, icon] : std::as_const(m_buttons)) {
        button->setIcon(lineIcon(icon));
        button->setIconSize(QSize(theme.scaled(18), theme.scaled(18)));
        button->setFixedSize(theme.scaled(Theme::kSmallestTarget),
                             theme.scaled(Theme::kSmallestTarget));
    }
}

void MessageBar::paintEvent(QPaintEvent *)
{
    paintCard(*this);
}

} // namespace salon::client
