// SPDX-License-Identifier: MIT
#pragma once
#include <QFrame>

namespace salon::client {

//! The emoji that people react with most, in a row: one key or one click. Goes away by itself.
class ReactionPopup : public QFrame {
    Q_OBJECT
public:
    //! `recent` come first.
    explicit ReactionPopup(const QStringList &recent, QWidget *parent = nullptr);

    //! Above that rectangle of the screen, or below it where there is no room.
    void openBeside(const QRect &rect);

Q_SIGNALS:
    void chosen(const QString &emoji);
    void moreRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace salon::client
