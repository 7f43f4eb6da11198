// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/timeline_play.h"
#include "tests/support/two_screens.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr int kSteps = 10'000;
constexpr qint64 kShrinkMs = 20'000;

std::vector<PlayStep> stepsOf(quint64 seed)
{
    QRandomGenerator random(quint32(seed ^ (seed >> 32)));
    std::vector<PlayStep> steps;
    for (int i = 0; i < kSteps; ++i)
        steps.push_back({int(random.bounded(TimelinePlay::eventCount())), random.generate()});
    return steps;
}

struct Outcome {
    std::optional<QString> wrong;
    size_t step = 0; //!< that it showed at
    int checked = 0;
};

Outcome played(quint64 seed, const std::vector<PlayStep> &steps)
{
    TimelinePlay play{quint32(seed)};
    Outcome outcome;
    for (; outcome.step < steps.size() && !outcome.wrong; ++outcome.step)
        outcome.wrong = play.play(steps[outcome.step]);
    outcome.checked = play.checked();
    return outcome;
}

//! Fewer steps of the same play that go wrong, too: only its last ones, and then without chunks of
//! them, smaller and smaller ones (A. Zeller, R. Hildebrandt, "Simplifying and isolating
//! failure-inducing input", 2002).
std::vector<PlayStep> shrunk(quint64 seed, std::vector<PlayStep> steps)
{
    QElapsedTimer spent;
    spent.start();
    for (size_t last = 1; last < steps.size(); last *= 2) {
        const std::vector<PlayStep> tail(steps.end() - qsizetype(last), steps.end());
        const Outcome outcome = played(seed, tail);
        if (outcome.wrong) {
            steps.assign(tail.begin(), tail.begin() + qsizetype(outcome.step));
            break;
        }
    }
    for (size_t chunk = steps.size() / 2; chunk > 0; chunk /= 2) {
        for (size_t at = 0; at < steps.size() && spent.elapsed() < kShrinkMs;) {
            auto fewer = steps;
            const auto from = fewer.begin() + qsizetype(at);
            fewer.erase(from, from + qsizetype(std::min(chunk, fewer.size() - at)));
            const Outcome outcome = played(seed, fewer);
            if (!outcome.wrong) {
                at += chunk;
                continue;
            }
            fewer.resize(outcome.step);
            steps = std::move(fewer);
        }
    }
    return steps;
}

QByteArray told(quint64 seed, std::vector<PlayStep> steps, const Outcome &outcome)
{
    QString text = u"seed %1, step %2 (%3): %4\n"_s.arg(seed)
                       .arg(outcome.step)
                       .arg(steps[outcome.step - 1].text(), *outcome.wrong);
    steps.resize(outcome.step);
    steps = shrunk(seed, std::move(steps));
    text += u"with fewer steps: %1\n"_s.arg(played(seed, steps).wrong.value_or(QString()));
    for (const PlayStep &step : steps)
        text += u"    %1\n"_s.arg(step.text());
    return text.toUtf8();
}

} // namespace

//! Ten thousand random events of every kind: the row that is read does not move by a pixel unless a
//! person moves it.
class TestStillTimeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingMoves_data();
    void nothingMoves();
};

void TestStillTimeline::nothingMoves_data()
{
    QTest::addColumn<quint64>("seed");
    for (int i = 0; i < Extent::of(1, 20); ++i) {
        const quint64 seed = Extent::seed() + quint64(i);
        QTest::newRow(qPrintable(u"seed %1"_s.arg(seed))) << seed;
    }
}

void TestStillTimeline::nothingMoves()
{
    QFETCH(quint64, seed);
    if (Extent::isLeftOut(u"still_timeline"_s))
        QSKIP("no more time");
    const auto steps = stepsOf(seed);
    const Outcome outcome = played(seed, steps);
    tellTried(u"still_timeline"_s,
              {{u"events"_s, qint64(outcome.step)}, {u"rows_that_stayed"_s, outcome.checked}},
              !outcome.wrong);
    if (outcome.wrong)
        qWarning("%s", told(seed, steps, outcome).constData());
    QVERIFY2(!outcome.wrong, qPrintable(*outcome.wrong));
    QVERIFY2(outcome.checked > kSteps / 5, qPrintable(QString::number(outcome.checked)));
}

int main(int argc, char **argv)
{
    const TwoScreens screens;
    QApplication application(argc, argv);
    TestStillTimeline test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_still_timeline.moc"
