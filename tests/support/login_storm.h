// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QStringList>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace salon {
class RawClient;
}

namespace salon::test {

//! Many people who log in at once, each with the right password, from threads of this process.
class LoginStorm {
public:
    //! `logins` in all, `atOnce` of them under way at any time, by turns for these names.
    LoginStorm(quint16 port, const QStringList &names, const QString &password, int logins,
               int atOnce);
    ~LoginStorm(); //!< begins no more, and waits for those under way
    Q_DISABLE_COPY_MOVE(LoginStorm)

    bool isOver() const { return m_done >= m_logins; }
    int accepted() const { return m_accepted; }
    int busy() const { return m_busy; } //!< turned away, to come again
    int failed() const { return m_done - m_accepted - m_busy; }
    QString firstFailure(); //!< what the first of those was told

private:
    void noteFailure(const QString &what);
    void run(quint16 port, const QStringList &names, const QString &password);

    const int m_logins;
    std::atomic<int> m_begun = 0;
    std::atomic<int> m_accepted = 0;
    std::atomic<int> m_busy = 0;
    std::atomic<int> m_done = 0;
    std::mutex m_mutex;
    QString m_firstFailure;
    std::vector<std::thread> m_threads;
};

//! A connection of one account that posts, one message at a time.
class PostingClient {
public:
    PostingClient(quint16 port, const QByteArray &token);
    ~PostingClient();
    Q_DISABLE_COPY_MOVE(PostingClient)

    //! Says hello; false when that was refused.
    bool open();
    //! Posts to the room with this id; milliseconds until the answer, which comes when it is
    //! stored. Nothing when it was refused.
    std::optional<double> post(const QByteArray &room);

private:
    bool readReply();
    std::unique_ptr<RawClient> m_client;
    QByteArray m_token;
    quint32 m_number = 0;
};

} // namespace salon::test
