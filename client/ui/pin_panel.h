// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/chat.h"
#include "client/ui/side_panel.h"

class QListView;
class QStackedWidget;

namespace salon::client {

class EmptyState;
class PinListModel;
class RoomPane;
class TextLabel;

//! Beside the open room: what is pinned in it. A message that is chosen is shown in the room.
class PinPanel : public SidePanel {
    Q_OBJECT
public:
    PinPanel(Chat &chat, RoomPane &pane, QWidget *parent = nullptr);

    //! Takes the keyboard there, and asks again where nothing is known.
    void open();

Q_SIGNALS:
    void messageChosen(salon::Seq seq);

private:
    void build();
    void connectList();
    void showState();
    void showRows(bool areShown);
    void restoreCurrent();
    void openMenu(const QPoint &at);
    void choose(const QModelIndex &index);
    void unpin(const QModelIndex &index);
    QString note() const;
    void followTheme();

    Chat &m_chat;
    RoomPane &m_pane;
    PinListModel *m_model;
    TextLabel *m_note;
    QStackedWidget *m_stack;
    QListView *m_list;
    EmptyState *m_empty;
    Seq m_current = 0; //!< of the row that the keyboard is at
    int m_currentRow = 0;
    bool m_waitsForRows = false; //!< to take the keyboard there
};

} // namespace salon::client
