// SPDX-License-Identifier: MIT
#include "client/ui/paste_bar.h"

#include "client/ui/theme/card.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kInset = 4 * Theme::kStep; // as the composer's own frame

} // namespace

PasteBar::PasteBar(QWidget *composer)
    : QFrame(composer->window()), m_composer(composer),
      m_take(new QPushButton(tr("Paste as code block"), this)), m_close(new QToolButton(this))
{
    setObjectName(u"pasteBar"_s);
    m_take->setObjectName(u"pasteAsCode"_s);
    m_take->setFocusPolicy(Qt::NoFocus);
    m_take->setToolTip(tr("Keeps its lines as they are (Ctrl+Shift+C)"));
    setButtonRole(m_take, ButtonRole::Link);
    m_close->setAutoRaise(true);
    m_close->setFocusPolicy(Qt::NoFocus);
    m_close->setAccessibleName(tr("Close"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kStep, 2, Theme::kStep, 2);
    row->setSpacing(Theme::kStep);
    row->addWidget(m_take);
    row->addWidget(m_close);
    connect(m_take, &QPushButton::clicked, this, &PasteBar::taken);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    // A hidden bar's shortcut does nothing.
    connect(new QShortcut(QKeySequence(u"Ctrl+Shift+C"_s), this), &QShortcut::activated, this,
            &PasteBar::taken);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &PasteBar::followTheme);
    composer->installEventFilter(this);
    followTheme();
    hide();
}

void PasteBar::offer()
{
    place();
    show();
    raise();
}

void PasteBar::place()
{
    adjustSize();
    const QPoint corner = m_composer->mapTo(parentWidget(), QPoint());
    const int x = layoutDirection() == Qt::LeftToRight
        ? corner.x() + kInset
        : corner.x() + m_composer->width() - kInset - width();
    move(x, corner.y() - height() - Theme::kStep);
}

bool PasteBar::eventFilter(QObject *watched, QEvent *event)
{
    const bool isMoved = event->type() == QEvent::Move || event->type() == QEvent::Resize;
    if (watched == m_composer && isMoved && isVisible())
        place();
    if (watched == m_composer && event->type() == QEvent::Hide)
        hide();
    return false;
}

void PasteBar::followTheme()
{
    const Theme &theme = Theme::current();
    const QSize size(theme.scaled(16), theme.scaled(16));
    m_take->setIconSize(size);
    m_take->setIcon(lineIcon(u"code"_s, Tint::Accent));
    m_close->setIconSize(size);
    m_close->setIcon(lineIcon(u"x"_s));
}

void PasteBar::paintEvent(QPaintEvent *)
{
    paintCard(*this);
}

} // namespace salon::client
