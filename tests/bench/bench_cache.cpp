// SPDX-License-Identifier: MIT
// What the client's cache costs with a million messages in it, against a thousand.
#include "tests/bench/figure.h"
#include "tests/client/cache/log_cache_user.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace salon::bench {
namespace {

const int kRuns = sized(5, 1);
const int kRooms = sized(100, 10);
const qint64 kMany = sized<qint64>(1'000'000, 10'000);
constexpr qint64 kFew = 1'000;
const int kQuestions = sized(1'000, 10); // in a run
const int kEvents = sized(20'000, 100); // in a run
constexpr qint64 kPage = 200;

protocol::RoomEvent eventOf(RoomId room, Seq seq)
{
    static const QString kText =
        u"I would rather keep the old default until we have numbers, because the last one "_s;
    return {room,
            seq,
            1'790'000'000'000 + seq,
            {1 + seq % 50},
            protocol::MessagePosted{seq,
                                    u"0e5f2a4c-%1-4d9e-9c55-%2"_s.arg(room.value).arg(seq),
                                    kText.left(20 + seq * 7 % 80) + QString::number(seq),
                                    {}}};
}

RoomId roomAt(int index)
{
    return {1 + index};
}

double milliseconds(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

//! A profile whose cache holds so many messages in so many rooms.
class Profile {
public:
    Profile(qint64 messages, int rooms) : m_rooms(rooms), m_head(messages / rooms)
    {
        m_user.cache->setBounds({.messages = 2 * kMany, .bytes = qint64(8) << 30});
        for (Seq from = 1; from <= m_head; from += kPage) {
            for (int room = 0; room < rooms; ++room)
                m_user.cache->putPage(kAda, pageOf(roomAt(room), from));
            m_user.content(); // or all of it would wait in memory
        }
    }
    //! Milliseconds a question for a page of 30 messages, anywhere.
    double page()
    {
        std::vector<double> times;
        for (int i = 0; i < kQuestions; ++i) {
            const protocol::ListMessages request{.room = roomAt(m_random.bounded(m_rooms)),
                                                 .before = m_random.bounded(40, int(m_head))};
            times.push_back(milliseconds([&] {
                if (m_user.page(request)->messages.size() != protocol::kDefaultPage)
                    qFatal("the page is not there");
            }));
        }
        return median(times);
    }
    //! Milliseconds from opening the file to the newest page of a room.
    double start()
    {
        m_user.cache.reset();
        return milliseconds([&] {
            m_user.start();
            m_user.content();
            if (!m_user.page({.room = roomAt(0)}))
                qFatal("the page is not there");
        });
    }
    //! Events a second that come at once, in all rooms.
    double append()
    {
        const double took = milliseconds([&] {
            for (int i = 0; i < kEvents; ++i) {
                const int room = i % m_rooms;
                m_user.cache->append(kAda, eventOf(roomAt(room), m_head + 1 + i / m_rooms));
            }
            m_user.content();
        });
        m_head += kEvents / m_rooms;
        return kEvents / took * 1e3;
    }
    double bytes() const { return double(QFileInfo(m_user.path()).size()); }

private:
    protocol::MessagePage pageOf(RoomId room, Seq from) const
    {
        protocol::MessagePage page{.room = room,
                                   .from = from,
                                   .to = std::min(from + kPage - 1, m_head),
                                   .asOf = m_head,
                                   .hasBefore = from > 1};
        for (Seq seq = page.from; seq <= page.to; ++seq)
            page.messages.append(*eventOf(room, seq).message());
        return page;
    }

    LogCacheUser m_user;
    QRandomGenerator m_random{1};
    int m_rooms;
    Seq m_head;
};

void run()
{
    QJsonObject conditions = machine();
    conditions.insert(u"rooms"_s, kRooms);
    Figure fill{.bench = u"cache"_s, .name = u"pages of 200 kept"_s, .unit = u"messages/s"_s};
    std::optional<Profile> many;
    const double took = milliseconds([&] { many.emplace(kMany, kRooms); });
    fill.ours.push_back(double(kMany) / took * 1e3);
    print(fill, conditions);
    tell(u"cache: a million messages are there"_s);
    Profile few(kFew, 1);
    Figure page{.bench = u"cache"_s,
                .name = u"page of 30, of 1,000,000"_s,
                .unit = u"ms"_s,
                .yardstick = u"of 1,000"_s,
                .aim = 1.2};
    Figure start = page;
    start.name = u"open and first page, of 1,000,000"_s;
    for (int i = 0; i < kRuns; ++i) {
        start.ours.push_back(many->start());
        start.theirs.push_back(few.start());
        page.ours.push_back(many->page());
        page.theirs.push_back(few.page());
    }
    print(page, conditions);
    print(start, conditions);
    Figure append{.bench = u"cache"_s, .name = u"pushed events kept"_s, .unit = u"events/s"_s};
    for (int i = 0; i < kRuns; ++i)
        append.ours.push_back(many->append());
    print(append, conditions);
    print({.bench = u"cache"_s,
           .name = u"file, per message"_s,
           .unit = u"bytes"_s,
           .ours = {many->bytes() / double(kMany)}},
          conditions);
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    salon::bench::run();
    return 0;
}
