// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_font.h"
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
    void aPinStandsBesideTheFirstLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isAnswer");
        QTest::newRow("words") << u"hello"_s << false;
        QTest::newRow("lines") << u"a\nb\nc"_s << false;
        QTest::newRow("answer") << u"hello"_s << true;
        QTest::newRow("code") << u"```\nmake all\nmake test\n```"_s << false;
        QTest::newRow("rule") << u"---"_s << false;
        QTest::newRow("emoji") << u"\U0001F44D"_s << false;
    }
    void aPinStandsBesideTheFirstLine()
    {
        QFETCH(QString, text);
        QFETCH(bool, isAnswer);
        TimelineRow row = message(1, text);
        if (isAnswer)
            row.quote = RowQuote{.seq = 1, .by = {7}, .author = u"Ada"_s, .text = u"where?"_s};
        const RowLayout plain(row, 400, m_style);
        row.pin = RowPin{u"Ada"_s, 1};
        const RowLayout pinned(row, 400, m_style);
        QCOMPARE(pinned.height(), plain.height()); // nothing moves
        QCOMPARE(pinned.targets().size(), plain.targets().size() + 1);
        const auto target = static_cast<int>(pinned.targets().size()) - 1;
        QVERIFY(pinned.targets().back().kind == RowTarget::Kind::Pin);
        const QRectF rect = pinned.targetRects(target).front();
        QVERIFY(rect.right() < 0 && rect.left() > -m_style.gutter);
        const int top = isAnswer ? m_style.quoteLine : 0;
        QVERIFY(rect.center().y() > top && rect.center().y() < top + 2 * m_style.theme.body.line);
        QCOMPARE(pinned.targetAt(rect.center()), std::optional(target));
    }
    void whatWasPinnedNextStandsBelowTheMessage()
    {
        TimelineRow row = message(1, u"hello"_s);
        row.reactions = {{u"\U0001F44D"_s, 2, true}};
        const RowLayout plain(row, 400, m_style);
        row.pinLines = {{7, u"Ada"_s, row.at, 9}, {8, QString(200, u'x'), row.at + 86'400'000, 10}};
        const RowLayout lines(row, 400, m_style);
        QCOMPARE(lines.messageHeight(), plain.height());
        QCOMPARE(lines.height(), plain.height() + 2 * m_style.pinLine);
        const auto first = static_cast<int>(plain.targets().size());
        QCOMPARE(static_cast<int>(lines.targets().size()), first + 2);
        for (int i = 0; i < 2; ++i) {
            const RowTarget &target = lines.targets()[static_cast<size_t>(first + i)];
            QVERIFY(target.kind == RowTarget::Kind::PinLine);
            QCOMPARE(target.line, i);
            const QRectF rect = lines.targetRects(first + i).front();
            QCOMPARE(rect.top(), plain.height() + i * m_style.pinLine);
            QVERIFY(rect.left() >= 0 && rect.right() <= 400);
            QCOMPARE(lines.targetAt(rect.center()), std::optional(first + i));
            QVERIFY(!lines.targetAt({rect.right() + 2, rect.center().y()}));
        }
        QVERIFY(lines.rangeRects({0, 5}).size() == 1); // it is no text of the message
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
    void whatWaitsToBeDeletedCanBeKept()
    {
        TimelineRow waiting = message(1, u"text"_s);
        waiting.isToBeDeleted = true;
        const RowLayout row(waiting, 400, m_style);
        QVERIFY(row.height() > m_style.theme.body.line + 10);
        QCOMPARE(row.targets().size(), size_t(1));
        QCOMPARE(row.targets()[0].kind, RowTarget::Kind::Keep);
        QVERIFY(row.targetRects(0).front().top() >= m_style.theme.body.line);
        QCOMPARE(row.offsetAt({390, 500}), 4);
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
    void paragraphsStandApart()
    {
        const int line = m_style.theme.body.line;
        const int apart = layout(u"a\n\nb"_s).height() - 2 * line;
        QVERIFY(apart >= 4 && apart < line);
        QCOMPARE(layout(u"a\n\n\nb"_s).height(), 3 * line + apart); // the rest was meant
    }
    void markupKeepsItsPlaces()
    {
        const RowLayout row = layout(u"a **bc**\n> d\n- ef"_s);
        const qreal right = 390;
        QCOMPARE(row.offsetAt({right, 5}), 6);
        QCOMPARE(row.rangeRects({4, 6}).size(), size_t(1));
        QCOMPARE(row.offsetAt(row.rangeRects({5, 6}).front().center()), 5);
        const QRectF quoted = row.rangeRects({11, 12}).front();
        QVERIFY(quoted.left() >= 10); // beside its bar
        const QRectF item = row.rangeRects({15, 16}).front();
        QVERIFY(item.left() >= 16 && item.top() > quoted.top());
        QCOMPARE(row.offsetAt(item.topLeft() - QPointF(10, -2)), 13); // its marker
        QCOMPARE(row.offsetAt({right, 500}), 17);
    }
    void linesAreFoundAgain_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"some words that break over lines "_s.repeated(9);
        QTest::newRow("markup") << u"**some** *words* that `break` over lines "_s.repeated(9);
        QTest::newRow("list")
            << u"- an item with [a link](https://a.org/b) that is long enough to break\n"_s
                   .repeated(5);
        QTest::newRow("quote") << u"> quoted\n> words\n\nand more\n"_s.repeated(3);
        QTest::newRow("code") << u"> x\n> ```\n> a\n>\n>\n>   b\n> ```\ny"_s;
        QTest::newRow("table")
            << u"|a|b|\n|-|-|\n|some words that break|and more of them in here|\n|c|d|"_s;
        QTest::newRow("both ways") << u"hello\nمرحبا\nhello"_s;
        QTest::newRow("long") << u"word "_s.repeated(1500);
    }
    void linesAreFoundAgain()
    {
        QFETCH(QString, text);
        const RowLayout row = layout(text, 200);
        int last = row.lineTop(row.lineStartAt(0));
        for (int y = last; y < row.height(); ++y) {
            const int offset = row.lineStartAt(y);
            const int top = row.lineTop(offset);
            QVERIFY2(top <= y && top >= last, qPrintable(u"%1 of %2"_s.arg(y).arg(top)));
            QCOMPARE(row.lineStartAt(top), offset);
            last = top;
        }
        QVERIFY(last > row.height() / 2);
    }
    void piecesOfALongTextAreNotSeen()
    {
        const QString text = u"ab cde fg "_s.repeated(700);
        const RowLayout row = layout(text, 400);
        const auto rects = row.rangeRects({0, int(text.size())});
        for (size_t i = 0; i + 1 < rects.size(); ++i) {
            QCOMPARE(rects[i + 1].top() - rects[i].top(), qreal(m_style.theme.body.line));
            QVERIFY(rects[i].width() > 320); // each line but the last one is full
        }
    }
    void codeIsColored_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isColored");
        QTest::newRow("a language") << u"```cpp\nint a = 1; // b\n```"_s << true;
        QTest::newRow("none") << u"```\nint a = 1; // b\n```"_s << false;
        QTest::newRow("an unknown one") << u"```klingon\nint a = 1; // b\n```"_s << false;
    }
    void codeIsColored()
    {
        QFETCH(QString, text);
        QFETCH(bool, isColored);
        // Grey letters on a grey ground have next to no colour.
        QCOMPARE(colors(drawn(layout(text))) > 5, isColored);
    }

    void aHeartIsRedAndJoinedPeopleAreOne()
    {
        if (!isDrawnAsOne(u"\U0001F600"_s))
            QSKIP("no font with emoji here");
        QVERIFY(colors(drawn(layout(u"I \u2764\uFE0F tea"_s))) > 5);
        const RowLayout plain = layout(u"x\u200By"_s);
        const RowLayout detective = layout(u"x\U0001F575\uFE0F\u200D\u2640\uFE0Fy"_s);
        const auto y = [](const RowLayout &row, int offset) {
            return row.rangeRects({offset, offset + 1}).front().left();
        };
        QVERIFY(y(detective, 7) - y(plain, 2) < 1.6 * m_style.theme.body.font.pixelSize());
    }

    void longCodeIsFolded()
    {
        const QString text = u"```\n"_s + u"x\n"_s.repeated(30) + u"```\nafter"_s;
        const RowLayout folded = layout(text);
        QCOMPARE(folded.targets().size(), size_t(2));
        QCOMPARE(folded.targets()[0].kind, RowTarget::Kind::Unfold);
        QCOMPARE(folded.targets()[1].kind, RowTarget::Kind::CopyCode);
        const RowLayout whole(message(1, text), 400, m_style, {0});
        QCOMPARE(whole.targets()[0].kind, RowTarget::Kind::Fold);
        QVERIFY(whole.height() > folded.height() + 15 * m_style.theme.code.line);
        const int hidden = int(text.indexOf(u"```\nafter"_s)) - 2;
        QCOMPARE(folded.lineTop(hidden), folded.lineTop(26)); // the last line that is shown
        QVERIFY(whole.lineTop(hidden) > folded.lineTop(26));
        QCOMPARE(layout(u"```\n"_s + u"x\n"_s.repeated(20) + u"```"_s).targets().size(), size_t(1));
    }
    void codeHasAFrameAndAButton()
    {
        const RowLayout row = layout(u"```\nint a;\n```"_s);
        const QRectF text = row.rangeRects({4, 10}).front();
        QCOMPARE(text.left(), 10.0);
        const QImage picture = drawn(row);
        QCOMPARE(picture.pixel(390, int(text.center().y())), m_style.theme.codeBackground.rgb());
        const QRectF button = row.targetRects(0).front();
        QVERIFY(button.width() >= Theme::kSmallestTarget
                && button.height() >= Theme::kSmallestTarget);
        QVERIFY(button.right() <= 400 && button.bottom() <= row.height());
        QCOMPARE(row.targetAt(button.center()), std::optional(0));
    }
    void tablesFitOrAreShownAsWritten()
    {
        const QString table = u"|one|two|\n|-|-:|\n|a long cell that has to be broken|2|"_s;
        const RowLayout row = layout(table, 200);
        for (const QRectF &rect : row.rangeRects({0, int(table.size())}))
            QVERIFY(rect.left() >= 0 && rect.right() <= 200);
        const QRectF head = row.rangeRects({5, 8}).front();
        const QRectF cell = row.rangeRects({int(table.size()) - 2, int(table.size()) - 1}).front();
        QVERIFY(qAbs(head.right() - cell.right()) < 1);
        const QString wide = u"|a"_s.repeated(12) + u"|\n"_s + u"|-"_s.repeated(12) + u"|"_s;
        QCOMPARE(drawn(layout(wide, 300)).pixel(150, 7), m_style.theme.codeBackground.rgb());
        QCOMPARE(layout(wide, 300).offsetAt({11, 14}), 0); // each character at its place
    }
    void linksThatMustNotBeOpenedAreNone()
    {
        const RowLayout row = layout(u"[x](javascript:alert(1)) [y](https://a.org)"_s);
        QCOMPARE(row.targets().size(), size_t(1));
        QCOMPARE(row.targets()[0].url, QUrl(u"https://a.org"_s));
    }
    void whatCostsTooMuchIsCut()
    {
        const QString text = u"😀"_s.repeated(3000);
        const RowLayout row = layout(text);
        QCOMPARE(row.targets().size(), size_t(1));
        QCOMPARE(row.targets()[0].kind, RowTarget::Kind::Unfold);
        QCOMPARE(row.targets()[0].block, kWholeMessage);
        QVERIFY(row.height() < 300);
        QVERIFY(layout(u"A long but usual text, as somebody pastes it. "_s.repeated(340))
                    .targets()
                    .empty());
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
