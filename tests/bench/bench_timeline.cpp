// SPDX-License-Identifier: MIT
// How fast the timeline is with a very long room. Prints JSON lines; judges nothing.
#include "client/ui/timeline/timeline_view.h"
#include "tests/bench/figure.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::bench;

namespace {

const int kRows = sized(100'000, 5'000);
constexpr int kKeptRows = 3'000; // as Timeline does
const int kRuns = sized(5, 1);
constexpr QSize kWindow(900, 700);

TimelineRow mixedMessage(qint64 number)
{
    static const QStringList kTexts{
        u"Morning! Did build %1 pass?"_s,
        u"yes"_s,
        u"👍"_s,
        u"See https://ci.example.org/runs/%1 for the log, it is the third job from the top"_s,
        u"I would rather keep the old default until we have numbers, because the last change "
        u"doubled the "
        "tail latency for about an hour and nobody noticed until the graphs were read (ticket %1)."_s,
        u"مرحبا، هل انتهى بناء النسخة %1؟"_s,
        u"three\nshort\nlines"_s,
        u"次のリリース %1 は来週です。"_s,
        u"**Done**: `make check` passes, see [run %1](https://ci.example.org/runs/%1)"_s,
        u"> and the rest?\nNot before Friday:\n- the archive\n- the *other* one, number %1"_s,
        u"```cpp\nint answer()\n{\n    return %1;\n}\n```"_s};
    const QString text = kTexts[static_cast<qsizetype>(number * 7 % kTexts.size())];
    TimelineRow row =
        message(number, text.contains(u"%1"_s) ? text.arg(number) : text, 1 + number / 3 % 20);
    return row;
}

std::vector<TimelineRow> mixedMessages(qint64 first, int count)
{
    std::vector<TimelineRow> rows;
    rows.reserve(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i)
        rows.push_back(mixedMessage(first + i));
    return rows;
}

template <class Work>
double milliseconds(Work work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

struct Run {
    double first = 0; //!< ms, as all
    std::vector<double> scroll, jump, prepend, append;
};

Run measureOnce()
{
    Run run;
    FakeTimelineModel model;
    model.reset(mixedMessages(1'000'000, kRows));
    model.setReadMarker(2'000'000);
    TimelineView view;
    view.resize(kWindow);
    QPixmap picture(view.size());
    const auto paint = [&] { view.render(&picture); };
    run.first = milliseconds([&] {
        view.setModel(&model);
        view.show();
        paint();
    });
    QCoreApplication::processEvents();
    for (int i = 0; i < 1000; ++i) {
        run.scroll.push_back(milliseconds([&] {
            view.scrollByPixels(-60);
            paint();
        }));
        QCoreApplication::processEvents();
    }
    for (int i = 1; i < 100; ++i) {
        run.jump.push_back(milliseconds([&] {
            view.geometry().scrollTo(view.geometry().contentHeight() / 100 * i);
            paint();
        }));
    }

    // As many rows as a room's timeline keeps, which is what comes before them is put into.
    model.reset(mixedMessages(1'000'000, kKeptRows));
    view.geometry().scrollTo(view.geometry().contentHeight() / 2);
    paint();
    for (int i = 1; i <= 50; ++i) {
        const auto older = mixedMessages(1'000'000 - 30 * i, 30);
        run.prepend.push_back(milliseconds([&] {
            model.prepend(older);
            paint();
        }));
    }
    view.jumpToEnd();
    paint();
    for (int i = 0; i < 500; ++i) {
        const TimelineRow row = mixedMessage(3'000'000 + i);
        run.append.push_back(milliseconds([&] {
            model.append(row);
            paint();
        }));
    }
    view.setModel(nullptr);
    return run;
}

void report(const QString &what, const std::vector<double> &ours, double aim)
{
    QJsonObject conditions = machine();
    conditions.insert(u"rows"_s, kRows);
    conditions.insert(u"window"_s, u"%1 x %2"_s.arg(kWindow.width()).arg(kWindow.height()));
    conditions.insert(u"platform"_s, QGuiApplication::platformName());
    print({.bench = u"timeline"_s, .name = what, .unit = u"ms"_s, .ours = ours, .aim = aim},
          conditions);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    std::vector<double> first, scroll, jump, prepend, append;
    for (int i = 0; i < kRuns; ++i) {
        const Run run = measureOnce();
        first.push_back(run.first);
        scroll.push_back(percentile99(run.scroll));
        jump.push_back(percentile99(run.jump));
        prepend.push_back(percentile99(run.prepend));
        append.push_back(percentile99(run.append));
    }
    report(u"first paint, 100,000 rows"_s, first, 200);
    report(u"scroll by 60 px, frame, p99"_s, scroll, 10);
    report(u"jump anywhere, frame, p99"_s, jump, 30);
    report(u"prepend 30, with its frame, p99"_s, prepend, 10);
    report(u"append 1 at the end, with its frame, p99"_s, append, 10);
    return 0;
}
