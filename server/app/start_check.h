// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <atomic>
#include <thread>

namespace salon::server {

//! The full check of the database while it is served already, on a thread that gives way to all
//! others. It tells the log what it found.
class StartCheck {
public:
    explicit StartCheck(const QString &databasePath);
    ~StartCheck() { stop(); }
    StartCheck(const StartCheck &) = delete;
    StartCheck &operator=(const StartCheck &) = delete;

    //! Ends it where it stands.
    void stop();
    bool isDone() const { return m_isDone; } //!< all was read, whatever was found
    qint64 problems() const { return m_problems; }

private:
    void run(const QString &databasePath);

    std::atomic<bool> m_isStopping = false;
    std::atomic<bool> m_isDone = false;
    std::atomic<qint64> m_problems = 0;
    std::thread m_thread;
};

} // namespace salon::server
