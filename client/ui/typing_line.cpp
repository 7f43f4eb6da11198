// SPDX-License-Identifier: MIT
#include "client/ui/typing_line.h"

#include "client/state/chat.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QEvent>
#include <QLayout>

namespace salon::client {
namespace {

constexpr int kHeight = 20; // px at the default text size
constexpr int kLeft = 4 * Theme::kStep + 12; // under the text that one writes
constexpr int kRight = 4 * Theme::kStep;

} // namespace

TypingLine::TypingLine(Chat &chat, QWidget *pane)
    : TextLabel(TextKind::Secondary, {}, pane), m_chat(chat)
{
    setObjectName(QStringLiteral("typingLine"));
    setElided(true);
    setAttribute(Qt::WA_TransparentForMouseEvents); // a click there is one at the composer
    pane->installEventFilter(this);
    connect(&chat.presence().typing(), &TypingState::changed, this, [this](RoomId room) {
        if (room == m_room)
            showNow();
    });
    connect(&chat, &Chat::namesChanged, this, &TypingLine::showNow);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &TypingLine::arrange);
}

void TypingLine::takePlace(QLayout *column, int marginBelow)
{
    m_column = column;
    m_marginBelow = marginBelow;
    raise();
    arrange();
}

void TypingLine::arrange()
{
    const QWidget *pane = parentWidget();
    const int height = Theme::current().scaled(kHeight);
    const bool isLeft = layoutDirection() == Qt::LeftToRight;
    setContentsMargins(isLeft ? kLeft : kRight, 0, isLeft ? kRight : kLeft, 0);
    setGeometry(0, pane->height() - height, pane->width(), height);
    if (m_column)
        m_column->setContentsMargins(0, 0, 0, qMax(0, height - m_marginBelow));
}

bool TypingLine::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutDirectionChange)
        arrange();
    return TextLabel::eventFilter(watched, event);
}

void TypingLine::showRoom(RoomId room)
{
    m_room = room;
    showNow();
}

void TypingLine::showNow()
{
    const QList<UserId> users = m_chat.presence().typing().writersIn(m_room);
    for (const UserId user : users)
        m_chat.askName(user);
    const auto name = [&](int i) { return isolated(m_chat.nameOf(users[i])); };
    switch (users.size()) {
    case 0:
        return setText(QString());
    case 1:
        return setText(tr("%1 is typing").arg(name(0)));
    case 2:
        return setText(tr("%1 and %2 are typing").arg(name(0), name(1)));
    default:
        return setText(tr("Several people are typing"));
    }
}

} // namespace salon::client
