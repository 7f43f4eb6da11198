// SPDX-License-Identifier: MIT
#include "tests/bench/cache_fill.h"
#include <QEventLoop>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

constexpr UserId kAuthor{2};

protocol::Message message(RoomId room, Seq seq)
{
    protocol::Message made;
    made.room = room;
    made.seq = seq;
    made.n = seq - 1;
    made.rev = seq;
    made.at = 1'790'000'000'000 + seq;
    made.by = kAuthor;
    made.key = u"00000000-0000-4000-8000-%1"_s.arg(seq, 12, 10, QChar(u'0'));
    made.text =
        u"Message %1: the last build is green again, so we can look at the rest."_s.arg(seq);
    return made;
}

} // namespace

void fillCache(const QString &profile, const client::StoreAccount &account,
               const QList<protocol::Room> &rooms, qint64 messages)
{
    client::LogCache cache(profile);
    const qint64 inEach = std::max<qint64>(1, messages / rooms.size());
    QList<protocol::Room> rows = rooms;
    for (protocol::Room &row : rows) {
        row.head = inEach + 1;
        row.n = inEach;
        row.read = row.head;
        row.unread = 0;
    }
    cache.putRooms(account, rows);
    cache.putUsers(account, {{kAuthor, u"grace"_s, u"Grace"_s}});
    for (const protocol::Room &row : std::as_const(rows)) {
        for (Seq from = 2; from <= row.head; from += protocol::kMaxPage) {
            const Seq to = std::min(row.head, from + protocol::kMaxPage - 1);
            protocol::MessagePage page{.room = row.id, .from = from == 2 ? 1 : from, .to = to};
            for (Seq seq = from; seq <= to; ++seq)
                page.messages.append(message(row.id, seq));
            page.asOf = row.head;
            page.hasBefore = from > 2;
            page.hasAfter = to < row.head;
            cache.putPage(account, page);
        }
        // What waits to be written does not pile up in memory.
        QEventLoop written;
        cache.load(account, [&written](const client::LogCache::Content &) { written.quit(); });
        written.exec();
    }
}

} // namespace salon::bench
