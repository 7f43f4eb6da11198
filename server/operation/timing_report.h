// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/timings.h"
#include <QByteArray>
#include <QString>

namespace salon::server {

//! A line of the report, with its share of all working time, 0 to 1.
struct TimingRow {
    StageFigures figures;
    double share = 0;
};

//! The slowest module first, and in it the slowest stage; waiting last in its module.
std::vector<TimingRow> rankedByShare(const std::vector<StageFigures> &figures);
QString timingsTable(const std::vector<StageFigures> &figures);
//! {"stages":[{"module":…,"stage":…,"waiting":…,"count":…,"sum_ns":…,"p50_ns":…,…,"share":…}]}
QByteArray timingsJson(const std::vector<StageFigures> &figures);

} // namespace salon::server
