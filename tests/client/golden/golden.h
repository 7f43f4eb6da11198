// SPDX-License-Identifier: MIT
#pragma once
#include <QRect>
#include <QString>

class QWidget;

namespace salon::test {

//! Compares what the widget shows with pictures/NAME.png of this folder: what differs, as a
//! sentence with the paths of both and of a picture of the difference; empty when a person would
//! see the same. Of a `part` of the widget only, unless that is null. With SALON_RECORD_GOLDENS in
//! the environment that file is written instead.
QString differenceFromGolden(QWidget &widget, const QString &name, const QRect &part = {});

//! Whether pictures are recorded.
bool recordsGoldens();

} // namespace salon::test
