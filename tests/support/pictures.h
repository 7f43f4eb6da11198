// SPDX-License-Identifier: MIT
#pragma once
#include <QDir>
#include <QTest>
#include <QWidget>

namespace salon::test {

//! What a widget shows, in the build's folder of pictures, for a person to look at.
inline void savePicture(QWidget *of, const QString &name)
{
    const QDir pictures(QStringLiteral(SALON_PICTURES));
    QVERIFY(pictures.mkpath(QStringLiteral(".")));
    QVERIFY(of && of->grab().save(pictures.filePath(name)));
}

} // namespace salon::test
