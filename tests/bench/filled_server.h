// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/log_fill.h"
#include "tests/bench/timed_client.h"
#include "tests/support/salond_process.h"

namespace salon::bench {

//! A salond with one account that is signed in, on a database that was filled past it.
class FilledServer {
public:
    FilledServer();

    //! Makes the account, has `fill` put there what it likes, and salond check look at that. salond
    //! does not run afterwards.
    Result<> make(const std::function<Result<>(LogFill &)> &fill,
                  LogFill::KeyIndex keys = LogFill::KeyIndex::Grows);
    Result<> start() { return m_salond.start(); }
    //! In order, so that the next start has nothing to look after.
    Result<> stop();
    Result<> open(TimedClient &client) { return client.open(m_salond.port(), m_token); }
    Result<> connect(TimedClient &client) { return client.connect(m_salond.port(), m_token); }

    UserId account() const { return m_account; }
    QUrl url() const { return m_salond.url(); }
    const QByteArray &token() const { return m_token; }
    qint64 pid() const { return m_salond.pid(); }
    qint64 bytesOnDisk() const; //!< of the database, while salond does not run
    double fillSeconds() const { return m_fillSeconds; }

private:
    Result<> check() const;
    QString database() const { return m_salond.dataFolder() + QStringLiteral("/salon.db"); }

    test::SalondProcess m_salond;
    QByteArray m_token;
    UserId m_account;
    double m_fillSeconds = 0;
};

} // namespace salon::bench
