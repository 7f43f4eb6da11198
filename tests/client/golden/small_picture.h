// SPDX-License-Identifier: MIT
#pragma once
#include <QImage>

namespace salon::test {

//! The picture with 256 colours at most, so that its file is small: the most used ones are exact,
//! others, as at the edges of letters, become the nearest of those.
QImage withFewColors(const QImage &image);

} // namespace salon::test
