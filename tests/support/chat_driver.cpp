// SPDX-License-Identifier: MIT
// A client without windows, told by standard input what its person does; says on standard output
// what that person would be shown. Words of a line are percent-encoded.
//   salon_chat_driver FOLDER SERVER TOKEN USER ROOM...
#include "client/state/chat.h"
#include "tests/support/act.h"
#include <QCoreApplication>
#include <QPointer>
#include <QSocketNotifier>
#include <algorithm>
#include <array>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

constexpr int kSettleMs = 600; // a draft is written 300 ms after it was typed

//! At once and whole: what was said before a kill was said.
void say(const QStringList &words)
{
    QByteArray line;
    for (const QString &word : words)
        line += (line.isEmpty() ? "" : " ") + QUrl::toPercentEncoding(word);
    line += '\n';
    for (qsizetype place = 0; place < line.size();) {
        const auto size = size_t(line.size() - place);
        const auto written = ::write(STDOUT_FILENO, line.constData() + place, size);
        if (written < 0)
            return;
        place += written;
    }
}

QString number(qint64 value)
{
    return QString::number(value);
}

QString textOf(const Error &error)
{
    const auto reason = wireName(error.reason);
    return QString::fromLatin1(reason.data(), qsizetype(reason.size())) + u' ' + error.toString();
}

void tellAnswer(const QString &id, const Result<Seq> &rev)
{
    if (rev)
        return say({u"done"_s, id, number(*rev)});
    const Error &error = rev.error();
    say({u"undone"_s, id, client::isPassing(error.code) ? QString() : textOf(error),
         number(error.code == ErrorCode::TooLarge ? 1 : 0)});
}

//! By the names of kActs.
QString actOf(const client::WantedChange &change)
{
    using What = client::WantedChange::What;
    switch (change.what) {
    case What::Reaction:
        return change.isOn ? u"react"_s : u"takeback"_s;
    case What::Pin:
        return change.isOn ? u"pin"_s : u"unpin"_s;
    case What::Deletion:
        break;
    }
    return u"delete"_s;
}

class ChatDriver : public QObject {
public:
    ChatDriver(const QStringList &arguments, QObject *parent)
        : QObject(parent), m_chat(arguments.value(1)), m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        for (const QString &room : arguments.mid(5))
            m_rooms.append(RoomId{room.toLongLong()});
        connect(&m_input, &QSocketNotifier::activated, this, &ChatDriver::readInput);
        connect(&m_chat, &client::Chat::textNotTaken, this, [](RoomId room, const QString &text) {
            say({u"refused"_s, number(room.value), text});
        });
        connect(&m_chat, &client::Chat::storeSetAside, this, [](const QString &path) {
            say({u"aside"_s, path});
        });
        connect(&m_chat.connection(), &client::Connection::stateChanged, this,
                &ChatDriver::tellState);
        connect(&m_chat, &client::Chat::ready, this, [this] {
            say({u"ready"_s});
            for (const RoomId room : std::as_const(m_rooms))
                goToEnd(room);
        });
        connect(&m_chat, &client::Chat::eventApplied, this, [](const protocol::RoomEvent &event) {
            say({u"event"_s, number(event.room.value), QString::fromUtf8(wire::encoded(event))});
        });
        connectWanted();
        // Shown right after it is counted.
        connect(
            &m_chat, &client::Chat::unsentChanged, this, [this] { tellUnsent(); },
            Qt::QueuedConnection);
        m_chat.open(QUrl(arguments.value(2)), arguments.value(3),
                    UserId{arguments.value(4).toLongLong()});
    }

private:
    void tellState(client::ConnectionState state);
    void openRooms();
    void readInput();
    void obey(const QStringList &words);
    void connectWanted();
    void want(const client::WantedChange &change, const QString &id);
    void judge(const client::WantedChange &change, const Result<Seq> &rev);
    void act(const QStringList &words);
    void edit(RoomId room, Seq seq, const QString &text);
    void draft(RoomId room, const QString &text);
    void tellUnsent(const client::Timeline &timeline);
    void tellUnsent();
    void goToEnd(RoomId room);
    void tellRows(RoomId room);
    void tellMarkers();
    void tellPinned(RoomId room);

    client::Chat m_chat;
    QList<RoomId> m_rooms;
    QHash<RoomId, QPointer<client::Timeline>> m_timelines;
    QHash<RoomId, QSet<QString>> m_unsent; //!< keys that are shown as such
    QHash<RoomId, QSet<Seq>> m_edited; //!< messages that were given another text
    QHash<RoomId, int> m_draftCounts;
    QSet<RoomId> m_rowsWanted; //!< to be told at the end of the room
    QList<std::pair<client::WantedChange, QString>> m_wanted; //!< with the names of what was asked
    bool m_isActing = false;
    QSocketNotifier m_input;
    QByteArray m_line;
};

void ChatDriver::tellState(client::ConnectionState state)
{
    if (m_timelines.isEmpty())
        openRooms(); // the account was opened, whatever becomes of the connection
    constexpr std::array kNames{"closed", "connecting", "online", "waiting"};
    say({u"state"_s, QString::fromLatin1(kNames.at(size_t(state))),
         number(qint64(m_chat.connection().lastFailure().connection)),
         number(qint64(m_chat.connection().lastFailure().error.code))});
}

void ChatDriver::openRooms()
{
    for (const RoomId room : std::as_const(m_rooms)) {
        say({u"draft"_s, number(room.value), m_chat.draft(room).text});
        client::Timeline *timeline = m_chat.openRoom(room);
        m_timelines.insert(room, timeline);
        const auto look = [this, timeline] { tellUnsent(*timeline); };
        connect(timeline, &client::Timeline::inserted, this, look);
        connect(timeline, &client::Timeline::removed, this, look);
        connect(timeline, &client::Timeline::changed, this, look);
        connect(timeline, &client::Timeline::wasReset, this, look);
        connect(
            timeline, &client::Timeline::boundsChanged, this, [this, room] { goToEnd(room); },
            Qt::QueuedConnection);
        connect(timeline, &client::Timeline::delivered, this, [timeline](const QString &key) {
            const auto row = std::ranges::find(timeline->entries(), key,
                                               [](const auto &entry) { return entry.message.key; });
            if (row != timeline->entries().end())
                say({u"delivered"_s, number(timeline->room().value), key, number(row->message.seq),
                     number(row->message.n)});
        });
        look();
    }
    if (!m_rooms.isEmpty())
        m_chat.pins().open(m_rooms.constFirst());
    tellUnsent();
    say({u"opened"_s});
}

void ChatDriver::tellUnsent()
{
    for (const auto &timeline : std::as_const(m_timelines)) {
        if (timeline)
            tellUnsent(*timeline);
    }
    say({u"waiting"_s, number(m_chat.outboxCount().waiting)});
}

void ChatDriver::tellUnsent(const client::Timeline &timeline)
{
    const QString room = number(timeline.room().value);
    QSet<QString> &told = m_unsent[timeline.room()];
    QSet<QString> unsent;
    for (const client::TimelineEntry &entry :
         timeline.entries().sliced(timeline.deliveredCount())) {
        const QString &key = entry.message.key;
        unsent.insert(key);
        if (!told.contains(key))
            say({u"kept"_s, room, key, entry.message.text, u"post"_s,
                 number(entry.message.replyTo.value_or(0))});
        if (entry.state == client::SendState::Failed)
            say({u"failed"_s, room, key, textOf(entry.failure)});
    }
    QSet<Seq> edited = m_edited.value(timeline.room());
    for (const client::TimelineEntry &entry : timeline.entries())
        edited.insert(entry.message.seq);
    for (const Seq seq : std::as_const(edited)) {
        const client::PendingEdit *edit = timeline.edit(seq);
        if (!edit)
            continue;
        unsent.insert(edit->key);
        if (!told.contains(edit->key))
            say({u"kept"_s, room, edit->key, edit->text, u"edit"_s, number(seq)});
        if (edit->failure)
            say({u"failed"_s, room, edit->key, textOf(*edit->failure)});
    }
    for (const QString &key : told - unsent)
        say({u"gone"_s, room, key});
    told = unsent;
}

void ChatDriver::readInput()
{
    std::array<char, 4096> bytes;
    const auto got = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (got <= 0)
        return QCoreApplication::quit();
    m_line.append(bytes.data(), got);
    for (auto end = m_line.indexOf('\n'); end >= 0; end = m_line.indexOf('\n')) {
        QStringList words;
        for (const QByteArray &word : m_line.first(end).split(' '))
            words.append(QUrl::fromPercentEncoding(word));
        m_line.remove(0, end + 1);
        obey(words);
    }
}

void ChatDriver::obey(const QStringList &words)
{
    const QString &what = words.first();
    const RoomId room{words.value(1).toLongLong()};
    if (what == "post"_L1)
        m_chat.post(room, words.value(2));
    else if (what == "act"_L1)
        act(words);
    else if (what == "draft"_L1)
        draft(room, words.value(2));
    else if (what == "read"_L1)
        m_chat.markRead(room, words.value(2).toLongLong());
    else if (what == "retry"_L1)
        m_chat.retry(room, words.value(2));
    else if (what == "rows"_L1)
        tellRows(room);
    else if (what == "markers"_L1)
        tellMarkers();
    else if (what == "pinned"_L1)
        tellPinned(room);
    else if (what == "quit"_L1)
        QCoreApplication::quit();
}

//! "act NAME ROOM MESSAGE WORDS ID", by the names of kActs.
void ChatDriver::act(const QStringList &words)
{
    const QString &what = words[1];
    const RoomId room{words.value(2).toLongLong()};
    const Seq of = words.value(3).toLongLong();
    const QString said = words.value(4);
    if (what == "edit"_L1)
        edit(room, of, said);
    else if (what == "delete"_L1)
        want({room, of, client::WantedChange::What::Deletion}, words.value(5));
    else if (what == "react"_L1)
        want({room, of, client::WantedChange::What::Reaction, said, true}, words.value(5));
    else if (what == "takeback"_L1)
        want({room, of, client::WantedChange::What::Reaction, said, false}, words.value(5));
    else if (what == "pin"_L1 || what == "unpin"_L1)
        want({room, of, client::WantedChange::What::Pin, {}, what == "pin"_L1}, words.value(5));
    else
        m_chat.post(room, said, 0, of);
}

//! "sent NAME ROOM MESSAGE EMOJI" each time that it goes out.
void ChatDriver::connectWanted()
{
    using client::WantedChange;
    using client::WantedChanges;
    connect(&m_chat.wanted(), &WantedChanges::sent, this, [](const WantedChange &change) {
        say({u"sent"_s, actOf(change), number(change.room.value), number(change.seq),
             change.emoji});
    });
    connect(&m_chat.wanted(), &WantedChanges::done, this,
            [this](const WantedChange &change, Seq rev) { judge(change, rev); });
    connect(&m_chat.wanted(), &WantedChanges::refused, this,
            [this](const WantedChange &change, const Error &why) { judge(change, why); });
    const Error unknown(ErrorCode::Unavailable, {});
    connect(&m_chat.wanted(), &WantedChanges::notKept, this,
            [=, this](const WantedChange &change) { judge(change, unknown); });
    connect(&m_chat.wanted(), &WantedChanges::dropped, this, [=, this](WantedChange change) {
        judge(change, unknown);
        change.isOn = !change.isOn;
        if (!m_isActing) // the wish that took it back
            judge(change, unknown);
    });
}

void ChatDriver::want(const client::WantedChange &change, const QString &id)
{
    m_wanted.append({change, id});
    m_isActing = true;
    if (change.what == client::WantedChange::What::Deletion)
        m_chat.deleteMessage(change.room, change.seq);
    else if (change.what == client::WantedChange::What::Pin)
        m_chat.pin(change.room, change.seq, change.isOn);
    else
        m_chat.react(change.room, change.seq, change.emoji, change.isOn);
    m_isActing = false;
}

void ChatDriver::judge(const client::WantedChange &change, const Result<Seq> &rev)
{
    m_wanted.removeIf([&](const auto &asked) {
        const bool isIt = asked.first.isAbout(change) && asked.first.isOn == change.isOn;
        if (isIt)
            tellAnswer(asked.second, rev);
        return isIt;
    });
}

void ChatDriver::edit(RoomId room, Seq seq, const QString &text)
{
    m_edited[room].insert(seq);
    m_chat.beginEdit(room, seq, text,
                     [this, text](const QString &key) { m_chat.postAgain(key, text); });
}

void ChatDriver::draft(RoomId room, const QString &text)
{
    m_chat.setDraft(room, {text});
    const int count = ++m_draftCounts[room];
    QTimer::singleShot(kSettleMs, this, [this, room, text, count] {
        if (m_draftCounts.value(room) == count)
            say({u"written"_s, number(room.value), text});
    });
}

//! As a window does that stands at the end: it goes on with what is newer.
void ChatDriver::goToEnd(RoomId room)
{
    const client::Timeline *timeline = m_timelines.value(room);
    if (timeline && timeline->hasNewer())
        m_chat.loadNewer(room);
    else if (m_rowsWanted.remove(room))
        tellRows(room);
}

void ChatDriver::tellRows(RoomId room)
{
    const client::Timeline *timeline = m_timelines.value(room);
    if (timeline && timeline->hasNewer()) {
        m_rowsWanted.insert(room);
        return goToEnd(room);
    }
    for (const client::TimelineEntry &entry :
         timeline ? timeline->entries() : QList<client::TimelineEntry>()) {
        if (entry.state == client::SendState::Sent)
            say({u"row"_s, number(room.value), QString::fromUtf8(wire::encoded(entry.message))});
    }
    say({u"rows"_s, number(room.value), number(timeline ? timeline->known() : 0)});
}

void ChatDriver::tellMarkers()
{
    for (const protocol::Room &room : m_chat.rooms().all())
        say({u"marker"_s, number(room.id.value), number(room.read), number(room.counter),
             number(room.unread), number(room.mentions)});
    say({u"markers"_s});
}

//! Of the first room, whose pins stand open all the time.
void ChatDriver::tellPinned(RoomId room)
{
    const client::RoomPins &pins = m_chat.pins();
    for (const protocol::Message &message : pins.messages())
        say({u"pin"_s, number(room.value), QString::fromUtf8(wire::encoded(message))});
    say({u"pinned"_s, number(room.value),
         number(pins.room() == room && pins.source() == client::RoomPins::Source::Server)});
}

} // namespace
} // namespace salon::test

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const salon::test::ChatDriver driver(QCoreApplication::arguments(), nullptr);
    return QCoreApplication::exec();
}
