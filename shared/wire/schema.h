// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/codec.h"

namespace salon::wire {

//! A schema whose only value is `word`.
QJsonObject constantSchema(std::string_view word);
//! An object with the given members, all required.
QJsonObject objectSchema(const QJsonObject &properties);

} // namespace salon::wire
