// SPDX-License-Identifier: MIT
#pragma once
#include <QFile>
#include <QGuiApplication>
#include <QScreen>
#include <QTemporaryDir>
#include <QWidget>

namespace salon::test {

//! Two screens, of which one shows two pixels for each, where there is no real one. To be made
//! before the application.
class TwoScreens {
public:
    TwoScreens()
    {
        QFile file(m_folder.filePath(QStringLiteral("screens.json")));
        if (qgetenv("QT_QPA_PLATFORM") != "offscreen" || !file.open(QIODevice::WriteOnly))
            return;
        file.write(R"({"screens": [
            {"name": "one", "x": 0, "y": 0, "width": 1920, "height": 1200, "dpr": 1},
            {"name": "two", "x": 1920, "y": 0, "width": 1920, "height": 1200, "dpr": 2}]})");
        qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + QFile::encodeName(file.fileName()));
    }
    Q_DISABLE_COPY_MOVE(TwoScreens)

    static int count() { return int(QGuiApplication::screens().size()); }
    //! Puts a window on that screen, where it is painted anew.
    static void show(QWidget &window, int screen)
    {
        const QScreen *target = QGuiApplication::screens().at(screen);
        window.move(target->geometry().topLeft() + QPoint(20, 20));
        window.grab();
    }

private:
    QTemporaryDir m_folder;
};

} // namespace salon::test
