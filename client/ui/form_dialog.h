// SPDX-License-Identifier: MIT
#pragma once
#include <QDialog>

namespace salon::client {

//! A dialog with fields that grows when a sentence appears below one of them or a text becomes
//! longer, so that none is cut.
class FormDialog : public QDialog {
    Q_OBJECT
public:
    using QDialog::QDialog;

    bool event(QEvent *event) override;

protected:
    //! In px, for all that is in it now.
    virtual int neededHeight() const;
};

} // namespace salon::client
