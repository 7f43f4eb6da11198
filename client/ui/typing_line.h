// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text_label.h"
#include "shared/base/ids.h"

class QLayout;

namespace salon::client {

class Chat;

//! Says who writes in the open room, below where one writes oneself. Its place is always kept free,
//! so that nothing moves when somebody begins or ends.
class TypingLine : public TextLabel {
    Q_OBJECT
public:
    TypingLine(Chat &chat, QWidget *pane);

    //! Takes the lower end of the pane, over the margin of what stands last in its column.
    void takePlace(QLayout *column, int marginBelow);
    void showRoom(RoomId room);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showNow();
    void arrange();

    Chat &m_chat;
    RoomId m_room;
    QLayout *m_column = nullptr;
    int m_marginBelow = 0;
};

} // namespace salon::client
