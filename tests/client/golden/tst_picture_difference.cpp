// SPDX-License-Identifier: MIT
#include "tests/client/golden/picture_difference.h"
#include "tests/client/golden/small_picture.h"
#include <QFont>
#include <QGuiApplication>
#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;

//! What counts as another look, and what does not.
class TestPictureDifference : public QObject {
    Q_OBJECT
private:
    struct Look {
        QColor paper{0xF5F6F8};
        QColor ink{0x1F2328};
        QColor rule{0xD9DDE2};
        int line = 60; //!< its y
        int left = 20; //!< of the text
        bool isSmooth = true;
        QColor word{0x59636E}; //!< of a small one at the right
        QColor dot{0x0B57D0};
        int mark = 240; //!< degrees that a thin arc has
        QColor box{0x868E98}; //!< its edge
    };
    static QImage drawn(const Look &look)
    {
        QImage image(400, 120, QImage::Format_RGB32);
        image.fill(look.paper);
        QPainter painter(&image);
        painter.fillRect(16, look.line, 368, 1, look.rule);
        QFont font;
        font.setPixelSize(15);
        font.setStyleStrategy(look.isSmooth ? QFont::PreferAntialias : QFont::NoAntialias);
        painter.setFont(font);
        painter.setPen(look.ink);
        painter.drawText(look.left, 40, u"The build passed last night."_s);
        font.setPixelSize(12);
        painter.setFont(font);
        painter.setPen(look.word);
        painter.drawText(320, 40, u"edited"_s);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(look.ink, 1.5));
        painter.drawArc(QRect(300, 80, 16, 16), 0, 16 * look.mark);
        painter.setPen(look.box);
        painter.drawRoundedRect(QRectF(360.5, 80.5, 17, 17), 4, 4);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.dot);
        painter.drawEllipse(340, 84, 4, 4);
        painter.setPen(look.ink);
        for (int y = 72; y < 118; y += 12) // much else that stays
            painter.drawText(16, y,
                             u"The build passed last night, and it was the build of all nights"_s);
        return image;
    }
    static bool isSeen(const Look &look)
    {
        const QImage golden = withFewColors(drawn({})).convertToFormat(QImage::Format_RGB32);
        const QImage actual = withFewColors(drawn(look)).convertToFormat(QImage::Format_RGB32);
        return PictureDifference::between(golden, actual).isSeen();
    }

private Q_SLOTS:
    void theSameIsTheSame() { QVERIFY(!isSeen({})); }
    void lineThatMoved_data()
    {
        QTest::addColumn<int>("by");
        QTest::newRow("up") << -4;
        QTest::newRow("down") << 4;
    }
    void lineThatMoved()
    {
        QFETCH(int, by);
        QVERIFY(isSeen({.line = 60 + by}));
    }
    void marginThatGrew() { QVERIFY(isSeen({.left = 24})); }
    void paperOfAnotherColor() { QVERIFY(isSeen({.paper = QColor(0xF1F3F5)})); }
    void lineOfAnotherColor() { QVERIFY(isSeen({.rule = QColor(0xD0D4D9)})); }
    void inkOfAnotherColor() { QVERIFY(isSeen({.ink = QColor(0xB3261E)})); }
    void wordOfAnotherColor() { QVERIFY(isSeen({.word = QColor(0xB3261E)})); }
    void dotOfAnotherColor() { QVERIFY(isSeen({.dot = QColor(0x1A7F37)})); }
    void boxOfAnotherColor() { QVERIFY(isSeen({.box = QColor(0xD9DDE2)})); }
    void markOfAnotherShape() { QVERIFY(isSeen({.mark = 360})); }
    void lettersSmoothedOtherwise()
    {
        const QImage golden = drawn({});
        QImage other = golden;
        for (int y = 0; y < other.height(); ++y) {
            for (int x = 0; x < other.width(); ++x) {
                const QColor color = golden.pixelColor(x, y);
                const bool isEdge = color != QColor(0xF5F6F8) && color != QColor(0xD9DDE2);
                if (isEdge)
                    other.setPixelColor(x, y, color.lighter(115));
            }
        }
        QVERIFY(golden != other);
        QVERIFY(!PictureDifference::between(golden, other).isSeen());
    }
    void fewColorsKeepThoseOfSurfaces()
    {
        QImage image(200, 200, QImage::Format_RGB32);
        for (int y = 0; y < 200; ++y) {
            for (int x = 0; x < 200; ++x)
                image.setPixel(x, y, y < 100 ? qRgb(1, 2, 3) : qRgb(x, y, x ^ y));
        }
        const QImage small = withFewColors(image);
        QCOMPARE(small.colorCount(), 256);
        QCOMPARE(small.pixel(50, 50), qRgb(1, 2, 3));
    }
};

QTEST_MAIN(TestPictureDifference)
#include "tst_picture_difference.moc"
