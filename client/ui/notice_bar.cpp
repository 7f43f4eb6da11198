// SPDX-License-Identifier: MIT
#include "client/ui/notice_bar.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/colors.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

struct NoticeLook {
    QString icon;
    Tint tint;
    QColor background;
};

NoticeLook lookOf(NoticeKind kind)
{
    const Theme &theme = Theme::current();
    switch (kind) {
    case NoticeKind::Info:
        return {u"info"_s, Tint::Secondary, theme.codeBackground};
    case NoticeKind::Success:
        return {u"circle-check"_s, Tint::Success, blended(theme.success, theme.background, 0.12)};
    case NoticeKind::Warn:
        return {u"triangle-alert"_s, Tint::Warn, theme.mention};
    case NoticeKind::Error:
        return {u"circle-alert"_s, Tint::Error, theme.errorBackground};
    }
    return {};
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new TextLabel(TextKind::RoomList, {}, this)),
      m_action(new QPushButton(this)), m_close(new QToolButton(this))
{
    setObjectName(u"noticeBar"_s);
    m_text->setObjectName(u"noticeText"_s);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(u"noticeAction"_s);
    setButtonRole(m_action, ButtonRole::Link);
    m_close->setObjectName(u"noticeClose"_s);
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Put away"));
    m_close->setAccessibleName(tr("Put this notice away"));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4 * Theme::kStep, Theme::kStep, 2 * Theme::kStep, Theme::kStep);
    row->setSpacing(2 * Theme::kStep);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);

    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, &NoticeBar::hide);
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &NoticeBar::followTheme);
    followTheme();
    hide();
}

void NoticeBar::showNotice(NoticeKind kind, const QString &text, const QString &action)
{
    m_end.stop();
    m_kind = kind;
    m_text->setText(text);
    m_text->setToolTip(QString());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    followTheme();
    show();
}

void NoticeBar::showError(const ErrorSentence &sentence, const QString &action)
{
    showNotice(NoticeKind::Error, sentence.toString(), action);
}

void NoticeBar::showErrorFor(qint64 milliseconds, const ErrorSentence &sentence)
{
    showError(sentence);
    m_end.start(int(milliseconds));
}

QString NoticeBar::text() const
{
    return m_text->text();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(lookOf(m_kind).background);
    painter.drawRoundedRect(rect(), Theme::kCardRadius, Theme::kCardRadius);
    if (theme.isHighContrast) {
        painter.setPen(QPen(theme.text, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void NoticeBar::followTheme()
{
    const Theme &theme = Theme::current();
    const NoticeLook look = lookOf(m_kind);
    const int size = theme.scaled(18);
    m_icon->setPixmap(
        lineIcon(look.icon, look.tint).pixmap(QSize(size, size), devicePixelRatioF()));
    m_close->setIcon(lineIcon(u"x"_s));
    update();
}

} // namespace salon::client
