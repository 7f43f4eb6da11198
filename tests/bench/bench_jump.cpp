// SPDX-License-Identifier: MIT
// How soon a message is on the screen to which somebody jumps in a room of a million: where it is
// kept on this computer, and where the server is asked. The room's pane in this process, off
// screen. Prints JSON lines; judges nothing.
#include "client/state/chat.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/bench/cache_fill.h"
#include "tests/bench/figure.h"
#include "tests/bench/filled_server.h"
#include <QApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::bench;

namespace {

const int kRuns = sized(5, 1);
const int kJumps = sized(40, 3); // of a run
constexpr int kPatienceMs = 30'000;
constexpr double kAimMs = 100;
const qint64 kManyMessages =
    sized<qint64>(1'000'000, 5'000); // SALON_BENCH_MESSAGES makes it another
constexpr RoomId kRoom{1};
constexpr UserId kSelf{1};

qint64 manyMessages()
{
    const qint64 wanted = qEnvironmentVariableIntValue("SALON_BENCH_MESSAGES");
    return wanted > 0 ? wanted : kManyMessages;
}

//! The room in a window.
class Reader {
public:
    Reader() : m_chat(m_folder.path()), m_pane(m_chat) { }

    const QString profile() const { return m_folder.path(); }
    Chat &chat() { return m_chat; }
    Result<> open(const QUrl &server, const QString &token, UserId self, RoomId room)
    {
        m_chat.open(server, token, self);
        if (!QTest::qWaitFor([&] { return m_chat.rooms().find(room); }, kPatienceMs))
            return Error::internal(u"the room is not there"_s);
        m_pane.openRoom(room);
        m_pane.resize(860, 720);
        m_pane.show();
        const auto *timeline = m_pane.timeline();
        if (!QTest::qWaitFor([&] { return timeline->model()->rowCount() > 0; }, kPatienceMs))
            return Error::internal(u"the room does not open"_s);
        QTest::qWait(100);
        return {};
    }
    //! Milliseconds until the message was painted.
    Result<double> jump(Seq seq)
    {
        bool isPainted = false;
        TimelineView &view = *m_pane.timeline();
        const auto painted =
            QObject::connect(&view, &TimelineView::painted, &view, [&view, &isPainted, seq] {
                const int index = view.model()->indexOf(seq);
                isPainted = isPainted || (index >= 0 && view.geometry().boxOf(index));
            });
        QElapsedTimer timer;
        timer.start();
        m_pane.jumpTo(seq);
        while (!isPainted && timer.elapsed() < kPatienceMs)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, kPatienceMs);
        const auto took = double(timer.nsecsElapsed()) / 1e6;
        QObject::disconnect(painted);
        if (!isPainted)
            return Error::internal(u"the message is not shown"_s);
        QTest::qWait(10); // for the pages around it, which are asked for then
        return took;
    }

private:
    QTemporaryDir m_folder;
    Chat m_chat;
    RoomPane m_pane;
};

struct Times {
    std::vector<double> jumps, questions, beyond;
};

void tellWorst(const Times &all, const QString &what)
{
    tell(u"jump: %1, the slowest of all %2 ms"_s.arg(what).arg(*std::ranges::max_element(all.jumps),
                                                               0, 'f', 1));
}

//! As many days as a month has, over all messages, where one takes so long.
QList<Timestamp> month(Timestamp start, qint64 messageMs)
{
    constexpr int kDays = 31;
    QList<Timestamp> days;
    for (int i = 0; i <= kDays; ++i)
        days.append(start + i * manyMessages() * messageMs / kDays);
    return days;
}

//! What is kept: no server is there.
Result<> measureCache(const QJsonObject &conditions)
{
    Reader reader;
    const QUrl nobody(u"http://127.0.0.1:1"_s);
    protocol::Room room{
        .id = kRoom, .name = u"general"_s, .kind = u"public"_s, .role = u"member"_s};
    fillCache(reader.profile(), {nobody.toString(), kSelf}, {room}, manyMessages());
    tell(u"jump: the cache is filled"_s);
    TRY(reader.open(nobody, u"token"_s, kSelf, kRoom));
    QRandomGenerator random(1);
    Figure figure{.bench = u"jump"_s,
                  .name = u"jump among %L1 kept messages, painted"_s.arg(manyMessages()),
                  .unit = u"ms"_s,
                  .aim = kAimMs};
    Figure slowest = figure;
    slowest.name += u", the slowest of %1"_s.arg(kJumps);
    for (int run = 0; run < kRuns; ++run) {
        std::vector<double> times;
        for (int i = 0; i < kJumps; ++i) {
            TRY_ASSIGN(const double took, reader.jump(random.bounded(2, int(manyMessages()))));
            times.push_back(took);
        }
        slowest.ours.push_back(*std::ranges::max_element(times));
        figure.ours.push_back(median(std::move(times)));
    }
    print(figure, conditions);
    print(slowest, conditions);
    Figure days{.bench = u"jump"_s,
                .name = u"days of a month among %L1 kept messages"_s.arg(manyMessages()),
                .unit = u"ms"_s};
    for (int run = 0; run < kRuns; ++run) {
        bool isThere = false;
        QElapsedTimer timer;
        timer.start();
        reader.chat().findMoments(
            kRoom, month(1'790'000'000'000 + run, 1),
            [&isThere](const Result<Chat::Moments> &found) { isThere = bool(found); });
        while (!isThere && timer.elapsed() < kPatienceMs)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, kPatienceMs);
        days.ours.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    print(days, conditions);
    return {};
}

Result<> fillRoom(const FilledServer &server, LogFill &fill, RoomId &room)
{
    TRY_ASSIGN(const auto author, fill.addUser(u"grace"_s));
    TRY_ASSIGN(room, fill.addRoom(u"archive"_s, author));
    TRY(fill.join(room, server.account()));
    for (qint64 i = 0; i < manyMessages(); ++i)
        TRY(fill.post(room, author));
    return {};
}

Result<> measureServer(const QJsonObject &conditions)
{
    FilledServer server;
    RoomId room;
    TRY(server.make([&](LogFill &fill) { return fillRoom(server, fill, room); }));
    TRY(server.start());
    TimedClient client;
    TRY(server.open(client));
    Reader reader;
    TRY(reader.open(server.url(), QString::fromLatin1(server.token()), server.account(), room));
    QRandomGenerator random(1);
    Figure jumps{.bench = u"jump"_s,
                 .name = u"jump among %L1 messages of the server, painted"_s.arg(manyMessages()),
                 .unit = u"ms"_s,
                 .yardstick = u"the question for that page alone"_s};
    Figure beyond{.bench = u"jump"_s,
                  .name = u"what a jump takes beyond the question"_s,
                  .unit = u"ms"_s,
                  .aim = kAimMs};
    Figure days{.bench = u"jump"_s,
                .name = u"days of a month among %L1 messages of the server"_s.arg(manyMessages()),
                .unit = u"ms"_s};
    for (int run = 0; run < kRuns; ++run) {
        Times times;
        std::vector<double> months;
        for (int i = 0; i < kJumps; ++i) {
            const Seq seq = random.bounded(10, int(manyMessages()));
            protocol::ListMessages page{.room = room, .around = seq, .limit = 100};
            TRY_ASSIGN(const double asked, client.ask(page));
            TRY_ASSIGN(const double took, reader.jump(seq));
            TRY_ASSIGN(const double looked,
                       client.ask(protocol::FindMoments{
                           room, month(1'700'000'000'000 + random.bounded(60'000), 100)}));
            times.questions.push_back(asked);
            times.jumps.push_back(took);
            times.beyond.push_back(took - asked);
            months.push_back(looked);
        }
        tellWorst(times, u"run %1 of %2"_s.arg(run + 1).arg(kRuns));
        jumps.ours.push_back(median(std::move(times.jumps)));
        jumps.theirs.push_back(median(std::move(times.questions)));
        beyond.ours.push_back(*std::ranges::max_element(times.beyond));
        days.ours.push_back(median(std::move(months)));
    }
    print(jumps, conditions);
    print(beyond, conditions);
    print(days, conditions);
    return server.stop();
}

Result<> run()
{
    QJsonObject conditions = machine();
    conditions.insert(u"jumps_of_a_run"_s, kJumps);
    conditions.insert(u"screen"_s, QGuiApplication::platformName());
    TRY(measureCache(conditions));
    return measureServer(conditions);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    return exitCode(u"bench_jump"_s, run());
}
