// SPDX-License-Identifier: MIT
#include "client/ui/sidebar.h"

#include "client/ui/account_header.h"
#include "client/ui/empty_state.h"
#include "client/ui/room_list_view.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QToolButton *sectionButton(const QString &name, const QString &what, QWidget *parent)
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

Sidebar::Sidebar(Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_account(new AccountHeader(appearance, this)),
      m_filter(new QLineEdit(this)),
      m_filterIcon(m_filter->addAction(QIcon(), QLineEdit::LeadingPosition)),
      m_browse(sectionButton(u"browseRooms"_s, tr("Browse all rooms"), this)),
      m_create(sectionButton(u"createRoom"_s, tr("Create a room"), this)),
      m_message(sectionButton(u"newMessage"_s, tr("New message"), this)),
      m_rooms(new RoomListView(this)), m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this))
{
    setObjectName(u"sidebar"_s);
    m_filter->setObjectName(u"roomFilter"_s);
    m_filter->setPlaceholderText(tr("Filter rooms"));
    m_filter->setAccessibleName(tr("Filter rooms"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_empty->setContent(u"messages-square"_s, tr("No rooms yet"),
                        tr("Join one of the rooms of this server."), tr("Browse rooms"));
    m_stack->addWidget(m_rooms);
    m_stack->addWidget(m_empty);

    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(12, 0, 12, 8);
    filterRow->addWidget(m_filter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(0);
    column->addWidget(m_account);
    column->addLayout(filterRow);
    column->addWidget(buildSection());
    column->addWidget(m_stack, 1);

    connect(m_filter, &QLineEdit::textChanged, m_rooms, &RoomListView::setFilter);
    connect(m_browse, &QToolButton::clicked, this, &Sidebar::browseRequested);
    connect(m_empty, &EmptyState::actionTriggered, this, &Sidebar::browseRequested);
    connect(m_create, &QToolButton::clicked, this, &Sidebar::createRequested);
    connect(m_message, &QToolButton::clicked, this, &Sidebar::messageRequested);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &Sidebar::followTheme);
    followTheme();
}

QWidget *Sidebar::buildSection()
{
    auto *section = new QWidget(this);
    auto *row = new QHBoxLayout(section);
    row->setContentsMargins(16, 0, 12, 2);
    row->setSpacing(0);
    row->addWidget(new TextLabel(TextKind::SectionLabel, tr("Rooms"), section), 1);
    row->addWidget(m_message);
    row->addWidget(m_browse);
    row->addWidget(m_create);
    return section;
}

void Sidebar::setHasRooms(bool hasRooms)
{
    m_stack->setCurrentWidget(hasRooms ? static_cast<QWidget *>(m_rooms) : m_empty);
}

bool Sidebar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape:
        m_filter->clear();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_rooms->openFirst();
        m_filter->clear();
        return true;
    case Qt::Key_Down:
        m_rooms->setFocus(Qt::TabFocusReason);
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::current().sidebar);
}

void Sidebar::followTheme()
{
    m_filterIcon->setIcon(lineIcon(u"search"_s));
    m_browse->setIcon(lineIcon(u"compass"_s));
    m_create->setIcon(lineIcon(u"plus"_s));
    m_message->setIcon(lineIcon(u"message-square"_s));
    update();
}

} // namespace salon::client
