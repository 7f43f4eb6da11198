// SPDX-License-Identifier: MIT
#include "client/state/own_presence.h"
#include "client/state/presence_settings.h"
#include "client/state/try_later.h"
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kUsualWaitMs = 5'000;

struct ChoiceName {
    PresenceChoice choice;
    std::string_view name;
};
constexpr std::array kNames{ChoiceName{PresenceChoice::Available, protocol::kAvailable},
                            ChoiceName{PresenceChoice::DoNotDisturb, protocol::kDoNotDisturb},
                            ChoiceName{PresenceChoice::Invisible, protocol::kInvisible}};

QString nameOf(PresenceChoice choice)
{
    return wire::fromUtf8(std::ranges::find(kNames, choice, &ChoiceName::choice)->name);
}

std::optional<PresenceChoice> choiceOf(const QString &name)
{
    for (const ChoiceName &row : kNames) {
        if (name == wire::fromUtf8(row.name))
            return row.choice;
    }
    return {};
}

bool isSame(const protocol::ChoosePresence &a, const protocol::ChoosePresence &b)
{
    return a.choice == b.choice && a.until == b.until;
}

} // namespace

OwnPresence::OwnPresence(Connection &connection, QObject *parent)
    : QObject(parent), m_connection(connection)
{
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &OwnPresence::send);
}

void OwnPresence::open(const QString &account)
{
    m_account = account;
    m_later.stop();
    m_isSending = false;
    const auto kept =
        m_settings && !account.isEmpty() ? m_settings->choice(account) : PresenceSettings::Choice();
    m_isUnsent = kept.isUnsent;
    m_choice = choiceOf(kept.name).value_or(PresenceChoice::Available);
    m_until = m_choice == PresenceChoice::Available ? 0 : kept.until;
    Q_EMIT opened();
}

void OwnPresence::keep()
{
    if (m_settings && !m_account.isEmpty())
        m_settings->keepChoice(m_account, {nameOf(m_choice), m_isUnsent, m_until});
}

void OwnPresence::choose(PresenceChoice choice, Timestamp until)
{
    if (choice == PresenceChoice::Available)
        until = 0;
    if (choice == m_choice && until == m_until)
        return;
    const auto before = wanted();
    m_choice = choice;
    m_until = until;
    m_isUnsent = m_isUnsent || !isSame(wanted(), before);
    keep();
    Q_EMIT changed();
    send();
}

void OwnPresence::end(Timestamp now)
{
    if (m_until == 0 || m_until > now)
        return;
    m_choice = PresenceChoice::Available;
    m_until = 0;
    keep();
    Q_EMIT changed();
}

void OwnPresence::setOn(bool isOn)
{
    const auto before = wanted();
    if (std::exchange(m_isOn, isOn) == isOn)
        return;
    m_isUnsent = m_isUnsent || !isSame(wanted(), before);
    keep();
    send();
    if (isOn && m_isIdle)
        tellIdle();
}

void OwnPresence::follow(const protocol::PresenceChosen &chosen)
{
    const auto choice = choiceOf(chosen.choice);
    if (!choice || m_isUnsent || !m_isOn) // what was chosen here last is on its way
        return;
    const Timestamp until = chosen.until.value_or(0);
    if (*choice == m_choice && until == m_until)
        return;
    m_choice = *choice;
    m_until = until;
    keep();
    Q_EMIT changed();
}

void OwnPresence::connected(const protocol::PresenceChosen &chosen)
{
    m_isSending = false;
    if (m_isUnsent
        && isSame({chosen.choice, chosen.until},
                  wanted())) { // it arrived, and the line broke before the answer
        m_isUnsent = false;
        keep();
    }
    follow(chosen);
    if (m_isIdle)
        tellIdle();
    send();
}

protocol::ChoosePresence OwnPresence::wanted() const
{
    protocol::ChoosePresence wanted{nameOf(m_isOn ? m_choice : PresenceChoice::Invisible)};
    if (m_isOn && m_until > 0)
        wanted.until = m_until;
    return wanted;
}

bool OwnPresence::canTell() const
{
    return m_isOffered && m_connection.state() == ConnectionState::Online;
}

void OwnPresence::send()
{
    if (!m_isUnsent || m_isSending || !canTell())
        return;
    m_later.stop();
    m_isSending = true;
    const auto sent = wanted();
    m_connection.request(sent,
                         [this, sent, account = m_account](const Result<protocol::Done> &done) {
                             if (account == m_account)
                                 answered(sent, done);
                         });
}

void OwnPresence::answered(const protocol::ChoosePresence &sent, const Result<protocol::Done> &done)
{
    m_isSending = false;
    if (done) {
        m_isUnsent = !isSame(wanted(), sent);
        keep();
        return send();
    }
    if (isPassing(done.error().code) && canTell())
        m_later.start(int(done.error().retryAfterMs.value_or(kUsualWaitMs)));
}

void OwnPresence::setIdle(bool isIdle)
{
    if (std::exchange(m_isIdle, isIdle) == isIdle)
        return;
    tellIdle();
    Q_EMIT changed();
}

void OwnPresence::tellIdle()
{
    if (m_isOn && canTell())
        m_connection.request(protocol::TellPresence{m_isIdle}, [](const auto &) {});
}

} // namespace salon::client
