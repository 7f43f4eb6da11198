// SPDX-License-Identifier: MIT
#pragma once
#include <QFrame>

class QPushButton;
class QToolButton;

namespace salon::client {

//! Offers to make a block of what was pasted. It lies over the window, above what one writes into,
//! takes no focus, and moves nothing.
class PasteBar : public QFrame {
    Q_OBJECT
public:
    explicit PasteBar(QWidget *composer);

    void offer();

Q_SIGNALS:
    void taken();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void followTheme();

    QWidget *m_composer;
    QPushButton *m_take;
    QToolButton *m_close;
};

} // namespace salon::client
