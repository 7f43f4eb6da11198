// SPDX-License-Identifier: MIT
#pragma once
#include <QWidget>

class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace salon::client {

class AccountHeader;
class Appearance;
class EmptyState;
class RoomListView;

//! Left of the window: who one is, the filter, one's rooms, and the ways to more of them.
class Sidebar : public QWidget {
    Q_OBJECT
public:
    explicit Sidebar(Appearance &appearance, QWidget *parent = nullptr);

    AccountHeader *account() const { return m_account; }
    RoomListView *rooms() const { return m_rooms; }
    QLineEdit *filter() const { return m_filter; }
    //! Shows what to do instead of an empty list.
    void setHasRooms(bool hasRooms);

Q_SIGNALS:
    void createRequested();
    void browseRequested();
    void messageRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildSection();
    void followTheme();

    AccountHeader *m_account;
    QLineEdit *m_filter;
    QAction *m_filterIcon;
    QToolButton *m_browse;
    QToolButton *m_create;
    QToolButton *m_message;
    RoomListView *m_rooms;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
};

} // namespace salon::client
