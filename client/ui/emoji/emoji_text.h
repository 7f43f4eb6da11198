// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <QTextLayout>

namespace salon::client {

//! `text` in an order in which Qt draws each emoji as one picture, of the same length: what asks
//! for a picture (U+FE0F) stands behind the emoji that it is in. For drawing only.
QString inDrawingOrder(const QString &text);

//! The emoji in a text that ask for a picture, in the font that has it: "❤" with U+FE0F is red,
//! though the font of the text has a black one.
QList<QTextLayout::FormatRange> pictureFormats(const QString &text);

} // namespace salon::client
