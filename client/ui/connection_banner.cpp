// SPDX-License-Identifier: MIT
#include "client/ui/connection_banner.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/colors.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWindow>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kSecondMs = 1'000;

//! What is far off is told in larger steps: each is painted.
qint64 stepMs(qint64 left)
{
    return left > ConnectionBanner::kCountsFromMs ? ConnectionBanner::kFarStepMs : kSecondMs;
}

qint64 toldMs(qint64 left)
{
    const qint64 step = stepMs(left);
    return (left + step - 1) / step * step;
}

} // namespace

ConnectionBanner::ConnectionBanner(QWidget *parent, const Clock &clock)
    : QWidget(parent), m_clock(clock), m_row(new QHBoxLayout(this)), m_texts(new QVBoxLayout),
      m_text(new TextLabel(TextKind::Warn, {}, this)),
      m_detail(new TextLabel(TextKind::Secondary, {}, this)),
      m_details(new QPushButton(tr("Details"), this)),
      m_certificate(new QPushButton(tr("Certificate…"), this)),
      m_retry(new QPushButton(tr("Retry now"), this))
{
    setObjectName(u"connectionBanner"_s);
    setAttribute(Qt::WA_OpaquePaintEvent); // the messages under it need not be painted
    m_text->setObjectName(u"connectionText"_s);
    m_detail->setObjectName(u"connectionDetail"_s);
    m_details->setObjectName(u"connectionMore"_s);
    m_retry->setObjectName(u"connectionRetry"_s);
    m_certificate->setObjectName(u"connectionCertificate"_s);
    for (QPushButton *button : {m_certificate, m_details, m_retry})
        setButtonRole(button, ButtonRole::Link);
    m_texts->setSpacing(0);
    m_texts->addWidget(m_text);
    m_texts->addWidget(m_detail);
    m_row->setContentsMargins(4 * Theme::kStep, 0, 4 * Theme::kStep, 0);
    m_row->addStretch();
    m_row->addLayout(m_texts);
    for (QPushButton *button : {m_certificate, m_details, m_retry})
        m_row->addWidget(button);
    m_row->addStretch();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ConnectionBanner::refresh);
    connect(m_certificate, &QPushButton::clicked, this, &ConnectionBanner::certificateRequested);
    connect(m_details, &QPushButton::clicked, this, &ConnectionBanner::detailsRequested);
    connect(m_retry, &QPushButton::clicked, this, &ConnectionBanner::retryRequested);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, [this] {
        fit(width());
        update();
    });
    hide();
}

void ConnectionBanner::showConnecting()
{
    // Between two tries the trouble goes on: it does not fall silent for another two seconds.
    if (m_mode != Mode::Waiting && m_mode != Mode::Connecting)
        m_since = m_clock.steadyMs();
    if (m_mode != Mode::Connecting)
        m_tryingSince = m_clock.steadyMs();
    enter(Mode::Connecting);
}

void ConnectionBanner::showWaiting(qint64 retryInMs, const ErrorSentence &why, bool hasCertificate)
{
    m_hasCertificate = hasCertificate;
    m_why = why;
    if (m_mode != Mode::Waiting && m_mode != Mode::Connecting)
        m_since = m_clock.steadyMs();
    m_retryAt = m_clock.steadyMs() + retryInMs;
    m_digits = QString::number(toldMs(retryInMs) / kSecondMs).size();
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
    const qint64 passed = m_clock.steadyMs() - m_since;
    m_timer.stop();
    if (m_mode == Mode::Connecting || m_mode == Mode::Waiting) {
        if (passed < kQuietMs) {
            m_timer.start(int(kQuietMs - passed));
            return;
        }
        if (m_mode == Mode::Connecting) {
            const qint64 tried = m_clock.steadyMs() - m_tryingSince;
            if (m_wasTold && tried < kShortTryMs) {
                m_timer.start(int(kShortTryMs - tried));
                return;
            }
            m_wasTold = true;
            return say(tr("Connecting…"), false);
        }
        m_wasTold = true;
        return countDown();
    }
    if (m_mode == Mode::Online && m_wasTold && passed < kConnectedMs) {
        say(tr("Connected"), false);
        m_timer.start(int(kConnectedMs - passed));
        return;
    }
    m_wasTold = false;
    hide();
}

void ConnectionBanner::countDown()
{
    const qint64 left = qMax<qint64>(0, m_retryAt - m_clock.steadyMs());
    const qint64 told = toldMs(left);
    say(waitingText(QString::number(told / kSecondMs)), true);
    if (left > 0 && !isOutOfSight())
        m_timer.start(int(left - (told - stepMs(left))));
}

QString ConnectionBanner::waitingText(const QString &number) const
{
    const QString why = m_why.fixer == Fixer::Time ? m_why.what : m_why.text();
    return (m_why.what.isEmpty() ? tr("Offline.") : why) + u' '
        + tr("Trying again in %1 s.").arg(number);
}

QString ConnectionBanner::widestNumber() const
{
    const QFontMetrics metrics = m_text->fontMetrics();
    const QString digits = u"0123456789"_s;
    const QChar digit = *std::ranges::max_element(
        digits, {}, [&metrics](QChar one) { return metrics.horizontalAdvance(one); });
    return QString(m_digits, digit);
}

void ConnectionBanner::say(const QString &text, bool canRetry)
{
    m_text->setKind(m_mode == Mode::Online ? TextKind::Success : TextKind::Warn);
    const Shape shape{m_mode, canRetry ? waitingText(QString(m_digits, u'0')) : text,
                      m_why.detail(), canRetry, m_hasCertificate};
    m_said = text;
    // A number that counts down changes nothing else.
    if (std::exchange(m_shape, shape) == shape && !isHidden())
        return m_text->setText(text);
    setAccessibleName(text); // a screen reader need not count
    m_detail->setText(canRetry ? m_why.detail() : QString());
    m_detail->setVisible(!m_detail->text().isEmpty());
    for (QPushButton *button : {m_details, m_retry})
        button->setVisible(canRetry);
    m_certificate->setVisible(canRetry && m_hasCertificate);
    fit(parentWidget() ? parentWidget()->width() : width());
    show();
    raise();
    update();
}

// Both are of a fixed size then, so that a new number lays out neither the window nor the banner.
void ConnectionBanner::fit(int width)
{
    m_text->setMinimumSize(0, 0);
    m_text->setMaximumSize(QWIDGETSIZE_MAX, QWIDGETSIZE_MAX);
    m_text->setText(m_shape.canRetry ? waitingText(widestNumber()) : m_said);
    setFixedSize(width, heightFor(width));
    m_row->activate();
    m_text->setFixedSize(m_text->size());
    m_text->setText(m_said);
}

//! Lets the texts wrap where they must.
int ConnectionBanner::heightFor(int width)
{
    constexpr int kHeight = 32;
    // Wrapped text takes all there is; else it would ask for a width of its own liking.
    for (TextLabel *label : {m_text, m_detail})
        label->setWordWrap(false);
    m_texts->invalidate(); // the row does not pass it on at once
    const bool isWrapped = m_row->sizeHint().width() > width;
    for (TextLabel *label : {m_text, m_detail})
        label->setWordWrap(isWrapped);
    m_texts->invalidate();
    m_row->setStretchFactor(m_texts, isWrapped ? 1 : 0);
    const int needed = isWrapped ? m_row->totalHeightForWidth(width) + 2 * Theme::kStep
                                 : m_row->sizeHint().height();
    return std::max(Theme::current().scaled(kHeight), needed);
}

//! Nobody sees its window, e.g. because it is minimised.
bool ConnectionBanner::isOutOfSight() const
{
    const QWindow *surface = window()->windowHandle();
    return surface && !surface->isExposed();
}

QString ConnectionBanner::text() const
{
    return m_text->text();
}

void ConnectionBanner::paintEvent(QPaintEvent *)
{
    if (m_mode == Mode::Waiting && !m_timer.isActive() && m_retryAt > m_clock.steadyMs())
        m_timer.start(0); // it counts on, now that somebody sees it
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(),
                     m_mode == Mode::Online ? blended(theme.success, theme.background, 0.12)
                                            : theme.mention);
    painter.fillRect(QRect(0, height() - 1, width(), 1),
                     theme.isHighContrast ? theme.text : theme.hairline);
}

} // namespace salon::client
