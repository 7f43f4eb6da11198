// SPDX-License-Identifier: MIT
#include "tests/client/golden/picture_difference.h"
#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

constexpr int kReach = 2; // pixels beside one that have its colour, so that it is at no edge
constexpr int kLine = 24, kThin = 3; // how long and thick what is no part of a letter is
constexpr int kSameColor = 2; // of 255, in one of red, green and blue
constexpr int kSameEdge = 96;
constexpr qint64 kMostPlain = 40; // pixels: a line that moved has more
constexpr double kMostEdges = 0.02; // of the pixels at edges
constexpr int kCell = 8; // pixels
constexpr int kTile = 2; // cells: a mark or a word fills one
constexpr int kMostInTile = 16; // pixels: an icon of another shape has more
constexpr int kSameInTile = 48;
constexpr int kMostTint = 3 * kCell * kTile * kCell * kTile; // sum over a tile's pixels

const QRgb *lineOf(const QImage &image, int y)
{
    return reinterpret_cast<const QRgb *>(image.constScanLine(y));
}

int difference(QRgb a, QRgb b)
{
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                     std::abs(qBlue(a) - qBlue(b))});
}

//! The pixels of one colour beside each other that each pixel is among, in its line or column.
struct Runs {
    std::vector<int> lengths;
    std::vector<int> inner; //!< how far the nearer end of it is
};

//! `count` pixels from `first` on, `step` apart.
template <class ColorAt>
void addRuns(Runs &runs, size_t first, size_t step, int count, ColorAt colorAt)
{
    for (int start = 0; start < count;) {
        int end = start + 1;
        while (end < count && colorAt(end) == colorAt(start))
            ++end;
        for (int i = start; i < end; ++i) {
            const size_t at = first + size_t(i) * step;
            runs.lengths[at] = end - start;
            runs.inner[at] = std::min(i - start, end - 1 - i);
        }
        start = end;
    }
}

//! Pixels within one colour, and those of thin lines; by y and x.
std::vector<bool> plainPixels(const QImage &image)
{
    const auto width = size_t(image.width());
    const auto height = size_t(image.height());
    Runs across{std::vector<int>(width * height), std::vector<int>(width * height)};
    Runs down = across;
    for (int y = 0; y < image.height(); ++y) {
        const QRgb *line = lineOf(image, y);
        addRuns(across, size_t(y) * width, 1, image.width(), [line](int x) { return line[x]; });
    }
    for (int x = 0; x < image.width(); ++x)
        addRuns(down, size_t(x), width, image.height(),
                [&image, x](int y) { return lineOf(image, y)[x]; });
    std::vector<bool> plain(width * height);
    for (size_t i = 0; i < plain.size(); ++i) {
        const auto isLine = [i](const Runs &along, const Runs &other) {
            return along.lengths[i] >= kLine && along.inner[i] >= kReach
                && other.lengths[i] <= kThin;
        };
        plain[i] = (across.inner[i] >= kReach && down.inner[i] >= kReach) || isLine(across, down)
            || isLine(down, across);
    }
    return plain;
}

int redness(QRgb color)
{
    return qRed(color) - qGreen(color);
}

int blueness(QRgb color)
{
    return qBlue(color) - qGreen(color);
}

//! What differs in small squares, where little things would be lost among all edges of a picture.
class Cells {
public:
    explicit Cells(QSize pixels)
        : m_across(pixels.width() / kCell + kTile), m_down(pixels.height() / kCell + kTile),
          m_cells(size_t(m_across) * size_t(m_down))
    {
    }
    void add(int x, int y, QRgb before, QRgb now, bool isOther)
    {
        Cell &cell = m_cells[size_t(y / kCell) * size_t(m_across) + size_t(x / kCell)];
        cell.others += isOther ? 1 : 0;
        cell.red += redness(now) - redness(before);
        cell.blue += blueness(now) - blueness(before);
    }
    //! How many tiles look different; they overlap.
    int otherTiles() const
    {
        int count = 0;
        for (int y = 0; y + kTile <= m_down; ++y) {
            for (int x = 0; x + kTile <= m_across; ++x)
                count += isOther(tileAt(x, y)) ? 1 : 0;
        }
        return count;
    }

private:
    struct Cell {
        int others = 0; //!< pixels
        int red = 0, blue = 0; //!< by how much it has more of the colour
    };
    Cell tileAt(int left, int top) const
    {
        Cell tile;
        for (int y = top; y < top + kTile; ++y) {
            for (int x = left; x < left + kTile; ++x) {
                const Cell &cell = m_cells[size_t(y) * size_t(m_across) + size_t(x)];
                tile.others += cell.others;
                tile.red += cell.red;
                tile.blue += cell.blue;
            }
        }
        return tile;
    }
    static bool isOther(const Cell &tile)
    {
        return tile.others > kMostInTile || std::abs(tile.red) > kMostTint
            || std::abs(tile.blue) > kMostTint;
    }

    int m_across;
    int m_down;
    std::vector<Cell> m_cells;
};

} // namespace

PictureDifference PictureDifference::between(const QImage &golden, const QImage &actual)
{
    PictureDifference found;
    found.m_picture =
        golden.convertToFormat(QImage::Format_Grayscale8).convertToFormat(QImage::Format_RGB32);
    const std::vector<bool> plain = plainPixels(golden);
    auto isPlain = plain.begin();
    Cells cells(golden.size());
    for (int y = 0; y < golden.height(); ++y) {
        const QRgb *before = lineOf(golden, y);
        const QRgb *now = lineOf(actual, y);
        for (int x = 0; x < golden.width(); ++x, ++isPlain) {
            const int differs = difference(before[x], now[x]);
            const bool counts = differs > (*isPlain ? kSameColor : kSameEdge);
            cells.add(x, y, before[x], now[x], differs > kSameInTile);
            found.m_edges += *isPlain ? 0 : 1;
            found.m_plain += *isPlain && counts ? 1 : 0;
            found.m_otherEdges += !*isPlain && counts ? 1 : 0;
            if (differs > kSameColor)
                found.m_picture.setPixel(x, y, counts ? qRgb(255, 0, 0) : qRgb(255, 160, 0));
        }
    }
    found.m_otherTiles = cells.otherTiles();
    return found;
}

bool PictureDifference::isSeen() const
{
    return m_plain > kMostPlain || m_otherTiles > 0
        || double(m_otherEdges) > double(m_edges) * kMostEdges;
}

QString PictureDifference::words() const
{
    return u"%1 pixels have another colour, and %2 of %3 at edges; %4 small squares look other"_s
        .arg(m_plain)
        .arg(m_otherEdges)
        .arg(m_edges)
        .arg(m_otherTiles);
}

} // namespace salon::test
