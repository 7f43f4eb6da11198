// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QByteArrayView>
#include <initializer_list>
#include <utility>

namespace salon::server {

class Timings;

//! A page of figures in Prometheus' text format, version 0.0.4. Names in snake_case with their
//! unit; help texts without line breaks.
class MetricsPage {
public:
    static constexpr auto kContentType = "text/plain; version=0.0.4; charset=utf-8";
    using Labels = std::initializer_list<std::pair<QByteArrayView, QByteArrayView>>;

    //! A figure with one value; a counter's name ends in _total.
    void gauge(QByteArrayView name, QByteArrayView help, double value);
    void counter(QByteArrayView name, QByteArrayView help, double value);
    //! A figure with a value for each set of labels: begin, then add each.
    void begin(QByteArrayView name, QByteArrayView help, QByteArrayView type);
    void add(Labels labels, double value);
    //! salon_stage_seconds: a histogram for each stage that was ever recorded.
    void addStages(const Timings &timings);

    const QByteArray &text() const { return m_text; }

private:
    void line(QByteArrayView suffix, Labels labels, double value);

    QByteArray m_text;
    QByteArray m_name;
};

} // namespace salon::server
