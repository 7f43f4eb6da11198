// SPDX-License-Identifier: MIT
// What it costs to catch up with 1,000 missed messages, with the client's own state and cache and a
// real salond: questions a page, and bytes on the wire a message beyond its text. Once told event
// by event in many rooms, once as a gap in one room that is filled by scrolling up over it. Prints
// JSON lines; judges nothing.
#include "client/state/chat.h"
#include "tests/bench/figure.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

const int kRuns = sized(5, 1);
constexpr int kMissed = 1'000;
constexpr int kRooms = 20;
constexpr int kPatienceMs = 60'000;
constexpr auto kConfiguration = "[limits]\nmessages_per_second = 100000\nmessage_burst = 100000\n"
                                "requests_per_second = 100000\nrooms_per_hour = 100000\n";
const auto kPassword = u"correct horse battery"_s;
const QString kText = QString(200, u'x');

bool waitFor(const std::function<bool()> &condition)
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
    return true;
}

//! What went over the line from here on.
struct Traffic {
    qint64 bytes = 0;
    int questions = 0;
    int answers = 0;

    void count(const client::Connection &connection, QObject *context)
    {
        using client::Connection;
        QObject::connect(&connection, &Connection::frameSent, context,
                         [this](const QByteArray &frame) {
                             if (!isAboutLog(frame))
                                 return;
                             bytes += frame.size();
                             ++questions;
                         });
        QObject::connect(&connection, &Connection::frameReceived, context,
                         [this](const QByteArray &frame) {
                             if (!frame.contains("\"text\":"))
                                 return;
                             bytes += frame.size();
                             ++answers;
                         });
    }
    static bool isAboutLog(const QByteArray &frame)
    {
        return frame.contains("\"session.sync\"") || frame.contains("\"room.messages\"");
    }
    double bytesBeyondText() const
    {
        return double(bytes - qint64(kMissed) * kText.size()) / kMissed;
    }
};

//! Somebody who reads, and somebody who writes in the same rooms.
class Scene {
public:
    Result<> start()
    {
        TRY(m_salond.start());
        for (const auto &name : {u"ada"_s, u"grace"_s})
            TRY(m_salond.addUser(name, kPassword));
        test::HttpClient login(m_salond.port());
        TRY_ASSIGN(m_ada, login.login(u"ada"_s, kPassword));
        TRY_ASSIGN(const auto grace, login.login(u"grace"_s, kPassword));
        m_grace.emplace(m_salond.port());
        m_grace->setToken(grace.token.toUtf8());
        login.setToken(m_ada.token.toUtf8());
        for (int i = 0; i < kRooms; ++i) {
            protocol::CreateRoom create;
            create.name = u"room %1"_s.arg(i);
            TRY_ASSIGN(const auto made, m_grace->call("/api/room.create", create));
            TRY(login.call("/api/room.join", protocol::JoinRoom{made.room.id}));
            m_rooms.append(made.room.id);
        }
        return {};
    }
    const QList<RoomId> &rooms() const { return m_rooms; }
    //! The seq of the last one.
    Result<Seq> write(RoomId room, int count)
    {
        Seq last = 0;
        for (int i = 0; i < count; ++i) {
            const QString key = QUuid::createUuid().toString(QUuid::WithoutBraces);
            TRY_ASSIGN(
                const auto posted,
                m_grace->call("/api/message.post", protocol::PostMessage{room, key, kText, {}}));
            last = posted.seq;
        }
        return last;
    }
    //! The reader's client, with what it kept from the last time.
    std::unique_ptr<client::Chat> arrive(Traffic *traffic = nullptr)
    {
        auto chat = std::make_unique<client::Chat>(m_folder.path());
        bool isThere = false;
        QObject::connect(chat.get(), &client::Chat::caughtUp, chat.get(), [&] { isThere = true; });
        if (traffic)
            traffic->count(chat->connection(), chat.get());
        chat->open(m_salond.url(), m_ada.token, m_ada.user.id);
        if (!waitFor([&] { return isThere; }))
            return nullptr;
        QObject::disconnect(chat.get(), &client::Chat::caughtUp, chat.get(), nullptr);
        return chat;
    }

private:
    test::SalondProcess m_salond{kConfiguration};
    QTemporaryDir m_folder;
    protocol::LoginReply m_ada;
    std::optional<test::HttpClient> m_grace;
    QList<RoomId> m_rooms;
};

//! Each of the rooms went on by a few: all is told event by event.
Result<> catchUpInManyRooms(Scene &scene, Traffic &traffic)
{
    {
        const auto chat = scene.arrive();
        if (!chat)
            return Error::internal(u"the client did not come in"_s);
        for (const RoomId room : scene.rooms()) {
            TRY_ASSIGN(const Seq seq, scene.write(room, 1));
            if (!waitFor([&] { return chat->rooms().find(room)->head >= seq; }))
                return Error::internal(u"the message was not pushed"_s);
        }
    }
    for (const RoomId room : scene.rooms())
        TRY(scene.write(room, kMissed / kRooms));
    return scene.arrive(&traffic) ? Result<>() : Error::internal(u"it did not catch up"_s);
}

//! One room went on by all of them: the newest page comes, the rest when somebody scrolls there.
Result<> catchUpInOneRoom(Scene &scene, RoomId room, Traffic &traffic)
{
    TRY(scene.write(room, 1));
    {
        const auto chat = scene.arrive();
        const client::Timeline *timeline = chat ? chat->openRoom(room) : nullptr;
        if (!timeline || !waitFor([&] { return timeline->isLoaded(); }))
            return Error::internal(u"the room was not shown"_s);
    }
    TRY(scene.write(room, kMissed));
    const auto chat = scene.arrive(&traffic);
    const client::Timeline *timeline = chat ? chat->openRoom(room) : nullptr;
    if (!timeline || !waitFor([&] { return timeline->isLoaded(); }))
        return Error::internal(u"the room was not shown after the gap"_s);
    const Seq old = chat->rooms().find(room)->head - kMissed;
    while (timeline->firstSeq() > old) {
        const Seq first = timeline->firstSeq();
        chat->loadOlder(room);
        if (!waitFor([&] { return timeline->firstSeq() < first; }))
            return Error::internal(u"the gap was not filled"_s);
    }
    return {};
}

void add(const Traffic &traffic, Figure &questions, Figure &bytes)
{
    questions.ours.push_back(double(traffic.questions) / std::max(1, traffic.answers));
    bytes.ours.push_back(traffic.bytesBeyondText());
}

Result<> run()
{
    Scene scene;
    TRY(scene.start());
    Figure questions{.bench = u"catch up"_s,
                     .name = u"questions a page, 1,000 missed in one room"_s,
                     .unit = u"questions"_s,
                     .ours = {},
                     .aim = 1};
    Figure bytes{.bench = u"catch up"_s,
                 .name = u"bytes a message beyond its text, 1,000 missed in one room"_s,
                 .unit = u"B"_s,
                 .ours = {},
                 .aim = 250};
    Figure manyQuestions = questions, manyBytes = bytes;
    manyQuestions.name = u"questions a page, 1,000 missed in 20 rooms"_s;
    manyBytes.name = u"bytes a message beyond its text, 1,000 missed in 20 rooms"_s;
    for (int i = 0; i < kRuns; ++i) {
        Traffic one, many;
        TRY(catchUpInOneRoom(scene, scene.rooms()[i], one));
        TRY(catchUpInManyRooms(scene, many));
        add(one, questions, bytes);
        add(many, manyQuestions, manyBytes);
        tell(u"catch up, run %1 of %2: one room %3 questions, %4 bytes a message; %5 rooms %6 "
             "questions, %7 bytes a message"_s.arg(i + 1)
                 .arg(kRuns)
                 .arg(one.questions)
                 .arg(one.bytesBeyondText(), 0, 'f', 0)
                 .arg(kRooms)
                 .arg(many.questions)
                 .arg(many.bytesBeyondText(), 0, 'f', 0));
    }
    QJsonObject conditions = machine();
    conditions.insert(u"text"_s, u"%1 characters of one byte"_s.arg(kText.size()));
    conditions.insert(u"counted"_s, u"frames of session.sync and room.messages, both ways"_s);
    for (const Figure &figure : {questions, bytes, manyQuestions, manyBytes})
        print(figure, conditions);
    return {};
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return salon::bench::exitCode(u"bench_catch_up"_s, salon::bench::run());
}
