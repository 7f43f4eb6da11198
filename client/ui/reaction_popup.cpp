// SPDX-License-Identifier: MIT
#include "client/ui/reaction_popup.h"

#include "client/ui/emoji/emoji_button.h"
#include "client/ui/emoji/emoji_font.h"
#include "client/ui/theme/card.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScreen>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qsizetype kQuick = 8;
const QStringList &usual()
{
    static const QStringList emoji{u"👍"_s, u"❤️"_s, u"😂"_s, u"🎉"_s,
                                   u"😮"_s, u"😢"_s,      u"👀"_s, u"✅"_s};
    return emoji;
}

} // namespace

ReactionPopup::ReactionPopup(const QStringList &recent, QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
{
    setObjectName(u"reactionPopup"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kStep, Theme::kStep, Theme::kStep, Theme::kStep);
    row->setSpacing(0);
    QStringList offered;
    for (const QString &emoji : recent + usual()) {
        if (offered.contains(emoji) || offered.size() == kQuick || !isDrawnAsOne(emoji))
            continue;
        offered.append(emoji);
        auto *button = emojiButton(emoji, this);
        button->setCheckable(false);
        button->setObjectName(u"reaction"_s);
        showEmoji(*button, emoji);
        row->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, emoji] {
            Q_EMIT chosen(emoji);
            close();
        });
    }
    auto *more = new QToolButton(this);
    more->setObjectName(u"moreReactions"_s);
    more->setAutoRaise(true);
    more->setMinimumSize(Theme::kSmallestTarget, Theme::kSmallestTarget);
    more->setIcon(lineIcon(u"smile-plus"_s));
    more->setToolTip(tr("All emoji"));
    more->setAccessibleName(more->toolTip());
    row->addWidget(more);
    connect(more, &QToolButton::clicked, this, [this] {
        close();
        Q_EMIT moreRequested();
    });
    if (QWidget *first = focusWidget(); !first && !offered.isEmpty())
        row->itemAt(0)->widget()->setFocus(Qt::PopupFocusReason);
}

void ReactionPopup::openBeside(const QRect &rect)
{
    adjustSize();
    cutCard(*this);
    const QRect screen = parentWidget() && parentWidget()->screen()
        ? parentWidget()->screen()->availableGeometry()
        : QRect(0, 0, 10'000, 10'000);
    const int x = qBound(screen.left(), rect.right() - width(), screen.right() - width());
    const int above = rect.top() - height() - Theme::kStep;
    move(x, above >= screen.top() ? above : rect.bottom() + Theme::kStep);
    show();
}

void ReactionPopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        focusNextPrevChild(event->key() == Qt::Key_Right);
    else
        QFrame::keyPressEvent(event);
}

void ReactionPopup::paintEvent(QPaintEvent *)
{
    paintCard(*this);
}

} // namespace salon::client
