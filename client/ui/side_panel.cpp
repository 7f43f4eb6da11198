// SPDX-License-Identifier: MIT
#include "client/ui/side_panel.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"

#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {

SidePanel::SidePanel(const QString &name, const QString &title, const QString &close,
                     QWidget *parent)
    : QWidget(parent), m_close(new QToolButton(this)), m_column(new QVBoxLayout(this))
{
    m_close->setObjectName(name + u"Close"_s);
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(close);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(4 * Theme::kStep, 3 * Theme::kStep, 3 * Theme::kStep,
                             3 * Theme::kStep);
    head->addWidget(new TextLabel(TextKind::Title, title, this), 1);
    head->addWidget(m_close);
    m_column->setContentsMargins(1, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addLayout(head);
    connect(m_close, &QToolButton::clicked, this, &SidePanel::closed);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &SidePanel::followTheme);
    followTheme();
    hide();
}

void SidePanel::followTheme()
{
    m_close->setIcon(lineIcon(u"x"_s));
}

void SidePanel::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.background);
    painter.fillRect(QRect(layoutDirection() == Qt::LeftToRight ? 0 : width() - 1, 0, 1, height()),
                     theme.hairline);
}

} // namespace salon::client
