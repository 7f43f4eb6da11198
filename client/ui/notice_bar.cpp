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
#include <QVBoxLayout>

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
      m_detail(new TextLabel(TextKind::Secondary, {}, this)), m_action(new QPushButton(this)),
      m_close(new QToolButton(this))
{
    setObjectName(u"noticeBar"_s);
    m_text->setObjectName(u"noticeText"_s);
    m_detail->setObjectName(u"noticeDetail"_s);
    for (TextLabel *label : {m_text, m_detail}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
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
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_text);
    texts->addWidget(m_detail);
    row->addLayout(texts, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);

    m_tick.setSingleShot(true);
    m_tick.setTimerType(Qt::PreciseTimer); // a coarse one comes early, and says the same again
    connect(&m_tick, &QTimer::timeout, this, &NoticeBar::tick);
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        m_tick.stop();
        hide();
        Q_EMIT closed();
    });
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &NoticeBar::followTheme);
    hide();
}

void NoticeBar::showNotice(NoticeKind kind, const QString &text, const QString &action)
{
    showSentence(kind, {text}, action);
}

void NoticeBar::showSentence(NoticeKind kind, const ErrorSentence &sentence, const QString &action)
{
    m_tick.stop();
    m_kind = kind;
    m_text->setText(sentence.text());
    m_detail->setText(sentence.detail());
    m_detail->setVisible(!m_detail->text().isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(sentence.text());
    followTheme();
    show();
}

void NoticeBar::showError(const ErrorSentence &sentence, const QString &action)
{
    showSentence(NoticeKind::Error, sentence, action);
}

void NoticeBar::countDown(qint64 milliseconds, const Countdown &sentence)
{
    m_countdown = sentence;
    m_end.setRemainingTime(milliseconds);
    tick();
}

void NoticeBar::tick()
{
    constexpr qint64 kSecond = 1'000;
    // When it goes on after all, what is said next is there before this has gone.
    constexpr qint64 kStaysMs = 1'000;
    const qint64 left = m_end.deadline() - QDeadlineTimer::current().deadline();
    if (left <= -kStaysMs)
        return hide();
    showError(m_countdown(std::max<qint64>(0, left)));
    m_tick.start(int(left > 0 ? (left - 1) % kSecond + 1 : kStaysMs + left));
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

// Before there is something to tell nothing is drawn: the first picture of the window comes sooner.
void NoticeBar::followTheme()
{
    if (m_text->text().isEmpty())
        return;
    const Theme &theme = Theme::current();
    const NoticeLook look = lookOf(m_kind);
    const int size = theme.scaled(18);
    m_icon->setPixmap(
        lineIcon(look.icon, look.tint).pixmap(QSize(size, size), devicePixelRatioF()));
    m_close->setIcon(lineIcon(u"x"_s));
    update();
}

} // namespace salon::client
