// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/form_dialog.h"

namespace salon::client {

//! A link leads to a server on which one is not signed in. Nothing was sent there: asks first.
class OtherServerDialog : public FormDialog {
    Q_OBJECT
public:
    //! Both as people know them.
    OtherServerDialog(const QString &other, const QString &own, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(); //!< to log out here, and to sign in there
};

} // namespace salon::client
