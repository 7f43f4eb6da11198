// SPDX-License-Identifier: MIT
#include "tests/client/golden/small_picture.h"
#include <QHash>
#include <algorithm>

namespace salon::test {
namespace {

constexpr qsizetype kMost = 256;

int distance(QRgb a, QRgb b)
{
    const auto square = [](int difference) { return difference * difference; };
    return square(qRed(a) - qRed(b)) + square(qGreen(a) - qGreen(b)) + square(qBlue(a) - qBlue(b));
}

QList<QRgb> mostUsed(const QHash<QRgb, qint64> &counts)
{
    QList<QRgb> colors = counts.keys();
    std::ranges::sort(colors, [&](QRgb a, QRgb b) {
        const qint64 left = counts.value(a);
        const qint64 right = counts.value(b);
        return left != right ? left > right : a < b; // the same file each time
    });
    return colors.first(std::min(kMost, colors.size()));
}

} // namespace

QImage withFewColors(const QImage &image)
{
    QHash<QRgb, qint64> counts;
    for (int y = 0; y < image.height(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x)
            ++counts[line[x]];
    }
    const QList<QRgb> table = mostUsed(counts);
    QHash<QRgb, uchar> indices;
    for (auto color = counts.keyBegin(); color != counts.keyEnd(); ++color) {
        const auto nearest = std::ranges::min_element(
            table, {}, [&color](QRgb each) { return distance(each, *color); });
        indices.insert(*color, static_cast<uchar>(nearest - table.begin()));
    }
    QImage small(image.size(), QImage::Format_Indexed8);
    small.setColorTable(table);
    for (int y = 0; y < image.height(); ++y) {
        const auto *from = reinterpret_cast<const QRgb *>(image.constScanLine(y));
        uchar *to = small.scanLine(y);
        for (int x = 0; x < image.width(); ++x)
            to[x] = indices.value(from[x]);
    }
    return small;
}

} // namespace salon::test
