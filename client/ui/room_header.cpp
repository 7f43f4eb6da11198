// SPDX-License-Identifier: MIT
#include "client/ui/room_header.h"

#include "client/ui/presence_label.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QToolButton *headerButton(const QString &name, const QString &what, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setToolTip(what);
    button->setAccessibleName(what);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

RoomHeader::RoomHeader(QWidget *parent)
    : QWidget(parent), m_rooms(headerButton(u"showRooms"_s, tr("Rooms"), this)),
      m_name(new TextLabel(TextKind::Title, {}, this)),
      m_topic(new TextLabel(TextKind::Secondary, {}, this)), m_person(new PresenceLabel(this)),
      m_pins(headerButton(u"showPins"_s, tr("Pinned messages"), this)),
      m_members(headerButton(u"showMembers"_s, tr("Members"), this)),
      m_more(headerButton(u"roomMenu"_s, tr("More"), this))
{
    setObjectName(u"roomHeader"_s);
    m_name->setObjectName(u"roomName"_s);
    m_name->setElided(true);
    m_topic->setObjectName(u"roomTopic"_s);
    m_topic->setElided(true);
    m_pins->setCheckable(true);
    m_members->setCheckable(true);
    m_rooms->hide();

    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addStretch();
    names->addWidget(m_name);
    names->addWidget(m_topic);
    names->addWidget(m_person);
    names->addStretch();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4 * Theme::kStep, 0, 3 * Theme::kStep, 0);
    row->setSpacing(Theme::kStep);
    row->addWidget(m_rooms);
    row->addLayout(names, 1);
    row->addWidget(m_pins);
    row->addWidget(m_members);
    row->addWidget(m_more);
    connect(m_rooms, &QToolButton::clicked, this, &RoomHeader::roomsRequested);
    connect(m_pins, &QToolButton::clicked, this, &RoomHeader::pinsToggled);
    connect(m_members, &QToolButton::clicked, this, &RoomHeader::membersToggled);
    connect(m_more, &QToolButton::clicked, this, &RoomHeader::openMenu);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &RoomHeader::followTheme);
    followTheme();
    showNothing();
}

void RoomHeader::showRoom(const protocol::Room &room)
{
    m_name->setText(isolated(room.name));
    QStringList about;
    if (room.kind == "private"_L1)
        about.append(tr("Private"));
    if (!room.topic.isEmpty())
        about.append(isolated(room.topic));
    m_topic->setText(about.join(u" · "_s));
    m_topic->setVisible(!about.isEmpty());
    m_mayAdd = room.role == "owner"_L1;
    m_pins->show();
    m_members->show();
    m_isDirect = room.isDirect();
    m_person->showPerson(room.with && room.with->size() == 1 ? room.with->first() : UserId());
    m_more->show();
}

void RoomHeader::showNothing()
{
    m_name->setText(QString());
    m_topic->hide();
    m_pins->hide();
    m_person->showPerson({});
    m_members->hide();
    m_more->hide();
}

void RoomHeader::setRoomsButtonVisible(bool isVisible)
{
    m_rooms->setVisible(isVisible);
}

void RoomHeader::setMembersShown(bool isShown)
{
    m_members->setChecked(isShown);
}

void RoomHeader::setPinCount(qsizetype count)
{
    m_pins->setText(count > 0 ? QLocale().toString(count) : QString());
    m_pins->setToolButtonStyle(count > 0 ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    m_pins->setAccessibleName(count > 0 ? tr("Pinned messages: %1").arg(count)
                                        : tr("Pinned messages"));
    fitPins();
}

//! As wide as icon and number: its own hint leaves a gap behind the number.
void RoomHeader::fitPins()
{
    const Theme &theme = Theme::current();
    m_pins->setFont(theme.secondaryText.font);
    QPalette colors = m_pins->palette();
    colors.setColor(QPalette::ButtonText, theme.secondary);
    m_pins->setPalette(colors);
    const QFontMetrics metrics(theme.secondaryText.font);
    m_pins->setFixedWidth(m_members->sizeHint().width()
                          + metrics.horizontalAdvance(m_pins->text()));
}

void RoomHeader::setPinsShown(bool isShown)
{
    m_pins->setChecked(isShown);
}

void RoomHeader::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"roomActions"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(lineIcon(u"list-filter"_s), tr("Go to the first unread message\tCtrl+J"), this,
                    &RoomHeader::firstUnreadRequested)
        ->setObjectName(u"goToFirstUnread"_s);
    menu->addAction(lineIcon(u"calendar"_s), tr("Go to a day…\tCtrl+D"), this,
                    &RoomHeader::dayRequested)
        ->setObjectName(u"goToDay"_s);
    menu->addAction(lineIcon(u"arrow-down"_s), tr("Go to the newest message\tCtrl+Shift+J"), this,
                    &RoomHeader::newestRequested)
        ->setObjectName(u"goToNewest"_s);
    menu->addSeparator();
    Q_EMIT menuOpening(menu);
    if (!m_isDirect)
        addRoomActions(*menu);
    menu->popup(m_more->mapToGlobal(
        QPoint(m_more->width() - menu->sizeHint().width(), m_more->height() + 2)));
}

//! What nobody does with a conversation.
void RoomHeader::addRoomActions(QMenu &menu)
{
    menu.addSeparator();
    if (m_mayAdd)
        menu.addAction(lineIcon(u"users"_s), tr("Add people…"), this, &RoomHeader::addRequested)
            ->setObjectName(u"addPeopleToRoom"_s);
    menu.addAction(lineIcon(u"pencil"_s), tr("Change the topic…"), this,
                   &RoomHeader::topicRequested)
        ->setObjectName(u"changeTopic"_s);
    menu.addAction(lineIcon(u"log-out"_s), tr("Leave this room"), this, &RoomHeader::leaveRequested)
        ->setObjectName(u"leaveRoom"_s);
}

void RoomHeader::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.background);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.hairline);
}

void RoomHeader::followTheme()
{
    constexpr int kHeight = 56;
    setFixedHeight(Theme::current().scaled(kHeight));
    m_rooms->setIcon(lineIcon(u"panel-left"_s));
    m_pins->setIcon(lineIcon(u"pin"_s));
    m_members->setIcon(lineIcon(u"users"_s));
    fitPins();
    m_more->setIcon(lineIcon(u"ellipsis"_s));
}

} // namespace salon::client
