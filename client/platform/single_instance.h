// SPDX-License-Identifier: MIT
#pragma once
#include <QDeadlineTimer>
#include <QLocalServer>
#include <QLocalSocket>
#include <QLockFile>

namespace salon::client {

//! Sees to it that a profile is open once: the first process holds a lock in the folder and listens
//! on a local socket of its user; a second one asks it to come to the front, or to open an address.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    static constexpr int kAnswerMs = 2'000;
    enum class Problem { None, NotWritable, NoAnswer };

    //! `profile` is a folder that exists.
    explicit SingleInstance(const QString &profile, QObject *parent = nullptr);

    //! True when the profile is ours. False: another process has it and was asked to come to the
    //! front, and to open `address` if there is one, unless there is a problem(). Blocks for at
    //! most `kAnswerMs`.
    bool claim(const QString &address = {});
    //! Why the profile cannot be had and nobody could be asked.
    Problem problem() const { return m_problem; }

Q_SIGNALS:
    //! Somebody started Salon again for this profile.
    void raiseRequested();
    //! Somebody started Salon with this. It may be anything.
    void openRequested(const QString &address);

private:
    void listen();
    void receive();
    bool askOther(QDeadlineTimer deadline, const QByteArray &question) const;
    void answer(QLocalSocket *socket);

    QString m_profile;
    QString m_name;
    QLockFile m_lock;
    QLocalServer m_server;
    Problem m_problem = Problem::None;
};

} // namespace salon::client
