// SPDX-License-Identifier: MIT
#pragma once
#include <QMenu>

namespace salon::client {

//! An entry with a check mark; `name` is its object's, and `act` hears the new state.
template <class Act>
QAction *addCheckable(QMenu &menu, const QString &name, const QString &text, bool isChecked,
                      Act act)
{
    QAction *action = menu.addAction(text);
    action->setObjectName(name);
    action->setCheckable(true);
    action->setChecked(isChecked);
    QObject::connect(action, &QAction::triggered, &menu, act);
    return action;
}

} // namespace salon::client
