// SPDX-License-Identifier: MIT
// What the MainWindow shows beside the room in place of its members: a thread, or what is pinned.
#include "client/ui/main_window.h"
#include "client/ui/pin_panel.h"
#include "client/ui/room_header.h"
#include "client/ui/room_pane.h"
#include "client/ui/thread_panel.h"

namespace salon::client {

QList<SidePanel *> MainWindow::sides() const
{
    return {m_thread, m_pins};
}

void MainWindow::connectSides()
{
    for (SidePanel *side : sides())
        connect(side, &SidePanel::closed, this, &MainWindow::closeSide);
    connect(m_pane, &RoomPane::threadRequested, this, &MainWindow::showThread);
    connect(m_pane, &RoomPane::pinsRequested, this, &MainWindow::showPins);
    connect(m_pane->header(), &RoomHeader::pinsToggled, this,
            [this](bool isShown) { isShown ? showPins() : closeSide(); });
    connect(m_pins, &PinPanel::messageChosen, this, [this](Seq seq) {
        if (isNarrow())
            closeSide(); // the message could not be seen
        m_pane->jumpTo(seq);
    });
}

void MainWindow::showThread(Seq seq)
{
    m_thread->showThread(m_pane->room(), seq);
    m_side = m_thread;
    arrange();
}

void MainWindow::showPins()
{
    m_side = m_pins;
    m_showsRooms = false;
    arrange();
    m_pins->open();
}

void MainWindow::closeSide()
{
    m_side = nullptr;
    arrange();
    m_pane->focusComposer();
}

} // namespace salon::client
