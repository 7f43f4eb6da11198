// SPDX-License-Identifier: MIT
#pragma once
#include <QString>

namespace salon {

//! In NFKC, as the names of people are stored; empty when that fails.
QString compatibleForm(const QString &text);

//! What a name is found by: case folded (NFKC_Casefold), runs of space as one, mapped by the
//! confusables of UTS #39, folded again.
QString nameKey(const QString &name);

//! As it is written, mapped by the confusables of UTS #39, then case folded: there a capital i is
//! an l, and the Greek capital eta an h. Only the capital L is kept, which looks like no i: "IT"
//! and "LT" are two names.
QString lookKey(const QString &name);

} // namespace salon
