// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_layout.h"
#include "tests/client/ui/text/hostile_messages.h"
#include "tests/client/ui/text/thrown_together.h"
#include "tests/client/ui/timeline/hostile_row.h"

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

    static void verify(const RowLayout &layout, const QString &sent)
    {
        const auto size = static_cast<int>(sent.size());
        QVERIFY(layout.height() > 0);
        for (const QRectF &rect : layout.rangeRects({0, size}))
            QVERIFY(rect.top() >= 0 && rect.bottom() <= layout.height() + 1 && rect.left() >= -1);
        for (int target = 0; target < int(layout.targets().size()); ++target) {
            for (const QRectF &rect : layout.targetRects(target))
                QVERIFY(layout.targetAt(rect.center()).has_value());
        }
        int last = layout.lineTop(layout.lineStartAt(0));
        for (int y = last; y < layout.height(); y += 3) {
            const int top = layout.lineTop(layout.lineStartAt(y));
            QVERIFY2(top >= last, qPrintable(u"%1: %2 is above %3"_s.arg(y).arg(top).arg(last)));
            last = top;
            const int offset = layout.offsetAt({y * 7.0 - 20, double(y)});
            QVERIFY(offset >= 0 && offset <= size);
        }
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
        const TimelineRow row = hostileRow(sent);
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

    //! Whatever is sent, and however narrow the column is: what is drawn lies in it, lines are
    //! found again, and each place that is pointed at is one of the text.
    void anythingIsLaidOut()
    {
        const int seed = qMax(1, qEnvironmentVariableIntValue("SALON_SEED"));
        qInfo("seed %d (SALON_SEED)", seed);
        ThrownTogether texts{static_cast<quint32>(seed)};
        const TimelineStyle style = TimelineStyle::current();
        for (int i = 0; i < 1500; ++i) {
            const TimelineRow row = message(1, texts.next());
            verify(RowLayout(row, 80 + texts.bounded(400), style), row.text);
            if (QTest::currentTestFailed()) {
                qInfo() << row.text;
                return;
            }
        }
    }
};

QTEST_MAIN(TestHostileRows)
#include "tst_hostile_rows.moc"
