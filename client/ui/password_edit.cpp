// SPDX-License-Identifier: MIT
#include "client/ui/password_edit.h"

#include "client/ui/caps_lock.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"

#include <QKeyEvent>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

// Where the system keeps it to itself, a letter tells: large without Shift, or small with it.
std::optional<bool> capsLockFrom(const QKeyEvent &event)
{
    const QString text = event.text();
    if (text.size() != 1 || !text[0].isLetter() || text[0].toUpper() == text[0].toLower())
        return {};
    return text[0].isUpper() != event.modifiers().testFlag(Qt::ShiftModifier);
}

} // namespace

PasswordEdit::PasswordEdit(QWidget *parent) : QLineEdit(parent), m_reveal(new QToolButton(this))
{
    setEchoMode(Password);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase
                        | Qt::ImhSensitiveData);
    m_reveal->setObjectName(u"revealPassword"_s);
    m_reveal->setAutoRaise(true);
    m_reveal->setCheckable(true);
    m_reveal->setFocusPolicy(Qt::TabFocus);
    m_reveal->setCursor(Qt::ArrowCursor);
    connect(m_reveal, &QToolButton::toggled, this, &PasswordEdit::setRevealed);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &PasswordEdit::followTheme);
    followTheme();
}

bool PasswordEdit::isRevealed() const
{
    return echoMode() == Normal;
}

void PasswordEdit::setRevealed(bool isRevealed)
{
    setEchoMode(isRevealed ? Normal : Password);
    m_reveal->setChecked(isRevealed);
    followTheme();
}

void PasswordEdit::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    placeButton();
}

void PasswordEdit::placeButton()
{
    const int size = qMin(height() - 2, qMax(Theme::kSmallestTarget, m_reveal->sizeHint().width()));
    m_reveal->setGeometry(width() - size - 1, (height() - size) / 2, size, size);
    setTextMargins(0, 0, size, 0);
}

void PasswordEdit::keyPressEvent(QKeyEvent *event)
{
    QLineEdit::keyPressEvent(event);
    noteCapsLock(event);
}

void PasswordEdit::keyReleaseEvent(QKeyEvent *event)
{
    QLineEdit::keyReleaseEvent(event);
    if (event->key() == Qt::Key_CapsLock)
        noteCapsLock(event);
}

void PasswordEdit::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    noteCapsLock(nullptr);
}

void PasswordEdit::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (std::exchange(m_capsLock, false))
        Q_EMIT capsLockChanged(false);
}

void PasswordEdit::noteCapsLock(const QKeyEvent *event)
{
    std::optional<bool> isOn = isCapsLockOn();
    if (!isOn && event)
        isOn = capsLockFrom(*event);
    if (!isOn || *isOn == m_capsLock)
        return;
    m_capsLock = *isOn;
    Q_EMIT capsLockChanged(m_capsLock);
}

void PasswordEdit::followTheme()
{
    m_reveal->setIcon(lineIcon(isRevealed() ? u"eye-off"_s : u"eye"_s));
    m_reveal->setToolTip(isRevealed() ? tr("Hide the password") : tr("Show the password"));
    m_reveal->setAccessibleName(m_reveal->toolTip());
    placeButton();
}

} // namespace salon::client
