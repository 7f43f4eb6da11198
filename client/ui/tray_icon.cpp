// SPDX-License-Identifier: MIT
#include "client/ui/tray_icon.h"
#include "client/notify/notification_settings.h"
#include "client/notify/notification_texts.h"
#include "client/ui/notification_menu.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"
#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kSize = 64;
constexpr qint64 kMostShown = 99;

//! The number in a disc at the lower right, large enough to be read where the tray shows 22 pixels.
void drawNumber(QPainter &painter, qint64 number, bool isMention)
{
    constexpr int kHeight = 40;
    constexpr int kFontSize = 32;
    constexpr int kGap = 4;
    const QString text = number > kMostShown ? u"99+"_s : QString::number(number);
    QFont font = Theme::current().roomListUnread.font;
    font.setPixelSize(text.size() > 2 ? kFontSize * 3 / 4 : kFontSize);
    font.setBold(true);
    painter.setFont(font);
    const int width = qBound(kHeight, painter.fontMetrics().horizontalAdvance(text) + 16, kSize);
    const QRect disc(kSize - width, kSize - kHeight, width, kHeight);
    const auto drawDisc = [&](int gap) {
        painter.drawRoundedRect(disc.adjusted(-gap, -gap, gap, gap), kHeight / 2.0 + gap,
                                kHeight / 2.0 + gap);
    };
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::black);
    painter.setCompositionMode(QPainter::CompositionMode_Clear);
    drawDisc(kGap); // so that the disc stands apart from the mark
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    // The tray may be light or dark, whatever Salon's colours are: the number is white on both.
    painter.setBrush(isMention ? QColor(0xB3, 0x26, 0x1E) : QColor(0x1F, 0x23, 0x28));
    drawDisc(0);
    painter.setPen(Qt::white);
    painter.drawText(disc, Qt::AlignCenter, text);
}

} // namespace

TrayIcon::TrayIcon(NotificationSettings &settings) : m_settings(settings)
{
    m_menu.setObjectName(u"trayMenu"_s);
    m_icon.setContextMenu(&m_menu);
    connect(&m_menu, &QMenu::aboutToShow, this, &TrayIcon::fillMenu);
    connect(&settings, &NotificationSettings::changed, this, &TrayIcon::showNumbers);
    connect(&m_icon, &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger)
                    Q_EMIT openRequested();
            });
}

void TrayIcon::show()
{
    if (m_icon.isVisible() || !QSystemTrayIcon::isSystemTrayAvailable())
        return;
    fillMenu();
    showNumbers();
    m_icon.show();
}

void TrayIcon::setUnread(qint64 unread, qint64 mentions)
{
    if (m_unread == unread && m_mentions == mentions)
        return;
    m_unread = unread;
    m_mentions = mentions;
    showNumbers();
}

void TrayIcon::showNumbers()
{
    QStringList words{u"Salon"_s};
    if (m_unread > 0)
        words.append(tr("%1 unread").arg(m_unread));
    if (m_mentions > 0)
        words.append(tr("%1 call you").arg(m_mentions));
    if (m_settings.isQuiet())
        words.append(tr("do not disturb"));
    m_icon.setIcon(drawn(m_unread, m_mentions));
    m_icon.setToolTip(words.join(u" · "_s));
}

QIcon TrayIcon::drawn(qint64 unread, qint64 mentions)
{
    QPixmap pixmap = programIcon().pixmap(QSize(kSize, kSize), 1.0);
    if (unread <= 0)
        return pixmap;
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    drawNumber(painter, mentions > 0 ? mentions : unread, mentions > 0);
    return pixmap;
}

void TrayIcon::fillMenu()
{
    m_menu.clear();
    m_menu.addAction(tr("Open Salon"), this, &TrayIcon::openRequested)
        ->setObjectName(u"trayOpen"_s);
    QAction *why = m_menu.addAction(reasonQuestion(), this, &TrayIcon::reasonRequested);
    why->setObjectName(u"trayReason"_s);
    why->setEnabled(m_hasReason);
    m_menu.addSeparator();
    addQuietChoices(m_menu, m_settings);
    m_menu.addSeparator();
    m_menu.addAction(tr("Quit"), this, &TrayIcon::quitRequested)->setObjectName(u"trayQuit"_s);
}

} // namespace salon::client
