// SPDX-License-Identifier: MIT
#include "client/ui/connection_banner.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/colors.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {

ConnectionBanner::ConnectionBanner(QWidget *parent, const Clock &clock)
    : QWidget(parent), m_clock(clock), m_row(new QHBoxLayout(this)),
      m_text(new TextLabel(TextKind::Warn, {}, this)),
      m_certificate(new QPushButton(tr("Certificate…"), this)),
      m_retry(new QPushButton(tr("Retry now"), this))
{
    setObjectName(u"connectionBanner"_s);
    m_text->setObjectName(u"connectionText"_s);
    m_retry->setObjectName(u"connectionRetry"_s);
    m_certificate->setObjectName(u"connectionCertificate"_s);
    for (QPushButton *button : {m_certificate, m_retry})
        setButtonRole(button, ButtonRole::Link);
    m_row->setContentsMargins(4 * Theme::kStep, 0, 4 * Theme::kStep, 0);
    m_row->addStretch();
    for (QWidget *part : {static_cast<QWidget *>(m_text), static_cast<QWidget *>(m_certificate),
                          static_cast<QWidget *>(m_retry)})
        m_row->addWidget(part);
    m_row->addStretch();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ConnectionBanner::refresh);
    connect(m_certificate, &QPushButton::clicked, this, &ConnectionBanner::certificateRequested);
    connect(m_retry, &QPushButton::clicked, this, &ConnectionBanner::retryRequested);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void ConnectionBanner::showConnecting()
{
    // Between two tries the trouble goes on: it does not fall silent for another two seconds.
    if (m_mode != Mode::Waiting && m_mode != Mode::Connecting)
        m_since = m_clock.steadyMs();
    enter(Mode::Connecting);
}

void ConnectionBanner::showWaiting(qint64 retryInMs, const QString &why, bool hasCertificate)
{
    m_hasCertificate = hasCertificate;
    m_why = why.isEmpty() ? tr("Offline.") : why;
    if (m_mode != Mode::Waiting && m_mode != Mode::Connecting)
        m_since = m_clock.steadyMs();
    m_retryAt = m_clock.steadyMs() + retryInMs;
    enter(Mode::Waiting);
}

void ConnectionBanner::showOnline()
{
    if (m_mode == Mode::Online)
        return;
    m_since = m_clock.steadyMs();
    enter(Mode::Online);
}

void ConnectionBanner::showNothing()
{
    enter(Mode::Nothing);
}

void ConnectionBanner::enter(Mode mode)
{
    m_mode = mode;
    refresh();
}

void ConnectionBanner::refresh()
{
    constexpr qint64 kSecond = 1'000;
    const qint64 passed = m_clock.steadyMs() - m_since;
    m_timer.stop();
    if (m_mode == Mode::Connecting || m_mode == Mode::Waiting) {
        if (passed < kQuietMs) {
            m_timer.start(int(kQuietMs - passed));
            return;
        }
        m_wasTold = true;
        if (m_mode == Mode::Connecting)
            return say(tr("Connecting…"), false);
        const qint64 left = qMax<qint64>(0, m_retryAt - m_clock.steadyMs());
        say(m_why + u' ' + tr("Trying again in %1 s.").arg((left + kSecond - 1) / kSecond), true);
        if (left > 0)
            m_timer.start(int((left - 1) % kSecond + 1));
        return;
    }
    if (m_mode == Mode::Online && m_wasTold && passed < kConnectedMs) {
        say(tr("Connected"), false);
        m_timer.start(int(kConnectedMs - passed));
        return;
    }
    m_wasTold = false;
    hide();
}

void ConnectionBanner::say(const QString &text, bool canRetry)
{
    m_text->setKind(m_mode == Mode::Online ? TextKind::Success : TextKind::Warn);
    m_text->setText(text);
    m_retry->setVisible(canRetry);
    m_certificate->setVisible(canRetry && m_hasCertificate);
    setAccessibleName(text);
    fit(width());
    show();
    raise();
    update();
}

void ConnectionBanner::fit(int width)
{
    constexpr int kHeight = 32;
    // Wrapped text takes all there is; else it would ask for a width of its own liking.
    m_text->setWordWrap(false);
    const bool isWrapped = m_row->sizeHint().width() > width;
    m_text->setWordWrap(isWrapped);
    m_row->setStretchFactor(m_text, isWrapped ? 1 : 0);
    const int needed = isWrapped ? m_row->totalHeightForWidth(width) + 2 * Theme::kStep
                                 : m_row->sizeHint().height();
    resize(width, std::max(Theme::current().scaled(kHeight), needed));
}

QString ConnectionBanner::text() const
{
    return m_text->text();
}

void ConnectionBanner::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(),
                     m_mode == Mode::Online ? blended(theme.success, theme.background, 0.12)
                                            : theme.mention);
    painter.fillRect(QRect(0, height() - 1, width(), 1),
                     theme.isHighContrast ? theme.text : theme.hairline);
}

} // namespace salon::client
