// SPDX-License-Identifier: MIT
#pragma once
#include <QStringList>
#include <vector>

namespace salon::server {

//! What may be meant by one @ in a text: the words after it, the longest stretch first, since names
//! may have spaces and marks in them.
using MentionPlace = QStringList;

//! Each @ that stands before a word and not within one, so that an address of mail is none; code
//! between backticks and between fences calls nobody. A stretch has at most `longest` code points.
std::vector<MentionPlace> mentionPlaces(const QString &text, qint64 longest);

} // namespace salon::server
