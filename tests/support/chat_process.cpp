// SPDX-License-Identifier: MIT
#include "tests/support/chat_process.h"
#include <QDir>
#include <QProcessEnvironment>
#include <QTest>
#include <QUrl>
#include <QUuid>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

//! What each thread of a process waits in; nothing where there is no /proc.
QByteArray waitingThreads(qint64 pid)
{
    QByteArray told;
    const QDir threads(u"/proc/%1/task"_s.arg(pid));
    for (const QString &thread : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const auto of = [&](QLatin1StringView what) {
            QFile file(threads.filePath(thread + u'/' + what));
            return file.open(QIODevice::ReadOnly) ? file.readAll().simplified() : QByteArray();
        };
        told += of("comm"_L1) + " waits in " + of("wchan"_L1) + ' ' + of("syscall"_L1) + '\n';
    }
    return told;
}

} // namespace

static constexpr int kStartMs = 20'000;
static constexpr int kAnswerMs = 10'000;
static constexpr int kLastMs = 1'000;

static QString number(qint64 value)
{
    return QString::number(value);
}

static bool isAboutDeleted(const QString &why)
{
    const auto reason = wireName(Reason::MessageDeleted);
    return why.startsWith(QLatin1StringView(reason.data(), qsizetype(reason.size())));
}

template <class T>
static std::optional<T> readJson(const QString &json)
{
    wire::JsonParser parser;
    const auto value = parser.parse(json.toUtf8());
    auto read = value ? wire::decoded<T>(*value, {}) : Result<T>(value.error());
    return read ? std::optional(*std::move(read)) : std::nullopt;
}

ChatProcess::ChatProcess(const Account &account, UserId user, QList<RoomId> rooms,
                         DeviceHistory &history)
    : m_account(account), m_user(user), m_rooms(std::move(rooms)), m_history(history)
{
    QDir().mkpath(folder());
    m_history.client.user = user;
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process,
                     [this] { readOutput(); });
    QObject::connect(&m_process, &QProcess::finished, &m_process, [this] { ended(); });
}

ChatProcess::~ChatProcess()
{
    m_process.disconnect();
    if (isRunning()) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void ChatProcess::setEnvironment(const QString &name, const QString &value)
{
    QProcessEnvironment environment = m_process.processEnvironment();
    if (environment.isEmpty())
        environment = QProcessEnvironment::systemEnvironment();
    if (value.isEmpty())
        environment.remove(name);
    else
        environment.insert(name, value);
    m_process.setProcessEnvironment(environment);
}

Result<> ChatProcess::start(quint16 serverPort)
{
    m_isOpened = m_isOnline = m_isKilled = false;
    m_unsent.clear();
    m_waiting = 0;
    QStringList arguments{folder(), u"http://127.0.0.1:%1"_s.arg(serverPort),
                          QString::fromLatin1(m_account.token), number(m_user.value)};
    for (const RoomId room : std::as_const(m_rooms))
        arguments.append(number(room.value));
    m_history.client.beginConnection();
    m_process.start(QStringLiteral(SALON_CHAT_DRIVER), arguments);
    if (!m_process.waitForStarted())
        return Error::internal(u"the client did not start: "_s + m_process.errorString());
    if (QTest::qWaitFor([&] { return m_isOpened || !isRunning(); }, kStartMs) && m_isOpened)
        return {};
    return Error::internal(u"the client opened nothing: "_s
                           + QString::fromUtf8(m_errors.right(500)));
}

void ChatProcess::command(const QStringList &words)
{
    QByteArray line;
    for (const QString &word : words)
        line += (line.isEmpty() ? "" : " ") + QUrl::toPercentEncoding(word);
    m_process.write(line + '\n');
}

void ChatProcess::post(RoomId room, const QString &text)
{
    ++m_awaited;
    m_sinceWritten.insert(text);
    m_history.type(room, text);
    command({u"post"_s, number(room.value), text});
}

void ChatProcess::act(RoomId room, quint64 dice, const QString &text, const QString &name)
{
    const QString key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    Deed deed = m_known[room].make(dice, key, text, name);
    // Nobody changes what they have just changed before that is shown.
    if (deed.act == Act::Edit && m_editing.contains({room.value, deed.of}))
        deed = {.act = Act::Post, .key = key, .text = deed.text};
    doIt(room, deed);
}

void ChatProcess::edit(RoomId room, Seq seq, const QString &text)
{
    doIt(room, {.act = Act::Edit, .key = {}, .of = seq, .text = text});
}

void ChatProcess::doIt(RoomId room, const Deed &deed)
{
    if (deed.act == Act::Edit) { // may be sent before it is shown, where its message is not in view
        m_editing.insert({room.value, deed.of});
        m_history.client.attempt(room, u"typed: "_s + deed.text, deed.text, deed.act, deed.of);
    }
    if (makesMessage(deed.act) || deed.act == Act::Edit) {
        ++m_awaited;
        m_sinceWritten.insert(deed.text);
        m_history.type(room, deed.text, deed.act == Act::Edit ? deed.of : 0);
    } else {
        m_asked.insert(deed.key);
        m_history.client.attempt(room, deed.key, deed.text, deed.act, deed.of);
    }
    command({u"act"_s, QString::fromLatin1(rowOf(deed.act).name), number(room.value),
             number(deed.of), deed.text, deed.key});
}

void ChatProcess::draft(RoomId room, const QString &text)
{
    m_history.noteDraft(DraftStep::Set, room, text);
    m_written.remove(room);
    command({u"draft"_s, number(room.value), text});
}

void ChatProcess::read(RoomId room, Seq seq)
{
    command({u"read"_s, number(room.value), number(seq)});
}

void ChatProcess::kill()
{
    m_isKilled = true;
    m_process.kill();
    m_process.waitForFinished();
}

bool ChatProcess::quit()
{
    command({u"quit"_s});
    // Where this process stood still itself, time is over before it could hear of an end.
    if (!QTest::qWaitFor([&] { return !isRunning(); }, kAnswerMs)
        && !m_process.waitForFinished(kLastMs)) {
        m_errors += waitingThreads(m_process.processId());
        kill();
    }
    return !m_isKilled && !m_hasCrashed;
}

void ChatProcess::ended()
{
    readOutput();
    m_isOnline = false;
    if (m_process.exitStatus() == QProcess::CrashExit && !m_isKilled) {
        m_hasCrashed = true;
        m_errors += "ended by signal " + QByteArray::number(m_process.exitCode()) + '\n';
    }
    m_awaited = 0;
    m_asked.clear();
    m_editing.clear();
    m_written.clear();
    m_history.die();
}

void ChatProcess::readOutput()
{
    m_errors += m_process.readAllStandardError();
    while (m_process.canReadLine()) {
        QStringList words;
        for (const QByteArray &word : m_process.readLine().trimmed().split(' '))
            words.append(QUrl::fromPercentEncoding(word));
        hear(words);
    }
}

void ChatProcess::hear(const QStringList &words)
{
    const QString &what = words.first();
    const RoomId room{words.value(1).toLongLong()};
    if (what == "opened"_L1) {
        m_isOpened = true;
    } else if (what == "state"_L1) {
        m_state = words.value(1);
        m_isOnline = m_isOnline && m_state == "online"_L1;
        m_lastFailure = words.value(2).toInt();
    } else if (what == "ready"_L1) {
        m_isOnline = true;
    } else if (what == "aside"_L1) {
        m_setAside.append(words.value(1));
    } else if (what == "draft"_L1) {
        m_history.noteDraft(DraftStep::Found, room, words.value(2));
    } else if (what == "written"_L1) {
        m_written.insert(room, words.value(2));
        m_sinceWritten.clear();
    } else if (what == "row"_L1) {
        if (const auto message = readJson<protocol::Message>(words.value(2)))
            m_history.shown[room].append(*message);
    } else if (what == "pin"_L1) {
        if (const auto message = readJson<protocol::Message>(words.value(2)))
            m_history.shownPinned[room].append(*message);
    } else if (what == "event"_L1) {
        if (const auto event = readJson<protocol::RoomEvent>(words.value(2)))
            m_known[room].take(*event, m_user);
    } else if (what == "waiting"_L1) {
        m_waiting = words.value(1).toInt();
    } else if (what == "done"_L1 || what == "undone"_L1) {
        hearOfAnswer(words);
    } else if (what == "sent"_L1) {
        hearOfRequest(words);
    } else if (what == "marker"_L1) {
        m_history.counted.append({room, words.value(2).toLongLong(), words.value(3).toLongLong(),
                                  words.value(4).toLongLong(), words.value(5).toLongLong()});
        m_history.markers.push_back(m_history.counted.constLast());
    } else if (what == "rows"_L1) {
        m_shownUpTo.insert(room, words.value(2).toLongLong());
        ++m_answers;
    } else if (what == "markers"_L1 || (what == "pinned"_L1 && words.value(2) == "1"_L1)) {
        ++m_answers;
    } else {
        hearOfMessage(words);
    }
}

void ChatProcess::hearOfMessage(const QStringList &words)
{
    const QString &what = words.first();
    const RoomId room{words.value(1).toLongLong()};
    const QString key = words.value(2);
    if (what == "kept"_L1) {
        m_unsent.insert(key);
        const bool isEdit = words.value(4) == "edit"_L1;
        if (isEdit) {
            m_edits.insert(key, {room.value, words.value(5).toLongLong()});
            m_editing.insert(m_edits.value(key));
        }
        const bool isFirst = m_history.keep(
            room, key, words.value(3), isEdit ? Act::Edit : Act::Post, words.value(5).toLongLong());
        m_awaited = std::max(0, m_awaited - int(isFirst));
        if (m_sinceWritten.contains(words.value(3)))
            settleDrafts();
    } else if (what == "delivered"_L1) {
        m_unsent.remove(key);
        m_history.client.acknowledge(key,
                                     {.room = room,
                                      .seq = words.value(3).toLongLong(),
                                      .n = words.value(4).toLongLong(),
                                      .at = 0});
    } else if (what == "gone"_L1) {
        m_unsent.remove(key);
        m_editing.remove(m_edits.value(key));
    } else if (what == "refused"_L1) {
        m_awaited = std::max(0, m_awaited - 1);
        m_history.turnAway(room, key);
    } else if (what == "failed"_L1) {
        hearOfFailure(key, words.value(3));
    }
}

//! The message of an edit may be deleted before it arrives.
void ChatProcess::hearOfFailure(const QString &key, const QString &why)
{
    m_unsent.remove(key);
    if (m_edits.contains(key))
        m_history.refuse(key, why);
    if (!m_edits.contains(key) || !isAboutDeleted(why))
        m_failures.append(why);
}

void ChatProcess::hearOfAnswer(const QStringList &words)
{
    const QString key = words.value(1);
    m_asked.remove(key);
    if (words.first() == "done"_L1)
        m_history.client.acknowledgeChange(key, words.value(2).toLongLong());
    else if (!words.value(2).isEmpty())
        m_history.client.refuse(key, words.value(2), words.value(3) == "1"_L1);
}

//! What is kept on the disk goes out again when no answer came, also by a client that was started
//! after a kill.
void ChatProcess::hearOfRequest(const QStringList &words)
{
    const auto &all = m_history.client.sendings;
    const auto asked = std::ranges::find_if(all.rbegin(), all.rend(), [&](const Sending &sending) {
        return QLatin1StringView(rowOf(sending.act).name) == words.value(1)
            && sending.room.value == words.value(2).toLongLong()
            && sending.of == words.value(3).toLongLong() && sending.text == words.value(4);
    });
    if (asked == all.rend())
        return;
    const Sending sending = *asked;
    if (m_requested.contains(sending.key))
        m_history.client.attempt(sending.room, sending.key, sending.text, sending.act, sending.of);
    m_requested.insert(sending.key);
}

//! The store works in order: what waited when a later text was written is written, too.
void ChatProcess::settleDrafts()
{
    for (auto draft = m_written.cbegin(); draft != m_written.cend(); ++draft)
        m_history.noteDraft(DraftStep::Settled, draft.key(), draft.value());
    m_written.clear();
}

QString ChatProcess::unsettled() const
{
    return u"online: %1 (%2, last failure %3), awaited: %4, unanswered: %5, rows of the outbox: "
           u"%6, "
           "shown as unsent: %7 %8"_s.arg(m_isOnline)
               .arg(m_state)
               .arg(m_lastFailure)
               .arg(m_awaited)
               .arg(m_asked.size())
               .arg(m_waiting)
               .arg(m_unsent.size())
               .arg(QStringList(m_unsent.values()).join(u' '));
}

bool ChatProcess::lookAtRows(const QHash<RoomId, Seq> &upTo)
{
    return QTest::qWaitFor(
        [&] {
            m_history.shown.clear();
            m_answers = 0;
            for (const RoomId room : std::as_const(m_rooms)) {
                m_history.shown.insert(room, {});
                command({u"rows"_s, number(room.value)});
            }
            const bool isAnswered =
                QTest::qWaitFor([&] { return m_answers == m_rooms.size(); }, kAnswerMs);
            return isAnswered && std::ranges::all_of(m_rooms, [&](RoomId room) {
                       return m_shownUpTo.value(room) >= upTo.value(room);
                   });
        },
        kAnswerMs);
}

bool ChatProcess::lookAtMarkers()
{
    m_history.counted.clear();
    m_answers = 0;
    command({u"markers"_s});
    return QTest::qWaitFor([&] { return m_answers == 1; }, kAnswerMs);
}

bool ChatProcess::lookAtPinned()
{
    m_history.shownPinned = {{m_rooms.constFirst(), {}}};
    m_answers = 0;
    command({u"pinned"_s, number(m_rooms.constFirst().value)});
    return QTest::qWaitFor([&] { return m_answers == 1; }, kAnswerMs);
}

bool ChatProcess::countsAs(const Result<QList<protocol::ReadState>> &states)
{
    if (!states || !isOnline() || !lookAtMarkers() || m_history.counted.size() != states->size())
        return false;
    return std::ranges::all_of(*states, [this](const protocol::ReadState &state) {
        return std::ranges::any_of(m_history.counted, [&](const protocol::ReadState &counted) {
            return counted.room == state.room && counted.seq == state.seq
                && counted.unread == state.unread && counted.mentions == state.mentions;
        });
    });
}

} // namespace salon::test
