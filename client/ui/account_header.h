// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/theme/appearance.h"
#include "shared/base/ids.h"

#include <QAbstractButton>

class QMenu;

namespace salon::client {

class PresenceState;

//! Who is signed in, on which server, seen by others as what; opens the menu of the account: as
//! what one wants to be seen, look, text size, notifications, connection, log out.
class AccountHeader : public QAbstractButton {
    Q_OBJECT
public:
    explicit AccountHeader(Appearance &appearance, QWidget *parent = nullptr);

    //! `isExposed`: others can read what goes to the server; that stays marked.
    void setAccount(UserId user, const QString &name, const QString &server, bool isExposed);
    //! A line under the menu's head about how the session is kept; empty for none.
    void setSessionNote(const QString &note);

    //! Shows as what one is seen, and offers to choose it.
    void setPresence(PresenceState &presence);

    QSize sizeHint() const override;

Q_SIGNALS:
    void logOutRequested();
    void menuOpening(QMenu *menu); //!< to add what is chosen elsewhere
    void connectionRequested(); //!< wants to know how one is connected

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();
    void openMenu();
    void addLook(QMenu &menu);
    void addTextSize(QMenu &menu);

    Appearance &m_appearance;
    PresenceState *m_presence = nullptr;
    UserId m_user;
    QString m_name;
    QString m_server;
    bool m_isExposed = false;
    QString m_note;
};

} // namespace salon::client
