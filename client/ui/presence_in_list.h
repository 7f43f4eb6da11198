// SPDX-License-Identifier: MIT
#pragma once
#include <QTimer>

class QListView;

namespace salon::client {

class PresenceState;

//! Keeps the marks in a list of people true: says whom the list shows, those in view first, and
//! paints it anew when they come or go.
class PresenceInList : public QObject {
    Q_OBJECT
public:
    //! The list has its model; the rows are of PersonItems.
    PresenceInList(QListView *list, PresenceState &presence);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void tell();

    QListView *m_list;
    PresenceState &m_presence;
    QTimer m_gather; //!< rows come one by one: they are told together
};

} // namespace salon::client
