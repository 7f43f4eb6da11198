// SPDX-License-Identifier: MIT
// How fast the timeline is with a very long room. Prints JSON lines; judges nothing.
#include "client/ui/timeline/timeline_view.h"
#include "tests/bench/figure.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::bench;

namespace {

const int kRows = sized(100'000, 5'000);
constexpr int kKeptRows = 3'000; // as Timeline does

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

double quantile(std::vector<double> values, double part)
{
    std::ranges::sort(values);
    return values[static_cast<size_t>(part * static_cast<double>(values.size() - 1))];
}

void report(const QString &what, const std::vector<double> &samples, double aim,
            QJsonObject conditions)
{
    conditions.insert(u"samples"_s, static_cast<qint64>(samples.size()));
    conditions.insert(u"median_ms"_s, quantile(samples, 0.5));
    print({.bench = u"timeline"_s,
           .name = what + (samples.size() > 1 ? u", p99"_s : u""_s),
           .unit = u"ms"_s,
           .ours = {quantile(samples, 0.99)},
           .yardstick = {},
           .theirs = {},
           .aim = aim},
          conditions);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    FakeTimelineModel model;
    model.reset(mixedMessages(1'000'000, kRows));
    model.setReadMarker(2'000'000);
    TimelineView view;
    view.resize(900, 700);
    QPixmap picture(view.size());
    QJsonObject conditions = machine();
    conditions.insert(u"rows"_s, kRows);
    conditions.insert(u"window"_s, u"900 x 700"_s);
    conditions.insert(u"platform"_s, QGuiApplication::platformName());
    const auto paint = [&] { view.render(&picture); };

    const double first = milliseconds([&] {
        view.setModel(&model);
        view.show();
        paint();
    });
    report(u"first paint, 100,000 rows"_s, {first}, 200, conditions);
    QCoreApplication::processEvents();

    std::vector<double> scroll;
    for (int i = 0; i < 1000; ++i) {
        scroll.push_back(milliseconds([&] {
            view.scrollByPixels(-60);
            paint();
        }));
        QCoreApplication::processEvents();
    }
    report(u"scroll by 60 px, frame"_s, scroll, 10, conditions);

    std::vector<double> jump;
    for (int i = 1; i < 100; ++i) {
        jump.push_back(milliseconds([&] {
            view.geometry().scrollTo(view.geometry().contentHeight() / 100 * i);
            paint();
        }));
    }
    report(u"jump anywhere, frame"_s, jump, 30, conditions);

    // As many rows as a room's timeline keeps, which is what comes before them is put into.
    model.reset(mixedMessages(1'000'000, kKeptRows));
    view.geometry().scrollTo(view.geometry().contentHeight() / 2);
    paint();
    std::vector<double> prepend;
    for (int i = 1; i <= 50; ++i) {
        const auto older = mixedMessages(1'000'000 - 30 * i, 30);
        prepend.push_back(milliseconds([&] {
            model.prepend(older);
            paint();
        }));
    }
    report(u"prepend 30, with its frame"_s, prepend, 10, conditions);

    std::vector<double> append;
    view.jumpToEnd();
    paint();
    for (int i = 0; i < 500; ++i) {
        const TimelineRow row = mixedMessage(3'000'000 + i);
        append.push_back(milliseconds([&] {
            model.append(row);
            paint();
        }));
    }
    report(u"append 1 at the end, with its frame"_s, append, 10, conditions);
    return 0;
}
