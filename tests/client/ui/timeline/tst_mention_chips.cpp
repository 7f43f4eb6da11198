// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_layout.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! The names that a message calls stand on chips, wherever they stand in it.
class TestMentionChips : public QObject {
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
    //! `text` with each of the names called by it.
    static TimelineRow calling(const QString &text, const QStringList &names, bool isForMe = false)
    {
        TimelineRow row = message(1, text);
        for (const QString &name : names) {
            const auto at = static_cast<int>(text.indexOf(u'@' + name));
            row.mentions.append({at, at + 1 + static_cast<int>(name.size()), name, isForMe});
        }
        return row;
    }
    int count(const QImage &image, const QColor &color) const
    {
        int found = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                found += image.pixel(x, y) == color.rgb() ? 1 : 0;
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase() { m_style = TimelineStyle::current(); }

    void calledNamesStandOnChips_data()
    {
        QTest::addColumn<bool>("isForMe");
        QTest::newRow("another's") << false;
        QTest::newRow("one's own") << true;
    }
    void calledNamesStandOnChips()
    {
        QFETCH(bool, isForMe);
        const QString text = u"so @ada, (@grace) and @linus see"_s;
        const RowLayout row(calling(text, {u"ada"_s, u"grace"_s}, isForMe), 400, m_style);
        QCOMPARE(row.height(), layout(text).height());
        const QImage image = drawn(row);
        const QColor own = m_style.theme.ownMentionChip;
        const QColor others = m_style.theme.mentionChip;
        QVERIFY(count(image, isForMe ? own : others) > 100);
        QCOMPARE(count(image, isForMe ? others : own), 0);
        QCOMPARE(count(drawn(layout(text)), others), 0);
        // Where the names are, and nowhere else.
        for (const auto &[name, mention] : {std::pair(u"@ada"_s, 0), std::pair(u"@grace"_s, 1)}) {
            const auto at = static_cast<int>(text.indexOf(name));
            const QRectF rect = row.rangeRects({at, at + static_cast<int>(name.size())}).front();
            QCOMPARE(row.mentionAt(rect.center()), std::optional(mention));
            QCOMPARE(image.pixelColor(qRound(rect.left()) - 1, qRound(rect.center().y())),
                     isForMe ? own : others);
        }
        QCOMPARE(row.mentionAt(row.rangeRects({0, 2}).front().center()), std::nullopt);
        QVERIFY(row.targets().empty()); // nothing happens on a click
        // What is selected is seen on a chip, too.
        QVERIFY(count(drawn(row, {0, 8}), m_style.theme.selection)
                > count(image, m_style.theme.selection) + 100);
    }
    void chipsInTheQuotedLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("isForMe");
        QTest::addColumn<bool>("isSeen");
        QTest::newRow("another's") << u"so @ada, see"_s << 400 << false << true;
        QTest::newRow("one's own") << u"so @ada, see"_s << 400 << true << true;
        QTest::newRow("marked text") << u"**so**\n\n- see  *this*, @ada"_s << 400 << false << true;
        QTest::newRow("right to left") << u"مرحبا @ada بالعالم"_s << 400 << false << true;
        QTest::newRow("cut off") << QString(200, u'x') + u" @ada"_s << 400 << false << false;
        QTest::newRow("narrow") << u"@ada, see"_s << 100 << false << true;
    }
    void chipsInTheQuotedLine()
    {
        QFETCH(QString, text);
        QFETCH(int, width);
        QFETCH(bool, isForMe);
        QFETCH(bool, isSeen);
        const auto quote = [&](const QList<RowMention> &mentions) {
            TimelineRow row = message(1, u"yes"_s);
            row.quote = RowQuote{1, {7}, u"Ada"_s, text, mentions};
            return RowLayout(row, width, m_style);
        };
        const RowLayout plain = quote({});
        const RowLayout called = quote(calling(text, {u"ada"_s}, isForMe).mentions);
        QCOMPARE(called.height(), plain.height());
        QCOMPARE(called.targetRects(0), plain.targetRects(0));
        const QColor chip = isForMe ? m_style.theme.ownMentionChip : m_style.theme.mentionChip;
        QCOMPARE(count(drawn(plain), chip), 0);
        QVERIFY((count(drawn(called), chip) > 30) == isSeen);
        QCOMPARE(called.mentionAt({called.targetRects(0).front().center()}), std::nullopt);
    }
    void chipsInAQuote()
    {
        const QString text = u"> so @ada sees\n\n@ada?"_s;
        TimelineRow row = calling(text, {u"ada"_s});
        QCOMPARE(count(drawn(layout(text)), m_style.theme.mentionChip), 0);
        const RowLayout quoted(row, 400, m_style);
        QVERIFY(count(drawn(quoted), m_style.theme.mentionChip) > 100);
        QCOMPARE(quoted.mentionAt(quoted.rangeRects({5, 9}).front().center()), std::optional(0));
    }
    void chipsBreakWithTheirNames()
    {
        const QString text = u"somebody called @Mary Ann Somebody"_s;
        const TimelineRow row = calling(text, {u"Mary Ann Somebody"_s});
        const RowLayout narrow(row, 180, m_style);
        QVERIFY(narrow.height() > m_style.theme.body.line);
        const auto rects = narrow.rangeRects({16, static_cast<int>(text.size())});
        QVERIFY(rects.size() >= 2);
        for (const QRectF &rect : rects)
            QCOMPARE(narrow.mentionAt(rect.center()), std::optional(0));
    }
    void chipsFollowTheirDirection()
    {
        const QString text = u"مرحبا @مريم بالعالم"_s;
        const RowLayout row(calling(text, {u"مريم"_s}), 400, m_style);
        const QRectF rect = row.rangeRects({6, 11}).front();
        QVERIFY(rect.left() > 200);
        QCOMPARE(row.mentionAt(rect.center()), std::optional(0));
        QVERIFY(count(drawn(row), m_style.theme.mentionChip) > 50);
        // The Latin name in an Arabic line stands on one chip as wide as it is.
        const QString latin = u"مرحبا @Linus، هل"_s;
        const RowLayout both(calling(latin, {u"Linus"_s}), 400, m_style);
        const auto rects = both.rangeRects({6, 12});
        QCOMPARE(rects.size(), size_t(1));
        const qreal width = QFontMetricsF(m_style.theme.body.font).horizontalAdvance(u"@Linus"_s);
        QVERIFY2(std::abs(rects[0].width() - width) < 3,
                 qPrintable(u"%1, not %2"_s.arg(rects[0].width()).arg(width)));
        const QString mixed = u"see @مريم now"_s;
        const RowLayout other(calling(mixed, {u"مريم"_s}), 400, m_style);
        QCOMPARE(other.mentionAt(other.rangeRects({5, 9}).front().center()), std::optional(0));
    }
    void noChipsInCode()
    {
        const RowLayout row(calling(u"`@ada`\n```\n@grace\n```"_s, {u"ada"_s, u"grace"_s}), 400,
                            m_style);
        QCOMPARE(count(drawn(row), m_style.theme.mentionChip), 0);
    }
    void chipsInATable()
    {
        const TimelineRow row = calling(u"|a|b|\n|-|-|\n|x|@ada|"_s, {u"ada"_s});
        QVERIFY(count(drawn(RowLayout(row, 400, m_style)), m_style.theme.mentionChip) > 50);
        QVERIFY(count(drawn(RowLayout(row, 60, m_style)), m_style.theme.mentionChip)
                == 0); // as sent
    }
};

QTEST_MAIN(TestMentionChips)
#include "tst_mention_chips.moc"
