// SPDX-License-Identifier: MIT
// How fast the timeline is with a very long room. Prints figures next to their aims; judges nothing.
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

constexpr int kRows = 100'000;

TimelineRow mixedMessage(qint64 number)
{
    static const QStringList kTexts{
        u"Morning! Did build %1 pass?"_s, u"yes"_s, u"👍"_s,
        u"See https://ci.example.org/runs/%1 for the log, it is the third job from the top"_s,
        u"I would rather keep the old default until we have numbers, because the last change doubled the "
        "tail latency for about an hour and nobody noticed until the graphs were read (ticket %1)."_s,
        u"مرحبا، هل انتهى بناء النسخة %1؟"_s, u"three\nshort\nlines"_s, u"次のリリース %1 は来週です。"_s};
    const QString text = kTexts[static_cast<qsizetype>(number * 7 % kTexts.size())];
    TimelineRow row = message(number, text.contains(u"%1"_s) ? text.arg(number) : text, 1 + number / 3 % 20);
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

struct Samples {
    std::vector<double> values;
    double quantile(double part)
    {
        std::sort(values.begin(), values.end());
        const auto last = static_cast<double>(values.size() - 1);
        return values[static_cast<size_t>(part * last)];
    }
};

void print(const char *what, Samples &samples, double aim)
{
    std::printf("%-34s median %7.2f ms   p99 %7.2f ms   aim < %.0f ms\n", what, samples.quantile(0.5),
                samples.quantile(0.99), aim);
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
    const auto paint = [&] { view.render(&picture); };

    const double first = milliseconds([&] {
        view.setModel(&model);
        view.show();
        paint();
    });
    std::printf("%-34s %14.2f ms                     aim < 200 ms\n", "first paint, 100,000 rows", first);
    QCoreApplication::processEvents();

    Samples scroll;
    for (int i = 0; i < 1000; ++i) {
        scroll.values.push_back(milliseconds([&] {
            view.scrollByPixels(-60);
            paint();
        }));
        QCoreApplication::processEvents();
    }
    print("scroll by 60 px, frame", scroll, 10);

    Samples jump;
    for (int i = 1; i < 100; ++i) {
        jump.values.push_back(milliseconds([&] {
            view.geometry().scrollTo(view.geometry().contentHeight() / 100 * i);
            paint();
        }));
    }
    print("jump anywhere, frame", jump, 30);

    Samples prepend;
    for (int i = 1; i <= 50; ++i) {
        const auto older = mixedMessages(1'000'000 - 30 * i, 30);
        prepend.values.push_back(milliseconds([&] {
            model.prepend(older);
            paint();
        }));
    }
    print("prepend 30, with its frame", prepend, 10);

    Samples append;
    view.jumpToEnd();
    paint();
    for (int i = 0; i < 500; ++i) {
        const TimelineRow row = mixedMessage(3'000'000 + i);
        append.values.push_back(milliseconds([&] {
            model.append(row);
            paint();
        }));
    }
    print("append 1 at the end, with its frame", append, 10);
    std::printf("layouts kept %zu of %d rows\n", view.geometry().cache().size(), model.rowCount());
    return 0;
}
