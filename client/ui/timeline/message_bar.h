// SPDX-License-Identifier: MIT
#pragma once
#include <QWidget>

class QToolButton;

namespace salon::client {

//! What can be done with the message under the mouse, over its upper right corner. All of it is in
//! the message's menu and on the keyboard as well.
class MessageBar : public QWidget {
    Q_OBJECT
public:
    explicit MessageBar(QWidget *parent);

    //! Whether the message is one's own.
    void setEditable(bool isEditable);
    //! Its right edge and its middle, in the parent's pixels.
    void place(int right, int middle);

Q_SIGNALS:
    void reactRequested();
    void replyRequested();
    void editRequested();
    void menuRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *button(const QString &name, const QString &icon, const QString &words,
                        void (MessageBar::*chosen)());
    void followTheme();

    QToolButton *m_edit = nullptr;
    QList<std::pair<QToolButton *, QString>> m_buttons; //!< with their icons
};

} // namespace salon::client
