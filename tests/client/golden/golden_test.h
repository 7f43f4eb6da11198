// SPDX-License-Identifier: MIT
#pragma once
#include "tests/client/golden/golden_main.h"
#include "tests/client/golden/golden_window.h"
#include <memory>

class QPlainTextEdit;

namespace salon::test {

//! What the tests of pictures share: a picture for each colour scheme, and for each width where
//! that matters; once more at the scale that the environment asks for.
class GoldenTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    //! Skips all where they would be drawn with other fonts or another Qt.
    void initTestCase();
    void init() { m.reset(); }
    void cleanupTestCase() { m.reset(); }

protected:
    static bool isScaled();
    static bool isNarrow();
    //! Rows of a test of what has a size of its own.
    static void schemes();
    //! Rows of a test of what is as wide as the window.
    static void looks();
    //! For what needs no window.
    static void useScheme();

    void begin(RoomId room, const QList<protocol::Room> &rooms = GoldenWindow::usualRooms());
    //! With marks of how people are there.
    void beginWithPresence(RoomId room, const QList<UserId> &people);
    //! The window is as wide as this look is.
    void makeWide();
    QPlainTextEdit *edit();
    void compare(const QString &name) { compare(m->window(), name); }
    static void compare(QWidget &widget, const QString &name, const QRect &part = {});
    //! Shown by itself, when it has the focus.
    static void compareShown(QWidget &widget, const QString &name);

    std::unique_ptr<GoldenWindow> m;
};

} // namespace salon::test
