// SPDX-License-Identifier: MIT
#pragma once
#include <QLineEdit>

class QToolButton;

namespace salon::client {

//! A field for a password, with a button that shows what was typed, and word of Caps Lock.
class PasswordEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit PasswordEdit(QWidget *parent = nullptr);

    bool isRevealed() const;
    void setRevealed(bool isRevealed);

Q_SIGNALS:
    void capsLockChanged(bool isOn);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void followTheme();
    void placeButton();
    void noteCapsLock(const QKeyEvent *event);

    QToolButton *m_reveal;
    bool m_capsLock = false;
};

} // namespace salon::client
