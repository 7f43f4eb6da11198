// SPDX-License-Identifier: MIT
#include "tests/fault/fault_scene.h"
#include "tests/support/http_client.h"
#include "tests/support/room_logs.h"
#include <QDeadlineTimer>
#include <QTest>
#include <algorithm>
#include <random>

using namespace Qt::StringLiterals;

namespace salon::test {

const QString kFaultPassword = u"correct horse battery"_s;
static constexpr int kMadeAtOnce = 20;
static constexpr int kForgetsMs = 10'000; // the server takes 2 s

QByteArray faultConfiguration()
{
    return kCheapPasswords + kRaisedLimits
        + "rooms_per_hour = 1000\nsockets_per_user = 1000\npins = " + QByteArray::number(kMostPins)
        + '\n';
}

FaultScene::FaultScene(const QByteArray &more) : m_salond(faultConfiguration() + more)
{
}

Result<> FaultScene::begin(int accountCount, int roomCount)
{
    for (int i = 0; i < accountCount;) {
        QByteArray list; // of a few: each has its password hashed, and the command its time
        for (const int end = std::min(accountCount, i + kMadeAtOnce); i < end; ++i)
            list += "member" + QByteArray::number(i) + '\t' + kFaultPassword.toUtf8() + '\n';
        const auto made = m_salond.command({u"user"_s, u"add"_s, u"--from"_s, u"-"_s}, list);
        if (made.exitCode != 0)
            return Error::internal(u"no accounts: "_s + QString::fromUtf8(made.errors));
    }
    TRY(m_salond.start());
    HttpClient http(m_salond.port());
    for (int i = 0; i < accountCount; ++i) {
        const QString name = u"member%1"_s.arg(i);
        TRY_ASSIGN(const auto login, HttpClient(m_salond.port()).login(name, kFaultPassword));
        m_accounts.append({name, login.token.toUtf8()});
        m_users.append(login.user.id);
        http.setToken(m_accounts.constLast().token);
        for (int r = 0; i == 0 && r < roomCount; ++r) {
            TRY_ASSIGN(const auto room,
                       http.call("/api/rooms",
                                 protocol::CreateRoom{.name = u"room %1"_s.arg(r), .topic = {}}));
            m_rooms.append(room.room.id);
        }
        for (const RoomId room : std::as_const(m_rooms))
            TRY(http.call("/api/room.join", protocol::JoinRoom{room}));
    }
    return {};
}

bool FaultScene::isReady() const
{
    return HttpClient(m_salond.port()).get("/readyz").status == 200;
}

Result<QList<protocol::ReadState>> FaultScene::readStates(const Account &account) const
{
    HttpClient http(m_salond.port());
    http.setToken(account.token);
    protocol::ListRooms mine;
    mine.filter = u"mine"_s;
    TRY_ASSIGN(const auto list, http.call("/api/room.list", mine));
    QList<protocol::ReadState> states;
    for (const protocol::Room &room : list.rooms)
        states.append({room.id, room.read, room.counter, room.unread, room.mentions,
                       room.n - room.unread, room.head});
    return states;
}

static qsizetype messageCount(const QList<LogEntry> &log)
{
    return std::ranges::count_if(log, [](const LogEntry &entry) { return entry.n > 0; });
}

Verdict FaultScene::judge(const History &history, const QList<const DeviceHistory *> &devices) const
{
    Verdict verdict;
    const auto told = toldLogs(m_salond.port(), m_accounts.constFirst().token, m_rooms);
    auto stored = storedLogs(m_salond.dataFolder());
    if (!told)
        verdict.findings.append({Violation::Lost, told.error().toString()});
    if (!stored)
        verdict.findings.append({Violation::Altered, stored.error().toString()});
    if (!told || !stored)
        return verdict;
    stored->removeIf([this](const auto &log) { return !m_rooms.contains(log.key()); });
    verdict = checked(history, *stored);
    for (const RoomId room : m_rooms) {
        const auto messages = toldMessages(m_salond.port(), m_accounts.constFirst().token, room);
        if (!messages)
            verdict.findings.append({Violation::Lost, messages.error().toString()});
        else
            verdict.findings += shows(room, *messages, *stored).findings;
        const auto pins = toldPins(m_salond.port(), m_accounts.constFirst().token, room);
        if (!pins)
            verdict.findings.append({Violation::Lost, pins.error().toString()});
        else
            verdict.findings += showsPinned(room, *pins, *stored).findings;
        if (messages && messages->size() != messageCount(stored->value(room)))
            verdict.findings.append(
                {Violation::Lost, u"room %1 is told without some messages"_s.arg(room.value)});
    }
    if (const auto check = m_salond.command({u"check"_s}); check.exitCode != 0)
        verdict.findings.append(
            {Violation::Altered, QString::fromUtf8(check.output + check.errors)});
    for (const DeviceHistory *device : devices)
        verdict.findings += checked(*device, *stored).findings;
    verdict.findings += compared(*told, *stored).findings;
    return verdict;
}

QJsonObject counted(const Verdict &verdict)
{
    QJsonObject counts;
    for (const auto violation : {Violation::Lost, Violation::Doubled, Violation::Reordered,
                                 Violation::Gap, Violation::Altered, Violation::Untrue,
                                 Violation::WentBack, Violation::Miscounted, Violation::Leaked})
        counts.insert(violationName(violation), verdict.count(violation));
    return counts;
}

Verdict FaultScene::forgotten(const History &history, const QStringList &profiles) const
{
    auto stored = storedLogs(m_salond.dataFolder());
    if (!stored)
        return {{{Violation::Altered, stored.error().toString()}}};
    Verdict verdict;
    QDeadlineTimer deadline(m_salond.isRunning() ? kForgetsMs : 0);
    do {
        verdict = leaks(history, *stored, m_salond.dataFolder());
    } while (!verdict.isClean() && !deadline.hasExpired() && (QTest::qWait(100), true));
    for (const QString &profile : profiles)
        verdict.findings += leaks(history, *stored, profile, {u"cache.db*"_s}).findings;
    return verdict;
}

QJsonObject acts(const History &history)
{
    QJsonObject counts;
    const auto all = history.acknowledgedActs();
    for (auto act = all.cbegin(); act != all.cend(); ++act)
        counts.insert(act.key(), act.value());
    return counts;
}

void actAll(Crowd &crowd, const QList<RoomId> &rooms, int count, quint64 seed)
{
    std::mt19937_64 random(seed);
    for (int i = 0; i < count; ++i) {
        for (size_t place = 0; place < crowd.size(); ++place) {
            const QString name = crowd.member(random() % crowd.size()).account().name;
            for (const RoomId room : rooms) {
                const auto size = qsizetype(random() % (random() % 20 == 0 ? 8'000 : 120));
                crowd.member(place).act(room, random(), QString(size, u'é'), name);
            }
        }
    }
}

} // namespace salon::test
