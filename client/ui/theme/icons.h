// SPDX-License-Identifier: MIT
#pragma once
#include <QIcon>

namespace salon::client {

//! What an icon means by its colour; the theme says which colour that is.
enum class Tint { Secondary, Text, Accent, OnAccent, Error, Warn, Success };

//! The bundled line icon of that name ("send", "users" …: the files in resources/icons), drawn
//! sharp at any size and scale, in the colours of the theme of the moment.
QIcon lineIcon(const QString &name, Tint tint = Tint::Secondary);

//! The mark of the program, in its own colours.
QIcon programIcon();

} // namespace salon::client
