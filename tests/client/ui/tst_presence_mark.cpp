// SPDX-License-Identifier: MIT
#include "client/model/presence_words.h"
#include "client/ui/presence_mark.h"
#include "client/ui/theme/colors.h"
#include "client/ui/theme/theme.h"
#include <QPainter>
#include <QTest>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace salon::client;

namespace {

constexpr double kShape = 3.0; // WCAG 2.2, for what must be told apart without reading
constexpr std::array kTold{Presence::Online, Presence::Away, Presence::DoNotDisturb,
                           Presence::Offline};

} // namespace

//! Whether the marks of who is there can be told apart, by shape alone and on every ground.
class TestPresenceMark : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { Theme::setCurrent(Theme::make(Scheme::Light)); }
    void shapesDiffer_data();
    void shapesDiffer();
    void coloursAreSeen_data();
    void coloursAreSeen();
    void unknownDrawsNothing();
    void standsAtTheLowerEnd();
    void saysItInWords();

private:
    //! Where the mark covers its ground, whatever the colour.
    static QImage shape(Presence presence, int size, double ratio)
    {
        QImage image(qRound(size * ratio), qRound(size * ratio), QImage::Format_RGB32);
        const QColor ground = Theme::current().sidebar;
        image.fill(ground);
        QPainter painter(&image);
        painter.scale(ratio, ratio);
        drawPresence(&painter, QRectF(0, 0, size, size), presence, ground);
        painter.end();
        double most = 1;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                most = std::max(most, contrast(image.pixelColor(x, y), ground));
        }
        QImage mask(image.size(), QImage::Format_Grayscale8);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const bool isInk = contrast(image.pixelColor(x, y), ground) > std::sqrt(most);
                mask.setPixelColor(x, y, isInk ? Qt::black : Qt::white);
            }
        }
        return mask;
    }
    static int differences(const QImage &one, const QImage &other)
    {
        int count = 0;
        for (int y = 0; y < one.height(); ++y) {
            for (int x = 0; x < one.width(); ++x)
                count += one.pixel(x, y) != other.pixel(x, y);
        }
        return count;
    }
};

void TestPresenceMark::shapesDiffer_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<double>("ratio");
    QTest::addColumn<bool>("isDark");
    for (const bool isDark : {false, true}) {
        for (const int size : {9, 11, 14}) {
            for (const double ratio : {1.0, 1.5, 2.0})
                QTest::addRow("%d px, %.1fx, %s", size, ratio, isDark ? "dark" : "light")
                    << size << ratio << isDark;
        }
    }
}

void TestPresenceMark::shapesDiffer()
{
    QFETCH(int, size);
    QFETCH(double, ratio);
    QFETCH(bool, isDark);
    Theme::setCurrent(Theme::make(isDark ? Scheme::Dark : Scheme::Light));
    const double pixels = size * ratio * size * ratio;
    for (const Presence one : kTold) {
        for (const Presence other : kTold) {
            const int apart = differences(shape(one, size, ratio), shape(other, size, ratio));
            if (one == other)
                QCOMPARE(apart, 0);
            else
                QVERIFY2(apart > pixels * 0.08,
                         qPrintable(u"%1 and %2: %3 of %4"_s.arg(
                             presenceWords(one), presenceWords(other), QString::number(apart),
                             QString::number(pixels))));
        }
    }
}

void TestPresenceMark::coloursAreSeen_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        for (const bool isHigh : {false, true}) {
            const Theme theme = Theme::make(scheme, Theme::kDefaultText, isHigh);
            const char *side = scheme == Scheme::Light ? "light" : "dark";
            for (const auto &[name, ink] :
                 {std::pair("online", theme.success), std::pair("away", theme.warnText),
                  std::pair("dnd", theme.errorText), std::pair("offline", theme.secondary)}) {
                for (const QColor &ground :
                     {theme.background, theme.sidebar, theme.selection, theme.sidebarHover})
                    QTest::addRow("%s on %s, %s %d", name, qPrintable(ground.name()), side, isHigh)
                        << ink << ground;
            }
        }
    }
}

void TestPresenceMark::coloursAreSeen()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, ground);
    QVERIFY2(contrast(ink, ground) >= kShape, qPrintable(QString::number(contrast(ink, ground))));
}

void TestPresenceMark::unknownDrawsNothing()
{
    QImage image(40, 40, QImage::Format_RGB32);
    image.fill(Qt::white);
    const QImage before = image;
    QPainter painter(&image);
    drawPresence(&painter, QRectF(5, 5, 20, 20), Presence::Unknown, Qt::red);
    drawPresenceAtAvatar(&painter, QRectF(5, 5, 20, 20), Presence::Unknown, Qt::red,
                         Qt::LeftToRight);
    painter.end();
    QCOMPARE(image, before);
}

void TestPresenceMark::standsAtTheLowerEnd()
{
    const auto drawn = [](Qt::LayoutDirection direction) {
        QImage image(40, 40, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        drawPresenceAtAvatar(&painter, QRectF(6, 6, 28, 28), Presence::Online, Qt::white,
                             direction);
        painter.end();
        return image;
    };
    const QColor ink = Theme::current().success;
    QCOMPARE(drawn(Qt::LeftToRight).pixelColor(30, 30), ink);
    QCOMPARE(drawn(Qt::LeftToRight).pixelColor(9, 30), QColor(Qt::white));
    QCOMPARE(drawn(Qt::RightToLeft).pixelColor(9, 30), ink);
    QCOMPARE(drawn(Qt::RightToLeft).pixelColor(30, 30), QColor(Qt::white));
}

void TestPresenceMark::saysItInWords()
{
    QCOMPARE(nameWithPresence(u"Ada"_s, Presence::DoNotDisturb), u"Ada · Do not disturb"_s);
    QCOMPARE(nameWithPresence(u"Ada"_s, Presence::Unknown), u"Ada"_s);
    QSet<QString> words;
    for (const Presence presence : kTold)
        words.insert(presenceWords(presence));
    QCOMPARE(words.size(), qsizetype(kTold.size()));
    QVERIFY(!words.contains(QString()));
}

QTEST_MAIN(TestPresenceMark)
#include "tst_presence_mark.moc"
