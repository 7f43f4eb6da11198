// SPDX-License-Identifier: MIT
#pragma once
#include <QFocusFrame>
#include <QObject>
#include <QPointer>

namespace salon::client {

//! Draws the ring around the control that the keyboard moved to; a click shows none.
class FocusRing : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    //! The control that has the ring, or null.
    QWidget *target() const { return m_frame ? m_frame->widget() : nullptr; }
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void surround(QWidget *widget);

    QPointer<QFocusFrame> m_frame; // dies with the window that it is in
};

} // namespace salon::client
