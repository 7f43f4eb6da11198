// SPDX-License-Identifier: MIT
#include "client/ui/reply_bar.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {

ReplyBar::ReplyBar(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)),
      m_title(new TextLabel(TextKind::SectionLabel, {}, this)),
      m_text(new TextLabel(TextKind::Secondary, {}, this)), m_close(new QToolButton(this))
{
    setObjectName(u"replyBar"_s);
    m_title->setObjectName(u"replyBarTitle"_s);
    m_text->setObjectName(u"replyBarText"_s);
    m_text->setElided(true);
    m_close->setObjectName(u"replyBarClose"_s);
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Cancel (Esc)"));
    m_close->setAccessibleName(tr("Cancel"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(7 * Theme::kStep, Theme::kStep, 5 * Theme::kStep, Theme::kStep);
    row->setSpacing(2 * Theme::kStep);
    row->addWidget(m_icon);
    row->addWidget(m_title);
    row->addWidget(m_text, 1);
    row->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &ReplyBar::closed);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &ReplyBar::followTheme);
    followTheme();
    hide();
}

void ReplyBar::showTask(const QString &icon, const QString &title, const QString &text)
{
    m_iconName = icon;
    m_title->setText(title);
    m_text->setText(isolated(inOneLine(text)));
    followTheme();
    show();
}

void ReplyBar::clear()
{
    hide();
    m_title->setText({});
    m_text->setText({});
}

QString ReplyBar::title() const
{
    return m_title->text();
}

void ReplyBar::followTheme()
{
    const Theme &theme = Theme::current();
    const int size = theme.scaled(16);
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(lineIcon(m_iconName, Tint::Accent).pixmap(QSize(size, size)));
    m_close->setIcon(lineIcon(u"x"_s));
}

void ReplyBar::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::current().background);
}

} // namespace salon::client
