// SPDX-License-Identifier: MIT
#pragma once
#include <QWidget>

class QToolButton;
class QVBoxLayout;

namespace salon::client {

//! What stands beside the open room, under a title, until it is closed.
class SidePanel : public QWidget {
    Q_OBJECT
public:
    //! The button that closes it is called `name` + "Close", and says `close` to a screen reader.
    SidePanel(const QString &name, const QString &title, const QString &close, QWidget *parent);

Q_SIGNALS:
    void closed();

protected:
    QToolButton *closeButton() const { return m_close; }
    //! Takes what stands under the title.
    QVBoxLayout *column() const { return m_column; }
    void paintEvent(QPaintEvent *event) override;

private:
    void followTheme();

    QToolButton *m_close;
    QVBoxLayout *m_column;
};

} // namespace salon::client
