// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_cache.h"
#include "client/ui/timeline/row_layout.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QFontDatabase>
#include <QImage>
#include <QPainter>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

class TestRowLayout : public QObject {
    Q_OBJECT
private:
    TimelineStyle m_style;

    RowLayout layout(const QString &text, int width = 400) const
    {
        return {message(1, text), width, m_style};
    }
    QImage drawn(const RowLayout &layout, TextRange selected = {}) const
    {
        QImage image(layout.width(), layout.height(), QImage::Format_RGB32);
        image.fill(m_style.theme.background);
        QPainter painter(&image);
        painter.setPen(m_style.theme.text);
        layout.draw(painter, {}, selected, m_style);
        return image;
    }
    static int colors(const QImage &image)
    {
        QSet<QRgb> all;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor color = image.pixelColor(x, y);
                if (color.hsvSaturation() > 60)
                    all.insert(color.rgb());
            }
        }
        return static_cast<int>(all.size());
    }

private Q_SLOTS:
    void initTestCase() { m_style = TimelineStyle::current(); }

    void oneLineIsOneLineHigh() { QCOMPARE(layout(u"hello"_s).height(), m_style.theme.body.line); }
    void lineEndsAreKept_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("lines");
        QTest::newRow("none") << u"a"_s << 1;
        QTest::newRow("one") << u"a\nb"_s << 2;
        QTest::newRow("at the end") << u"a\n"_s << 1;
        QTest::newRow("windows") << u"a\r\nb"_s << 2;
        QTest::newRow("line separator") << u"a\u2028b"_s << 2;
    }
    void lineEndsAreKept()
    {
        QFETCH(QString, text);
        QFETCH(int, lines);
        QCOMPARE(layout(text).height(), lines * m_style.theme.body.line);
    }
    void longWordsWrapAnywhere()
    {
        const RowLayout row = layout(QString(200, u'x'), 200);
        QVERIFY(row.height() >= 5 * m_style.theme.body.line);
        for (const QRectF &rect : row.rangeRects({0, 200}))
            QVERIFY(rect.right() <= 200.5);
    }
    void rightToLeftParagraphsStandRight()
    {
        const RowLayout row = layout(u"hello\nمرحبا بالعالم"_s);
        QVERIFY(row.rangeRects({0, 5}).front().left() < 1);
        const QRectF arabic = row.rangeRects({6, 19}).front();
        QVERIFY(arabic.right() > 398 && arabic.left() > 200);
        QCOMPARE(row.offsetAt({398, arabic.center().y()}), 6); // it begins at the right
    }
    void offsetsCountAsSent()
    {
        const RowLayout row = layout(u"ab\r\ncd"_s);
        QCOMPARE(row.offsetAt({0, 5}), 0);
        QCOMPARE(row.offsetAt({390, 5}), 2);
        QCOMPARE(row.offsetAt({0, 30.0}), 4);
        QCOMPARE(row.offsetAt({390, 500}), 6);
        QCOMPARE(row.offsetAt({390, -50}), 2);
    }
    void linkIsHitOnItsCharactersOnly()
    {
        const RowLayout row = layout(u"see https://a.org/x"_s);
        QCOMPARE(row.targets().size(), size_t(1));
        const QRectF rect = row.targetRects(0).front();
        QCOMPARE(row.targetAt(rect.center()), std::optional(0));
        QVERIFY(!row.targetAt({rect.left() - 5, rect.center().y()}));
        QVERIFY(!row.targetAt({rect.right() + 5, rect.center().y()}));
        QVERIFY(!row.targetAt({rect.center().x(), rect.bottom() + 8}));
        QCOMPARE(row.targets()[0].url, QUrl(u"https://a.org/x"_s));
    }
    void wrappedLinkIsHitOnEachLine()
    {
        const RowLayout row = layout(u"https://a.org/"_s + QString(60, u'y'), 200);
        const auto rects = row.targetRects(0);
        QVERIFY(rects.size() >= 2);
        for (const QRectF &rect : rects)
            QCOMPARE(row.targetAt(rect.center()), std::optional(0));
    }
    void failedRowOffersWhatCanBeDone()
    {
        TimelineRow failed = message(1, u"text"_s);
        failed.delivery = Delivery::Failed;
        failed.failure = u"The server is full."_s;
        const RowLayout row(failed, 400, m_style);
        QVERIFY(row.height() > m_style.theme.body.line + 10);
        QCOMPARE(row.targets().size(), size_t(3));
        QCOMPARE(row.targets()[0].kind, RowTarget::Kind::Edit);
        QCOMPARE(row.targets()[1].kind, RowTarget::Kind::Retry);
        QCOMPARE(row.targets()[2].kind, RowTarget::Kind::Delete);
        QVERIFY(row.targetRects(0).front().top() >= m_style.theme.body.line);
        QCOMPARE(row.offsetAt({390, 500}), 4); // what we say is not part of the text
    }
    void controlCharactersShow()
    {
        QCOMPARE(drawn(layout(u"a\bb"_s)), drawn(layout(u"a\uFFFDb"_s)));
        QVERIFY(drawn(layout(u"a\bb"_s)) != drawn(layout(u"ab"_s)));
    }
    void emojiAreColouredAndBigWhenAlone()
    {
        if (!QFontDatabase::families().contains(u"Noto Color Emoji"_s))
            QSKIP("this computer has no colour emoji");
        QVERIFY(colors(drawn(layout(u"so 👍"_s))) > 20);
        QVERIFY(layout(u"👍"_s).height() >= 32);
        QCOMPARE(layout(u"so 👍"_s).height(), m_style.theme.body.line);
    }
    void selectionIsPainted()
    {
        const RowLayout row = layout(u"hello"_s);
        const QPoint inside = row.rangeRects({1, 2}).front().topLeft().toPoint() + QPoint(1, 1);
        QCOMPARE(drawn(row, {1, 4}).pixel(inside), m_style.theme.selection.rgb());
        QCOMPARE(drawn(row).pixel(inside), m_style.theme.background.rgb());
    }
    void cacheKeepsWhatWasUsedLast()
    {
        RowCache cache(10);
        for (int i = 1; i <= 10; ++i)
            cache.layout(message(i, u"x"_s), 300, m_style);
        cache.layout(message(1, u"x"_s), 300, m_style);
        QCOMPARE(cache.layoutsMade(), 10);
        cache.layout(message(11, u"x"_s), 300, m_style); // row 2 goes
        QCOMPARE(cache.size(), size_t(10));
        cache.layout(message(1, u"x"_s), 300, m_style);
        QCOMPARE(cache.layoutsMade(), 11);
        cache.layout(message(2, u"x"_s), 300, m_style);
        QCOMPARE(cache.layoutsMade(), 12);
        TimelineRow edited = message(1, u"x\ny"_s);
        edited.revision = 1;
        QCOMPARE(cache.layout(edited, 300, m_style).height(), 2 * m_style.theme.body.line);
        cache.layout(edited, 200, m_style);
        QCOMPARE(cache.layoutsMade(), 14);
    }
};

QTEST_MAIN(TestRowLayout)
#include "tst_row_layout.moc"
