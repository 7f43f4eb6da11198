// SPDX-License-Identifier: MIT
#include "client/ui/presence_label.h"

#include "client/model/presence_words.h"
#include "client/state/presence_state.h"
#include "client/ui/presence_mark.h"
#include "client/ui/theme/theme.h"

#include <QPainter>
#include <QStyle>

namespace salon::client {
namespace {

constexpr int kMark = 9; // px at the default text size
constexpr int kGap = 6;

} // namespace

PresenceLabel::PresenceLabel(QWidget *parent) : TextLabel(TextKind::Secondary, {}, parent)
{
    setObjectName(QStringLiteral("personPresence"));
    hide();
}

void PresenceLabel::setPresence(PresenceState &presence)
{
    m_presence = &presence;
    connect(&presence.people(), &PeoplePresence::changed, this, &PresenceLabel::showNow);
    connect(&presence, &PresenceState::offerChanged, this, &PresenceLabel::showNow);
    showNow();
}

void PresenceLabel::showPerson(UserId user)
{
    m_person = user;
    showNow();
}

void PresenceLabel::showNow()
{
    const bool isShown = m_presence && m_presence->showsPresence() && m_person.isValid();
    m_shown = isShown ? m_presence->people().of(m_person) : Presence::Unknown;
    const int indent = Theme::current().scaled(kMark) + kGap;
    const bool isLeft = layoutDirection() == Qt::LeftToRight;
    setContentsMargins(isLeft ? indent : 0, 0, isLeft ? 0 : indent, 0);
    setText(presenceWords(m_shown));
    setVisible(isShown);
    update();
}

void PresenceLabel::paintEvent(QPaintEvent *event)
{
    TextLabel::paintEvent(event);
    const int size = Theme::current().scaled(kMark);
    QPainter painter(this);
    drawPresence(
        &painter,
        QStyle::visualRect(layoutDirection(), rect(), QRect(0, (height() - size) / 2, size, size)),
        m_shown, Theme::current().background);
}

} // namespace salon::client
