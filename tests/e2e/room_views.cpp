// SPDX-License-Identifier: MIT
#include "tests/e2e/room_views.h"
#include "client/model/room_timeline_model.h"
#include "tests/support/test_client.h"
#include <QTest>

namespace salon::test {
namespace {

using namespace Qt::StringLiterals;
using namespace salon::client;
using namespace salon::protocol;

constexpr int kPatienceMs = 60'000;

View viewOf(const std::map<Seq, Message> &messages)
{
    View view;
    for (const auto &[seq, message] : messages)
        view[seq] = wire::encoded(message);
    return view;
}

//! A line as both ways to it write it.
QString pinLine(Seq after, Seq message, const QString &by, Timestamp at)
{
    return u"%1: %2 %3 %4"_s.arg(after).arg(message).arg(by).arg(at);
}

} // namespace

View history(const HttpClient &http, RoomId room)
{
    std::map<Seq, Message> all;
    std::optional<Seq> before;
    for (;;) {
        const auto page = http.call(
            "/api/room.messages",
            ListMessages{.room = room, .before = before, .after = {}, .around = {}, .limit = 50});
        if (!page)
            return {};
        for (const Message &message : page->messages)
            all[message.seq] = message;
        if (!page->hasBefore)
            return viewOf(all);
        before = page->from;
    }
}

View pinned(const HttpClient &http, RoomId room)
{
    std::map<Seq, Message> all;
    ListPins ask{room};
    do {
        const auto page = http.call("/api/room.pins", ask);
        if (!page)
            return {};
        for (const Message &message : page->messages)
            all[message.seq] = message;
        ask.after = page->after;
    } while (ask.after);
    return viewOf(all);
}

View pinnedOf(View view)
{
    std::erase_if(view, [](const auto &each) { return !each.second.contains(R"("pinned":true)"); });
    return view;
}

// Nothing but the numbers decides the order.
QStringList pinLines(const QUrl &server, const QString &token, RoomId room,
                     const QHash<UserId, QString> &names)
{
    TestClient reader(server);
    if (!reader.open(token))
        return {};
    std::map<Seq, std::pair<Seq, QString>> pins; // by message: its event, and the line
    Seq known = 0;
    Seq last = 0; // the last message before
    for (;;) {
        const auto events = reader.ask(ListEvents{room, known, kMaxEvents});
        if (!events || events->events.isEmpty())
            break;
        for (const RoomEvent &event : events->events) {
            known = event.seq;
            if (event.message())
                last = event.seq;
            const bool isPin = std::holds_alternative<MessagePinned>(event.data);
            if (isPin)
                pins[event.changes()] = {
                    event.seq, pinLine(last, event.changes(), names.value(event.by), event.at)};
            else if (std::holds_alternative<MessageUnpinned>(event.data)
                     || std::holds_alternative<MessageDeleted>(event.data))
                pins.erase(event.changes());
        }
    }
    std::map<Seq, QString> inOrder;
    for (const auto &[message, pin] : pins)
        inOrder[pin.first] = pin.second;
    QStringList lines;
    for (const auto &[seq, line] : inOrder)
        lines.append(line);
    return lines;
}

View shown(Chat &chat, RoomId room)
{
    Timeline *timeline = chat.openRoom(room);
    const auto whole = [&] {
        if (timeline->isLoaded() && timeline->hasOlder())
            chat.loadOlder(room);
        if (timeline->isLoaded() && timeline->hasNewer())
            chat.loadNewer(room);
        return timeline->isLoaded() && !timeline->hasOlder() && !timeline->hasNewer();
    };
    if (!QTest::qWaitFor(whole, kPatienceMs))
        return {};
    View view;
    for (const TimelineEntry &entry : timeline->entries())
        view[entry.message.seq] = wire::encoded(entry.message);
    return view;
}

View shownPins(Chat &chat)
{
    View view;
    for (const Message &message : chat.pins().messages())
        view[message.seq] = wire::encoded(message);
    return view;
}

QStringList shownPinLines(Chat &chat, RoomId room)
{
    const RoomTimelineModel model(chat, chat.openRoom(room),
                                  [](const Error &error) { return error.message; });
    QStringList lines;
    for (int i = 0; i < model.rowCount(); ++i) {
        for (const RowPinLine &line : model.row(i).pinLines)
            lines.append(pinLine(model.row(i).seq, line.message, line.by, line.at));
    }
    return lines;
}

} // namespace salon::test
