// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/form_field.h"
#include <QUrl>
#include <optional>

namespace salon::client {

//! Where the server's address is typed; says at once when the way there would not be encrypted.
class ServerField : public FormField {
    Q_OBJECT
public:
    explicit ServerField(const QString &name, QWidget *parent = nullptr);

    //! The server that the address means; nothing when it is none.
    std::optional<QUrl> server() const;
    //! Why there is none.
    QString problem() const;
};

} // namespace salon::client
