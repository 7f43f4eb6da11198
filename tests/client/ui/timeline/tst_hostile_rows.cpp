// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_layout.h"
#include "tests/client/ui/text/hostile_messages.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! How long it takes to lay out and to draw what was made to take long.
class TestHostileRows : public QObject {
    Q_OBJECT
private:
    static double milliseconds(const QElapsedTimer &timer)
    {
        return static_cast<double>(timer.nsecsElapsed()) / 1e6;
    }

private Q_SLOTS:
    void isLaidOutInTime_data()
    {
        QTest::addColumn<QString>("sent");
        for (const HostileMessage &hostile : hostileMessages())
            QTest::newRow(hostile.name) << hostile.text;
    }
    void isLaidOutInTime()
    {
        QFETCH(QString, sent);
        const TimelineStyle style = TimelineStyle::current();
        const TimelineRow row = message(1, sent);
        RowLayout(row, 700, style); // loads the fonts
        double best = 1e9;
        for (int i = 0; i < 3; ++i) {
            QElapsedTimer timer;
            timer.start();
            const RowLayout layout(row, 700, style);
            best = std::min(best, milliseconds(timer));
            QVERIFY(layout.height() > 0);
        }
        const RowLayout layout(row, 700, style);
        QImage image(700, 700, QImage::Format_RGB32);
        QPainter painter(&image);
        painter.setClipRect(image.rect());
        QElapsedTimer timer;
        timer.start();
        layout.draw(painter, QPointF(0, -layout.height() / 2), {0, 100}, style);
        qInfo("%.1f ms to lay out, %.1f ms to draw, %d px high", best, milliseconds(timer),
              layout.height());
        QVERIFY(best < 400); // of a debug build or a sanitizer's, on a busy computer
    }
};

QTEST_MAIN(TestHostileRows)
#include "tst_hostile_rows.moc"
