// SPDX-License-Identifier: MIT
// How soon the window answers: from one room to another, from a key to one's own message, and while
// many write. The real window in this process, off screen, with a real server beside it. Prints
// JSON lines; judges nothing.
#include "client/ui/main_window.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/bench/figure.h"
#include "tests/bench/message_rate.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QApplication>
#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QTest>
#include <QTimer>
#include <QUuid>
#include <algorithm>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::bench;

namespace {

const int kRuns = sized(5, 1);
const int kRooms = sized(60, 3); // more than the client keeps in memory
constexpr int kMessagesInEach = 100;
const int kEchoes = sized(120, 5); // a run
constexpr int kPauseMs = 30; // of a quick hand
const int kBusySeconds = sized(10, 1);
constexpr int kPatienceMs = 30'000;
const auto kPassword = u"correct horse battery"_s;

//! How long something took, and how much of it this thread worked: the rest it waited, for the
//! disk, the server, or a processor.
struct Took {
    double ms = 0;
    double workedMs = 0;
};

double threadMs()
{
    timespec worked{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &worked);
    return double(worked.tv_sec) * 1e3 + double(worked.tv_nsec) / 1e6;
}

std::vector<double> valuesOf(const std::vector<Took> &all, double Took::*value)
{
    std::vector<double> values;
    for (const Took &took : all)
        values.push_back(took.*value);
    return values;
}

double p99(const std::vector<Took> &all, double Took::*value = &Took::ms)
{
    return percentile99(valuesOf(all, value));
}

class LatencyBench {
public:
    Result<> prepare();
    Result<> switching();
    Result<> ownEcho();
    Result<> busyRoom();

private:
    Result<> makeRooms();
    Result<> fill(RoomId room);
    static QString roomName(int number) { return u"room %1"_s.arg(number, 2, 10, QChar(u'0')); }
    TimelineView &view() { return *m_ada.window().pane()->timeline(); }
    //! From the deed until that is painted and handed to the screen.
    Result<Took> untilPainted(const std::function<void()> &deed,
                              const std::function<bool()> &isThere);
    bool isInView(const QString &text);
    //! Starts somebody who writes into the room, in a process of its own.
    Result<> startWriting(QProcess &process, int perSecond, int seconds);
    //! The run is done: its p99 goes into the figure.
    static void note(Figure &figure, std::vector<Took> &all, const std::vector<Took> &times);
    void print(Figure figure, const std::vector<Took> &all, QJsonObject with = {}) const;

    test::SalondProcess m_salond{"[limits]\nmessages_per_second = 100000\n"
                                 "message_burst = 100000\nrequests_per_second = 100000\n"
                                 "rooms_per_hour = 100000\n"};
    test::HttpClient m_http{m_salond.port()};
    test::WindowUser m_ada;
    QString m_writer; //!< token of somebody else
    RoomId m_general;
    QString m_generalName;
};

Result<> LatencyBench::fill(RoomId room)
{
    for (int i = 0; i < kMessagesInEach; ++i) {
        TRY(m_http.call(
            "/api/message.post",
            protocol::PostMessage{
                .room = room,
                .key = QUuid::createUuid().toString(QUuid::WithoutBraces),
                .text =
                    u"Message %1: the last build is green again, so we can look at the rest."_s.arg(
                        i),
                .replyTo = {}}));
    }
    return {};
}

Result<> LatencyBench::makeRooms()
{
    TRY_ASSIGN(const auto writer, m_http.login(u"grace"_s, kPassword));
    m_writer = writer.token;
    TRY_ASSIGN(const auto login, m_http.login(u"ada"_s, kPassword));
    m_http.setToken(login.token.toUtf8());
    TRY_ASSIGN(const auto rooms, m_http.call("/api/room.list", protocol::ListRooms{}));
    m_general = rooms.rooms.first().id;
    m_generalName = rooms.rooms.first().name;
    TRY(fill(m_general));
    for (int i = 0; i < kRooms; ++i) {
        TRY_ASSIGN(const auto made,
                   m_http.call("/api/room.create",
                               protocol::CreateRoom{.name = roomName(i), .topic = {}}));
        TRY(fill(made.room.id));
    }
    return {};
}

Result<> LatencyBench::prepare()
{
    TRY(m_salond.start());
    for (const auto &name : {u"ada"_s, u"grace"_s})
        TRY(m_salond.addUser(name, kPassword));
    TRY(makeRooms());
    m_ada.start({m_salond.url(), u"ada"_s, kPassword});
    const auto isReady = [this] {
        return m_ada.isSignedIn() && m_ada.rooms().size() > kRooms && !m_ada.texts().isEmpty();
    };
    if (!QTest::qWaitFor(isReady, kPatienceMs))
        return Error::internal(u"the window does not show its rooms"_s);
    return {};
}

Result<Took> LatencyBench::untilPainted(const std::function<void()> &deed,
                                        const std::function<bool()> &isThere)
{
    QEventLoop loop;
    QElapsedTimer timer;
    double workedBefore = 0;
    Took took;
    const auto handedOver = [&] {
        took = {double(timer.nsecsElapsed()) / 1e6, threadMs() - workedBefore};
        loop.quit();
    };
    QObject::connect(&view(), &TimelineView::painted, &loop, [&] {
        if (isThere())
            QMetaObject::invokeMethod(&loop, handedOver, Qt::QueuedConnection);
    });
    QTimer::singleShot(kPatienceMs, &loop, [&loop] { loop.quit(); });
    // As any key or click: from the event loop.
    QMetaObject::invokeMethod(
        &loop,
        [&] {
            timer.start();
            workedBefore = threadMs();
            deed();
        },
        Qt::QueuedConnection);
    loop.exec();
    if (took.ms == 0)
        return Error::internal(u"it was not painted"_s);
    return took;
}

void LatencyBench::note(Figure &figure, std::vector<Took> &all, const std::vector<Took> &times)
{
    figure.ours.push_back(p99(times));
    all.insert(all.end(), times.begin(), times.end());
    tell(u"%1, run %2 of %3: median %4 ms, p99 %5 ms, of which this thread worked %6 ms"_s
             .arg(figure.name)
             .arg(figure.ours.size())
             .arg(kRuns)
             .arg(median(valuesOf(times, &Took::ms)), 0, 'f', 1)
             .arg(figure.ours.back(), 0, 'f', 1)
             .arg(p99(times, &Took::workedMs), 0, 'f', 1));
}

void LatencyBench::print(Figure figure, const std::vector<Took> &all, QJsonObject with) const
{
    if (!all.empty()) {
        with.insert(u"samples"_s, qint64(all.size()));
        with.insert(u"median_ms"_s, median(valuesOf(all, &Took::ms)));
        with.insert(u"worked_p99_ms"_s, p99(all, &Took::workedMs));
    }
    const QJsonObject here = machine();
    for (auto fact = here.begin(); fact != here.end(); ++fact)
        with.insert(fact.key(), *fact);
    with.insert(u"platform"_s, QGuiApplication::platformName());
    with.insert(u"server"_s, u"salond on this machine"_s);
    figure.bench = u"client"_s;
    bench::print(figure, with);
}

Result<> LatencyBench::switching()
{
    Figure figure{.name = u"another room painted, p99"_s, .unit = u"ms"_s, .ours = {}, .aim = 30};
    std::vector<Took> all;
    for (int run = -1; run < kRuns; ++run) { // the first shows each for the first time
        std::vector<Took> times;
        for (int i = 0; i < kRooms; ++i) {
            const QString name = roomName(i);
            const auto isThere = [&] {
                return m_ada.openedRoom() == name && view().model()
                    && view().model()->rowCount() >= kMessagesInEach / 2;
            };
            TRY_ASSIGN(const Took took, untilPainted([&] { m_ada.openRoom(name); }, isThere));
            times.push_back(took);
            QTest::qWait(kPauseMs);
        }
        if (run >= 0)
            note(figure, all, times);
    }
    print(figure, all, {{u"rooms"_s, kRooms}, {u"messages"_s, kMessagesInEach}});
    return {};
}

Result<> LatencyBench::startWriting(QProcess &process, int perSecond, int seconds)
{
    const MessageRate rate{m_salond.url(), m_writer, m_general, perSecond, seconds};
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), rate.arguments());
    const int before = int(m_ada.texts().size());
    const QString latest = m_ada.latest();
    const auto hasBegun = [&] { return m_ada.texts().size() > before || m_ada.latest() != latest; };
    if (!QTest::qWaitFor(hasBegun, kPatienceMs))
        return Error::internal(u"nobody writes"_s);
    return {};
}

bool LatencyBench::isInView(const QString &text)
{
    const auto &boxes = view().geometry().boxes();
    return std::any_of(boxes.begin(), boxes.end(), [&](const RowBox &box) {
        return view().model()->row(box.index).text == text;
    });
}

Result<> LatencyBench::ownEcho()
{
    constexpr int kPerSecond = 50;
    constexpr int kSeconds = 600; // ended before
    m_ada.openRoom(m_generalName);
    QProcess writer;
    TRY(startWriting(writer, kPerSecond, kSeconds));
    Figure figure{.name = u"key press to own message painted, 50 messages/s in the room, p99"_s,
                  .unit = u"ms"_s,
                  .ours = {},
                  .aim = 16};
    auto *edit = m_ada.find<QPlainTextEdit>(u"composerEdit"_s);
    std::vector<Took> all;
    for (int run = 0; run < kRuns; ++run) {
        std::vector<Took> times;
        for (int i = 0; i < kEchoes; ++i) {
            const QString text = u"mine %1 %2"_s.arg(run).arg(i);
            m_ada.type(text);
            TRY_ASSIGN(const Took took,
                       untilPainted([&] { QTest::keyClick(edit, Qt::Key_Return); },
                                    [&] { return isInView(text); }));
            times.push_back(took);
            QTest::qWait(kPauseMs);
        }
        note(figure, all, times);
    }
    const bool wasWriting = writer.state() == QProcess::Running;
    writer.kill();
    writer.waitForFinished();
    if (!wasWriting)
        return Error::internal(u"who wrote stopped too early"_s);
    print(figure, all);
    return {};
}

Result<> LatencyBench::busyRoom()
{
    constexpr int kPerSecond = 500;
    m_ada.openRoom(m_generalName);
    Figure figure{.name = u"longest turn of the event loop, 500 messages/s in the room"_s,
                  .unit = u"ms"_s,
                  .ours = {},
                  .aim = 50};
    int stalls = 0;
    const QString last = u"Message %1:"_s.arg(kPerSecond * kBusySeconds);
    for (int run = 0; run < kRuns; ++run) {
        QProcess writer;
        const LoopWatch watch;
        TRY(startWriting(writer, kPerSecond, kBusySeconds));
        QEventLoop loop;
        bool isLastThere = false;
        QObject::connect(&view(), &TimelineView::painted, &loop, [&] {
            const TimelineModel *model = view().model();
            isLastThere = model->row(model->rowCount() - 1).text.startsWith(last);
            if (isLastThere && writer.state() == QProcess::NotRunning)
                loop.quit();
        });
        QObject::connect(&writer, &QProcess::finished, &loop, [&] {
            if (isLastThere)
                loop.quit();
        });
        QTimer::singleShot(kBusySeconds * 1000 + kPatienceMs, &loop, [&loop] { loop.quit(); });
        loop.exec();
        if (!isLastThere)
            return Error::internal(u"the last message did not come"_s);
        figure.ours.push_back(double(watch.longest()) / 1e6);
        stalls += watch.stalls();
        tell(u"500 messages/s, run %1 of %2: longest turn %3 ms, %4 above 50 ms"_s.arg(run + 1)
                 .arg(kRuns)
                 .arg(figure.ours.back(), 0, 'f', 1)
                 .arg(watch.stalls()));
    }
    print(figure, {}, {{u"seconds"_s, kBusySeconds}, {u"turns_above_50_ms_in_all_runs"_s, stalls}});
    return {};
}

Result<> run()
{
    LatencyBench bench;
    TRY(bench.prepare());
    TRY(bench.switching());
    TRY(bench.ownEcho());
    return bench.busyRoom();
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("SALON_KEYCHAIN", "off");
    if (argc > 1) {
        const QCoreApplication application(argc, argv);
        return writeMessages(MessageRate::of(QCoreApplication::arguments().mid(1)));
    }
    const QApplication application(argc, argv);
    return exitCode(u"bench_client_latency"_s, run());
}
