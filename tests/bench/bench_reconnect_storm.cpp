// SPDX-License-Identifier: MIT
// 5,000 sessions lose their lines at once: how long until all hold what they missed.
#include "tests/bench/figure.h"
#include "tests/fault/reconnect_storm.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace salon::bench {
namespace {

const int kRuns = sized(5, 1);

Figure figureOf(const QString &name, const QString &unit, double aim)
{
    return {.bench = u"reconnect storm"_s, .name = name, .unit = unit, .ours = {}, .aim = aim};
}

Result<> run()
{
    const ReconnectStorm::Size size{.sessions = sized(5'000, 50)};
    ReconnectStorm storm(size, 1);
    TRY(storm.begin());
    Figure all = figureOf(u"the last one is back"_s, u"s"_s, 15);
    Figure half = figureOf(u"half are back"_s, u"s"_s, 0);
    Figure refused = figureOf(u"asked to come again"_s, u"times"_s, 0);
    Figure errors = figureOf(u"errors that somebody sees"_s, u"times"_s, 0);
    Figure bytes = figureOf(u"bytes to each session"_s, u"KiB"_s, 0);
    Figure memory = figureOf(u"memory, after over before"_s, u"times"_s, 1.05);
    Figure descriptors = figureOf(u"descriptors, after over before"_s, u"times"_s, 1.05);
    for (int i = 0; i < kRuns; ++i) {
        TRY_ASSIGN(const auto outcome, storm.strike());
        if (outcome.back.holes > 0)
            return Error::internal(u"%1 holes in what was resumed"_s.arg(outcome.back.holes));
        all.ours.push_back(double(outcome.back.lastMs) / 1e3);
        half.ours.push_back(double(outcome.back.halfMs) / 1e3);
        refused.ours.push_back(outcome.back.refused);
        errors.ours.push_back(double(outcome.back.errors.size()));
        bytes.ours.push_back(double(outcome.back.bytes) / 1024 / size.sessions);
        memory.ours.push_back(double(outcome.memoryAfter) / double(outcome.memoryBefore));
        descriptors.ours.push_back(double(outcome.descriptorsAfter) / outcome.descriptorsBefore);
        tell(u"reconnect storm, run %1 of %2: %3 ms, %4 errors %5"_s.arg(i + 1)
                 .arg(kRuns)
                 .arg(outcome.back.lastMs)
                 .arg(outcome.back.errors.size())
                 .arg(outcome.back.errors.value(0)));
    }
    QJsonObject conditions = machine();
    conditions.insert(u"sessions"_s, size.sessions);
    conditions.insert(u"accounts_and_addresses"_s, size.accounts);
    conditions.insert(u"rooms_of_each"_s, size.rooms);
    conditions.insert(u"missed_messages"_s, size.rooms * size.missed);
    conditions.insert(u"clients"_s, u"on the same machine, backing off as the client does"_s);
    for (const Figure *figure : {&all, &half, &refused, &errors, &bytes, &memory, &descriptors})
        print(*figure, conditions);
    return {};
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const auto done = salon::bench::run();
    if (!done)
        salon::bench::tell(u"bench_reconnect_storm: "_s + done.error().toString());
    return done ? 0 : 1;
}
