// SPDX-License-Identifier: MIT
#include "client/ui/account_header.h"

#include "client/model/presence_words.h"
#include "client/state/presence_state.h"
#include "client/ui/presence_mark.h"
#include "client/ui/presence_menu.h"
#include "client/ui/theme/icons.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/initials_avatar.h"

#include <QActionGroup>
#include <QMenu>
#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kHeight = 56;
constexpr int kAvatar = 36;

} // namespace

AccountHeader::AccountHeader(Appearance &appearance, QWidget *parent)
    : QAbstractButton(parent), m_appearance(appearance)
{
    setObjectName(u"accountHeader"_s);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    connect(this, &QAbstractButton::clicked, this, &AccountHeader::openMenu);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &AccountHeader::updateGeometry);
}

void AccountHeader::setAccount(UserId user, const QString &name, const QString &server,
                               bool isExposed)
{
    m_user = user;
    m_name = name;
    m_server = server;
    m_isExposed = isExposed;
    describe();
    update();
}

void AccountHeader::setPresence(PresenceState &presence)
{
    m_presence = &presence;
    connect(&presence, &PresenceState::ownChanged, this, &AccountHeader::describe);
}

void AccountHeader::describe()
{
    const Presence seen = m_presence ? m_presence->shownOwn() : Presence::Unknown;
    const QString words = presenceWords(seen);
    const QString mark = (m_isExposed ? u". "_s + tr("Not encrypted.") : QString())
        + (words.isEmpty() ? QString() : u" · "_s + words);
    const QString name = tr("Account: %1 on %2").arg(isolated(m_name), isolated(m_server)) + mark;
    if (name == accessibleName())
        return; // each try to connect says that nothing is known
    setAccessibleName(name);
    setToolTip(forToolTip(tr("%1 on %2").arg(isolated(m_name), isolated(m_server)) + mark));
    update();
}

void AccountHeader::setSessionNote(const QString &note)
{
    m_note = note;
}

QSize AccountHeader::sizeHint() const
{
    return {200, Theme::current().scaled(kHeight)};
}

void AccountHeader::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"accountMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_presence)
        addPresenceChoices(*menu, *m_presence);
    addLook(*menu);
    menu->addSeparator();
    addTextSize(*menu);
    menu->addSeparator();
    if (m_presence)
        addPresenceSwitches(*menu, *m_presence);
    Q_EMIT menuOpening(menu);
    menu->addSeparator();
    if (!m_note.isEmpty()) {
        menu->addAction(lineIcon(u"info"_s), m_note)->setEnabled(false);
        menu->addSeparator();
    }
    menu->addAction(lineIcon(u"server"_s), tr("Connection…"), this,
                    &AccountHeader::connectionRequested)
        ->setObjectName(u"connectionDetails"_s);
    menu->addAction(lineIcon(u"log-out"_s), tr("Log out"), this, &AccountHeader::logOutRequested)
        ->setObjectName(u"logOut"_s);
    menu->popup(mapToGlobal(QPoint(8, height() - 4)));
}

void AccountHeader::addLook(QMenu &menu)
{
    struct Row {
        Appearance::Choice choice;
        QString icon, text, name;
    };
    auto *group = new QActionGroup(&menu);
    for (const Row &row : {Row{Appearance::Choice::System, u"monitor"_s,
                               tr("Colours of the system"), u"lookSystem"_s},
                           Row{Appearance::Choice::Light, u"sun"_s, tr("Light"), u"lookLight"_s},
                           Row{Appearance::Choice::Dark, u"moon"_s, tr("Dark"), u"lookDark"_s}}) {
        const auto choice = row.choice;
        QAction *action = menu.addAction(lineIcon(row.icon), row.text, this,
                                         [this, choice] { m_appearance.setChoice(choice); });
        action->setObjectName(row.name);
        action->setCheckable(true);
        action->setChecked(m_appearance.choice() == choice);
        group->addAction(action);
    }
}

void AccountHeader::addTextSize(QMenu &menu)
{
    menu.addAction(lineIcon(u"a-large-small"_s), tr("Larger text\tCtrl++"), this,
                   [this] { m_appearance.enlargeText(); })
        ->setObjectName(u"textLarger"_s);
    menu.addAction(tr("Smaller text\tCtrl+-"), this, [this] { m_appearance.shrinkText(); })
        ->setObjectName(u"textSmaller"_s);
    menu.addAction(tr("Usual text size\tCtrl+0"), this, [this] { m_appearance.resetText(); })
        ->setObjectName(u"textUsual"_s);
}

void AccountHeader::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect ground = rect().adjusted(8, 4, -8, -4);
    if (underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.sidebarHover);
        painter.drawRoundedRect(ground, Theme::kControlRadius, Theme::kControlRadius);
    }
    const int size = theme.scaled(kAvatar);
    const int arrow = theme.scaled(16);
    const auto mirrored = [this](const QRect &place) {
        return QStyle::visualRect(layoutDirection(), rect(), place);
    };
    const QRect circle = mirrored(QRect(16, (height() - size) / 2, size, size));
    drawInitialsAvatar(&painter, circle, m_user, m_name);
    if (m_presence)
        drawPresenceAtAvatar(&painter, circle, m_presence->shownOwn(),
                             underMouse() || isDown() ? theme.sidebarHover : theme.sidebar,
                             layoutDirection());
    lineIcon(u"chevron-down"_s)
        .paint(&painter,
               mirrored(QRect(width() - 16 - arrow, (height() - arrow) / 2, arrow, arrow)));

    const int left = 16 + size + 10;
    const int textWidth = width() - left - arrow - 24;
    const int top = (height() - theme.roomList.line - theme.secondaryText.line) / 2;
    const auto line = [&](const TextStyle &style, const QColor &color, int y, const QString &text) {
        painter.setFont(style.font);
        painter.setPen(color);
        painter.drawText(
            mirrored(QRect(left, y, textWidth, style.line)),
            int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter)),
            painter.fontMetrics().elidedText(drawable(text), Qt::ElideRight, textWidth));
    };
    line(theme.roomListUnread, theme.text, top, m_name);
    // The mark comes first: it is never what there is no room for.
    const QString server = m_isExposed ? tr("Not encrypted · %1").arg(m_server) : m_server;
    line(theme.secondaryText, m_isExposed ? theme.errorText : theme.secondary,
         top + theme.roomList.line, server);
}

} // namespace salon::client
