// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <optional>

namespace salon::server {

//! The first code point that a reader would not see or that would turn others around: controls,
//! bidirectional marks, default ignorables, blanks that are no space, unassigned, private use, lone
//! surrogates. Joiners and the emoji selector pass where they shape their neighbours.
std::optional<char32_t> firstHiddenCharacter(QStringView text);

} // namespace salon::server
