// SPDX-License-Identifier: MIT
#pragma once
#include <QAbstractButton>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

namespace salon::test {

inline QLineEdit *edit(QDialog &dialog, const QString &name)
{
    return dialog.findChild<QLineEdit *>(name);
}

inline QAbstractButton *button(QDialog &dialog, const QString &name)
{
    return dialog.findChild<QAbstractButton *>(name);
}

inline QString errorUnder(QDialog &dialog, const QString &name)
{
    const auto *label = dialog.findChild<QLabel *>(name + QStringLiteral("Error"));
    return label->isVisible() ? label->text() : QString();
}

inline void open(QDialog &dialog)
{
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
}

} // namespace salon::test
