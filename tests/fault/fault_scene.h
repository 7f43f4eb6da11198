// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/crowd.h"
#include "tests/support/device_history.h"
#include "tests/support/salond_process.h"
#include <QJsonObject>

namespace salon::test {

//! Cheap passwords, and no bounds on how fast a test may write.
QByteArray faultConfiguration();
extern const QString kFaultPassword; //!< of every account

//! A salond with accounts that are all members of the same rooms.
class FaultScene {
public:
    //! `more` is added to the configuration.
    explicit FaultScene(const QByteArray &more = {});

    //! Makes the accounts, starts the server and makes the rooms.
    Result<> begin(int accountCount, int roomCount);
    SalondProcess &salond() { return m_salond; }
    const QList<Account> &accounts() const { return m_accounts; }
    const QList<UserId> &users() const { return m_users; } //!< of the accounts
    const QList<RoomId> &rooms() const { return m_rooms; }

    //! A figure of /metrics, -1 when it is not told.
    double metric(const QByteArray &name) const { return m_salond.metric(name); }
    bool isReady() const; //!< as /readyz says it

    //! What the server counts for an account, room by room.
    Result<QList<protocol::ReadState>> readStates(const Account &account) const;

    //! The judge's word on the running server: what it tells, what it has stored and what the log
    //! makes of it are the same, and agree with the histories.
    Verdict judge(const History &history, const QList<const DeviceHistory *> &devices = {}) const;
    //! Whether the files of the server, which may take a moment for it, and of these folders have
    //! no texts of what was deleted: see leaks().
    Verdict forgotten(const History &history, const QStringList &profiles = {}) const;

private:
    SalondProcess m_salond;
    QList<Account> m_accounts;
    QList<UserId> m_users;
    QList<RoomId> m_rooms;
};

//! What the judge found, by kind; for tellTried().
QJsonObject counted(const Verdict &verdict);

//! What was acknowledged, by act; for tellTried().
QJsonObject acts(const History &history);

//! Each member does so many things of the mix in each room, with texts of different lengths.
void actAll(Crowd &crowd, const QList<RoomId> &rooms, int count, quint64 seed);

} // namespace salon::test
