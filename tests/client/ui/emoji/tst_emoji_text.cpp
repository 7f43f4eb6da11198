// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_font.h"
#include "client/ui/emoji/emoji_text.h"
#include "client/ui/theme/theme.h"
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

class TestEmojiText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pictures_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ordered");
        QTest::addColumn<QList<int>>("ranges"); // start, length, start …
        const auto row = [](const char *name, QStringView text, QStringView ordered,
                            const QList<int> &ranges) {
            QTest::newRow(name) << text.toString() << ordered.toString() << ranges;
        };
        row("none", u"a \u2764 b", u"a \u2764 b", {});
        row("a heart", u"a \u2764\uFE0F b", u"a \u2764\uFE0F b", {2, 2});
        row("two", u"\u2764\uFE0F\u2600\uFE0F", u"\u2764\uFE0F\u2600\uFE0F", {0, 2, 2, 2});
        row("joined", u"x\U0001F575\uFE0F\u200D\u2640\uFE0Fy",
            u"x\U0001F575\u200D\u2640\uFE0F\uFE0Fy", {1, 6});
        row("a key", u"#\uFE0F\u20E3", u"#\u20E3\uFE0F", {0, 3});
        row("a digit", u"1\uFE0F", u"1\uFE0F", {});
        row("by itself", u"\uFE0F", u"\uFE0F", {});
        row("at the end of a line", u"a\n\uFE0Fb", u"a\n\uFE0Fb", {});
        row("half a character", u"\xD83D\uFE0F", u"\xD83D\uFE0F", {0, 2});
    }
    void pictures()
    {
        QFETCH(QString, text);
        QTEST(inDrawingOrder(text), "ordered");
        QList<int> ranges;
        for (const auto &format : pictureFormats(text))
            ranges << format.start << format.length;
        QTEST(ranges, "ranges");
    }

    void theyAreDrawnInColorAndAsOne_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("a heart") << u"\u2764\uFE0F"_s;
        QTest::newRow("joined") << u"\U0001F3F3\uFE0F\u200D\U0001F308"_s;
        QTest::newRow("a key") << u"5\uFE0F\u20E3"_s;
    }
    void theyAreDrawnInColorAndAsOne()
    {
        if (!isDrawnAsOne(u"\U0001F600"_s))
            QSKIP("no font with emoji here");
        QFETCH(QString, text);
        QTextLayout layout(inDrawingOrder(text), Theme::current().bigEmoji.font);
        layout.setFormats(pictureFormats(text));
        layout.beginLayout();
        const QTextLine line = layout.createLine();
        layout.endLayout();
        QVERIFY(line.naturalTextWidth() < 1.5 * Theme::current().bigEmoji.font.pixelSize());
        QImage image(60, 60, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        layout.draw(&painter, {5, 5});
        painter.end();
        int colored = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                colored += image.pixelColor(x, y).hsvSaturation() > 60 ? 1 : 0;
        }
        QVERIFY2(colored > 100, qPrintable(QString::number(colored)));
    }
};

QTEST_MAIN(TestEmojiText)
#include "tst_emoji_text.moc"
