// SPDX-License-Identifier: MIT
#pragma once
#include <QList>
#include <QStringList>

namespace salon::server {

//! Columns for a terminal, each as wide as its widest cell. What cannot be printed is shown as
//! U+FFFD, so that no cell speaks to the terminal.
class TextTable {
public:
    enum class Align { Left, Right };
    struct Column {
        QString head; //!< empty in all columns: no line of heads
        Align align = Align::Left;
    };

    explicit TextTable(QList<Column> columns) : m_columns(std::move(columns)) { }
    void add(const QStringList &cells); //!< as many as there are columns
    QString text() const; //!< each line with its end

private:
    QList<Column> m_columns;
    QList<QStringList> m_rows;
};

QString readableBytes(qint64 bytes); //!< "512 B", "1.5 MiB"
QString readableNanoseconds(qint64 nanoseconds); //!< three digits: "1.23 s", "45.6 µs"
QString readableTime(qint64 milliseconds); //!< the two largest units: "3 d 4 h", "12 s"
QString readableDate(qint64 utcMilliseconds); //!< "2026-11-25 17:22:53 UTC"

} // namespace salon::server
