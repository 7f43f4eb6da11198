// SPDX-License-Identifier: MIT
#pragma once
#include <QStringList>

namespace salon::test {

//! What decides how letters look here: Qt, FreeType, and the files of the fonts; a line each.
QStringList drawnWith();

//! Why pictures cannot be compared with the recorded ones, which were drawn with something else;
//! empty when they can. Where pictures are recorded, what they are drawn with is kept.
QString otherThanRecorded();

} // namespace salon::test
