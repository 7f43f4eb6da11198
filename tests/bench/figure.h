// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QJsonObject>
#include <QString>
#include <span>
#include <vector>

namespace salon::bench {

//! What was measured in the runs of a benchmark, beside what it is divided by.
struct Figure {
    QString bench; //!< e.g. "rooms"
    QString name;
    QString unit;
    std::vector<double> ours;
    QString yardstick; //!< what the next line measured; empty when there is none
    std::vector<double> theirs; //!< in the same order: run by run, one after the other
    double aim = 0; //!< of the ratio, or of the value without a yardstick; 0 for none
    double aimNow = 0; //!< what must hold already
};

//! Whether SALON_BENCH_TRIAL asks only whether a benchmark still does what it does: with little,
//! and once. Its figures say nothing.
bool isTrial();
//! How much, how many, or how often; in a trial, less.
template <class T>
T sized(T usual, T inTrial)
{
    return isTrial() ? inTrial : usual;
}

//! All points of a curve; in a trial, the first.
std::span<const int> points(std::span<const int> all);

double median(std::vector<double> values);
//! The least of them that 99 of 100 do not exceed.
double percentile99(std::vector<double> values);
//! Of the quotients run by run: what slows the machine for a while slows both of a pair.
double medianRatio(const Figure &figure);
//! Writes the figure to standard output as one JSON line, with the conditions of its runs.
void print(const Figure &figure, const QJsonObject &conditions);
//! A line for who waits, on standard error.
void tell(const QString &line);
//! Of a benchmark's main(); an error is told.
int exitCode(const QString &program, const Result<> &done);
//! What every figure is to be read with: processors, system, build.
QJsonObject machine();
//! …and where on which axis of a picture it lies, on the curve of that name. What its yardstick
//! measured can be drawn beside it.
QJsonObject onCurve(QJsonObject conditions, const QString &curve, const QString &axis, double at,
                    bool drawsYardstick = false);

} // namespace salon::bench
