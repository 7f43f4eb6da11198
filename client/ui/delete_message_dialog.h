// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/consent_dialog.h"

namespace salon::client {

//! Asks whether a message is really deleted, for everybody and for good.
class DeleteMessageDialog : public ConsentDialog {
    Q_OBJECT
public:
    //! `text` is what it says.
    explicit DeleteMessageDialog(const QString &text, QWidget *parent = nullptr);
};

} // namespace salon::client
