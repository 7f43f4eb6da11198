// SPDX-License-Identifier: MIT
#include "tests/support/crowd.h"
#include <QDeadlineTimer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {

static constexpr int kRetryMs = 30;

Crowd::Crowd(quint16 port, const QList<Account> &accounts, const QList<RoomId> &rooms,
             History &history)
    : m_port(port), m_lines(size_t(accounts.size())), m_isUpgraded(size_t(accounts.size())),
      m_sinceTry(size_t(accounts.size()))
{
    for (const Account &account : accounts)
        m_members.push_back(
            std::make_unique<CrowdMember>(account, history.add(account.name), rooms));
    m_swarm.onText = [this](size_t line, QByteArrayView text) {
        if (const size_t place = m_memberOf.value(line); m_lines[place] == line)
            m_members[place]->receive(text);
    };
    m_swarm.onClosed = [this](size_t line, int) {
        const size_t place = m_memberOf.value(line);
        if (m_lines[place] != line)
            return;
        m_lines[place].reset();
        m_members[place]->endConnection();
    };
}

void Crowd::connectAgain(size_t place)
{
    if (m_sinceTry[place].isValid() && !m_sinceTry[place].hasExpired(kRetryMs))
        return;
    m_sinceTry[place].start();
    const auto line = m_swarm.connectTo(m_port, m_members[place]->account().token);
    if (!line)
        return;
    m_memberOf.insert(*line, place);
    m_lines[place] = line;
    m_isUpgraded[place] = false;
}

void Crowd::turn(int waitMs)
{
    for (size_t place = 0; place < m_members.size(); ++place) {
        CrowdMember &member = *m_members[place];
        if (!m_lines[place]) {
            connectAgain(place);
            continue;
        }
        const size_t line = *m_lines[place];
        if (!m_isUpgraded[place] && m_swarm.isUpgraded(line)) {
            m_isUpgraded[place] = true;
            member.beginConnection(
                [this, line](const QByteArray &frame) { m_swarm.send(line, frame); });
        }
        member.goOn();
        const bool isSilent = m_isUpgraded[place]
            ? member.isWaiting() && member.unansweredMs() > m_patienceMs
            : m_sinceTry[place].hasExpired(m_patienceMs);
        if (!isSilent)
            continue;
        m_swarm.abandon(line);
        m_lines[place].reset();
        member.endConnection();
    }
    m_swarm.turn(waitMs);
}

void Crowd::turnFor(int ms)
{
    const QDeadlineTimer deadline(ms);
    while (!deadline.hasExpired())
        turn(5);
}

bool Crowd::hasUnsent() const
{
    return std::ranges::any_of(m_members, &CrowdMember::hasUnsent);
}

bool Crowd::isSettled() const
{
    for (const auto &member : m_members) {
        if (!member->isGreeted() || member->hasUnsent() || !member->isComplete())
            return false;
        for (const RoomId room : member->history().follows) {
            if (member->held(room).next != m_members.front()->held(room).next)
                return false;
        }
    }
    return true;
}

std::optional<qint64> Crowd::settle(int withinMs)
{
    QElapsedTimer time;
    time.start();
    const auto wait = [&] {
        while (!isSettled()) {
            if (time.hasExpired(withinMs))
                return false;
            turn(5);
        }
        return true;
    };
    if (!wait())
        return {};
    const qint64 took = time.elapsed();
    // What nobody noticed would be told now.
    for (const auto &member : m_members)
        member->askAgain();
    if (!wait())
        return {};
    turnFor(100); // what is too much comes now
    return took;
}

QHash<RoomId, Seq> Crowd::heads() const
{
    QHash<RoomId, Seq> heads;
    for (const auto &member : m_members) {
        for (const RoomId room : member->history().follows)
            heads.insert(room, member->held(room).next - 1);
    }
    return heads;
}

QString Crowd::unsettled() const
{
    QStringList all = complaints();
    for (const auto &member : m_members) {
        const QString who = member->account().name;
        if (!member->isGreeted())
            all.append(who + u" is not greeted"_s);
        if (member->hasUnsent())
            all.append(who + u" has something to send"_s);
        for (const RoomId room : member->history().follows)
            all.append(u"%1 has room %2 up to %3 of %4"_s.arg(who)
                           .arg(room.value)
                           .arg(member->held(room).next - 1)
                           .arg(member->held(room).wanted));
    }
    return all.join(u'\n');
}

QStringList Crowd::complaints() const
{
    QStringList all;
    for (const auto &member : m_members) {
        for (const QString &complaint : std::as_const(member->complaints))
            all.append(member->account().name + u": "_s + complaint);
    }
    return all;
}

} // namespace salon::test
