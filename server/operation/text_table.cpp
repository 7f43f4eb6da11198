// SPDX-License-Identifier: MIT
#include "server/operation/text_table.h"
#include <QDateTime>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

QString printable(const QString &text)
{
    QString out;
    for (const char32_t point : text.toUcs4())
        out += QChar::isPrint(point) ? QString::fromUcs4(&point, 1) : QString(QChar(0xFFFD));
    return out;
}

//! Places on the screen, as far as one code point is one place.
qsizetype widthOf(const QString &text)
{
    return text.toUcs4().size();
}

} // namespace

void TextTable::add(const QStringList &cells)
{
    Q_ASSERT(cells.size() == m_columns.size());
    QStringList row;
    for (const QString &cell : cells)
        row.append(printable(cell));
    m_rows.append(row);
}

QString TextTable::text() const
{
    QStringList heads;
    for (const Column &column : m_columns)
        heads.append(column.head);
    QList<QStringList> rows = m_rows;
    if (std::ranges::any_of(heads, [](const QString &head) { return !head.isEmpty(); }))
        rows.prepend(heads);
    QList<qsizetype> widths(m_columns.size(), 0);
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(row[i]));
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            const QString space(widths[i] - widthOf(row[i]), u' ');
            const bool isRight = m_columns[i].align == Align::Right;
            line += (i > 0 ? u"  "_s : QString()) + (isRight ? space + row[i] : row[i] + space);
        }
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
    }
    return text;
}

QString readableBytes(qint64 bytes)
{
    static constexpr std::array kUnits{"B", "KiB", "MiB", "GiB", "TiB"};
    double size = double(bytes);
    size_t unit = 0;
    while (size >= 1024 && unit + 1 < kUnits.size()) {
        size /= 1024;
        ++unit;
    }
    return QString::number(size, 'f', unit > 0 && size < 100 ? 1 : 0) + u' '
        + QLatin1StringView(kUnits.at(unit));
}

QString readableNanoseconds(qint64 nanoseconds)
{
    static constexpr std::array<std::pair<double, QStringView>, 3> kUnits{
        {{1e9, u" s"}, {1e6, u" ms"}, {1e3, u" µs"}}};
    for (const auto &[size, unit] : kUnits) {
        if (double(nanoseconds) < size)
            continue;
        const double value = double(nanoseconds) / size;
        const int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
        return QString::number(value, 'f', decimals) + unit.toString();
    }
    return u"%1 ns"_s.arg(nanoseconds);
}

QString readableTime(qint64 milliseconds)
{
    struct Unit {
        qint64 seconds;
        QChar letter;
    };
    static constexpr std::array kUnits{Unit{86'400, u'd'}, Unit{3'600, u'h'}, Unit{60, u'm'},
                                       Unit{1, u's'}};
    qint64 left = milliseconds / 1000;
    QStringList parts;
    for (const Unit &unit : kUnits) {
        const qint64 count = left / unit.seconds;
        left %= unit.seconds;
        if (count > 0 || (parts.isEmpty() && unit.seconds == 1))
            parts.append(u"%1 %2"_s.arg(count).arg(unit.letter));
        else if (!parts.isEmpty())
            break;
        if (parts.size() == 2)
            break;
    }
    return parts.join(u' ');
}

QString readableDate(qint64 utcMilliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(utcMilliseconds)
        .toUTC()
        .toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"_s);
}

} // namespace salon::server
