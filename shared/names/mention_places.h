// SPDX-License-Identifier: MIT
#pragma once
#include <QStringList>
#include <vector>

namespace salon {

//! What may be meant by one @ in a text.
struct MentionPlace {
    qsizetype at = 0; //!< of the @
    QStringList names; //!< the words behind it, the longest stretch first, since names may have
                       //!< spaces and marks in them
};

//! Each @ that stands before a word and not within one, so that an address of mail is none; code
//! between backticks and between fences calls nobody. A stretch has at most `longest` code points.
std::vector<MentionPlace> mentionPlaces(const QString &text, qint64 longest);

//! How many places of one text are looked at; further ones are words like others.
inline constexpr size_t kMostMentionPlaces = 200;

} // namespace salon
