// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/safe_links.h"

#include <QByteArray>
#include <QString>
#include <vector>

namespace salon::client {

//! Bytes that a parser of CommonMark gets before the character at that offset.
struct PutIn {
    int at = 0;
    QByteArray bytes;
};

//! Where people who write a message mean something else than CommonMark reads, in order: a quote, a
//! list item and a table end with their lines; a line of dashes is a rule and never makes the line
//! above a heading; a table may follow a line of text; "[Ada]: yes" is no definition that vanishes;
//! one tilde is a tilde; what stands in a bare link is no markup.
std::vector<PutIn> chatDialect(const QString &text, const std::vector<SafeLink> &bareLinks);

} // namespace salon::client
