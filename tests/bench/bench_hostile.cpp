// SPDX-License-Identifier: MIT
// How long messages that were made to take long hold up the window: each is read and laid out, as
// when its row comes into view. Prints JSON lines; judges nothing.
#include "client/ui/timeline/row_layout.h"
#include "tests/bench/figure.h"
#include "tests/client/ui/text/hostile_messages.h"
#include "tests/client/ui/timeline/hostile_row.h"

#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::bench;

namespace {

const int kRuns = sized(15, 1);
constexpr int kWidth = 700;
constexpr double kAimMs = 20;

std::vector<double> timesOf(const TimelineRow &row, const TimelineStyle &style)
{
    RowLayout(row, kWidth, style); // loads the fonts
    std::vector<double> times;
    for (int i = 0; i < kRuns; ++i) {
        QElapsedTimer timer;
        timer.start();
        const RowLayout layout(row, kWidth, style);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return times;
}

void report(const QString &name, const std::vector<double> &times, const QJsonObject &conditions)
{
    print({.bench = u"hostile"_s,
           .name = name,
           .unit = u"ms"_s,
           .ours = times,
           .yardstick = {},
           .theirs = {},
           .aim = kAimMs},
          conditions);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const TimelineStyle style = TimelineStyle::current();
    QJsonObject conditions = machine();
    conditions.insert(u"width"_s, kWidth);
    conditions.insert(u"platform"_s, QGuiApplication::platformName());
    std::vector<double> slowest{0};
    for (const HostileMessage &hostile : hostileMessages()) {
        const auto times = timesOf(hostileRow(hostile.text), style);
        report(QString::fromUtf8(hostile.name), times, conditions);
        slowest = std::max(slowest, times, [](const auto &one, const auto &other) {
            return median(one) < median(other);
        });
    }
    report(u"the slowest of them"_s, slowest, conditions);
    return 0;
}
