// SPDX-License-Identifier: MIT
// Executions per second of each fuzz target, by seeded mutations in this process: libFuzzer, which
// ./dev fuzz uses, adds its own cost and that of the sanitizers.
#include "tests/bench/figure.h"
#include "tests/fuzz/mutation.h"
#include "tests/fuzz/target.h"
#include <QDeadlineTimer>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

const int kRuns = sized(5, 1);
const int kRunMs = sized(2000, 100);
constexpr quint32 kSeed = 1; // the same inputs each time

//! Nothing when an input broke the target.
std::optional<double> rateOf(const fuzz::Target &target)
{
    const auto seeds =
        fuzz::corpusOf(QStringLiteral(SALON_FUZZ_CORPUS), target.name) + target.seeds();
    const auto words = target.words();
    QRandomGenerator random(kSeed);
    qint64 count = 0;
    QElapsedTimer time;
    time.start();
    for (const QDeadlineTimer deadline(kRunMs); !deadline.hasExpired(); ++count) {
        const QByteArray &from = seeds.at(random.bounded(qint32(seeds.size())));
        if (const auto broken = target.check(fuzz::mutated(from, seeds, words, random))) {
            tell(u"%1: %2"_s.arg(QString::fromLatin1(target.name), *broken));
            return {};
        }
    }
    return double(count) / (double(time.nsecsElapsed()) / 1e9);
}

bool run()
{
    QJsonObject conditions = machine();
    conditions.insert(u"seed"_s, qint64(kSeed));
    conditions.insert(u"seconds_a_run"_s, kRunMs / 1000);
    for (const fuzz::Target &target : fuzz::targets()) {
        Figure figure{.bench = u"fuzz"_s,
                      .name = u"executions of "_s + QString::fromLatin1(target.name),
                      .unit = u"1/s"_s,
                      .ours = {}};
        for (int i = 0; i < kRuns; ++i) {
            const auto rate = rateOf(target);
            if (!rate)
                return false;
            figure.ours.push_back(*rate);
        }
        tell(u"fuzz: %1 done"_s.arg(QString::fromLatin1(target.name)));
        print(figure, conditions);
    }
    return true;
}

} // namespace
} // namespace salon::bench

int main()
{
    return salon::bench::run() ? 0 : 1;
}
