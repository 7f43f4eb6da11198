// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/crowd.h"
#include "tests/support/device_history.h"
#include <QProcess>
#include <QTemporaryDir>

namespace salon::test {

//! The real client without its windows, in a process of its own that can be killed, on a profile
//! that outlives it. What its person does and is shown goes into a history. Needs an event loop.
class ChatProcess {
public:
    ChatProcess(const Account &account, UserId user, QList<RoomId> rooms, DeviceHistory &history);
    ~ChatProcess();
    Q_DISABLE_COPY_MOVE(ChatProcess)

    //! For each start from now on; an empty value takes it away.
    void setEnvironment(const QString &name, const QString &value);
    //! Starts it and waits until what the profile holds is shown, whether the server answers or
    //! not.
    Result<> start(quint16 serverPort);
    void post(RoomId room, const QString &text);
    //! Something of the mix: a text, or what becomes of a message. `name` is somebody to call.
    void act(RoomId room, quint64 dice, const QString &text, const QString &name);
    void edit(RoomId room, Seq seq, const QString &text);
    void draft(RoomId room, const QString &text);
    void read(RoomId room, Seq seq);
    void kill(); //!< SIGKILL
    //! Lets it end by itself; false when it crashed or did not end.
    bool quit();

    bool isRunning() const { return m_process.state() == QProcess::Running; }
    bool isOnline() const { return m_isOnline; }
    //! Ended by a signal that was not kill().
    bool hasCrashed() const { return m_hasCrashed; }
    //! Texts of which nothing was said yet, and requests that were not answered.
    int awaited() const { return m_awaited + int(m_asked.size()); }
    //! Kept, and not yet seen in the log.
    int unsent() const { return int(m_unsent.size()) + m_waiting; }
    QString unsettled() const; //!< both, for a person
    //! Rows that the server refused for good, with the error.
    const QStringList &failures() const { return m_failures; }
    //! Files of the profile that were damaged.
    const QStringList &setAside() const { return m_setAside; }
    //! What broke the line last, as client::ConnectionFailure.
    int lastFailure() const { return m_lastFailure; }
    const Account &account() const { return m_account; }

    //! Asks what its rooms show, for the history, until that is up to those events of their logs;
    //! false when not in time.
    bool lookAtRows(const QHash<RoomId, Seq> &upTo = {});
    //! Asks what it counts, for the history; false when not in time.
    bool lookAtMarkers();
    //! Asks what it shows as pinned in its first room, for the history; false when it does not
    //! show what the server told.
    bool lookAtPinned();
    //! Asks what it counts, as lookAtMarkers(): the same as the server in each room? False as well
    //! where the server did not say.
    bool countsAs(const Result<QList<protocol::ReadState>> &states);

    QString folder() const { return m_folder.filePath(QStringLiteral("profile")); }
    QString besideFolder(const QString &name) const { return m_folder.filePath(name); }
    QByteArray errors() const { return m_errors; } //!< what it wrote to standard error

private:
    void doIt(RoomId room, const Deed &deed);
    void command(const QStringList &words);
    void readOutput();
    void hear(const QStringList &words);
    void hearOfMessage(const QStringList &words);
    void hearOfFailure(const QString &key, const QString &why);
    void hearOfAnswer(const QStringList &words);
    void hearOfRequest(const QStringList &words);
    void ended();
    void settleDrafts();

    Account m_account;
    UserId m_user;
    QList<RoomId> m_rooms;
    DeviceHistory &m_history;
    QTemporaryDir m_folder;
    QProcess m_process;
    bool m_isOpened = false;
    QString m_state; //!< of the connection, as it was told last
    bool m_isOnline = false;
    bool m_isKilled = false;
    bool m_hasCrashed = false;
    int m_awaited = 0;
    int m_waiting = 0; //!< rows of the outbox
    QSet<QString> m_asked; //!< names of requests that are under way
    QSet<QString> m_requested; //!< names of what went out once
    QHash<RoomId, KnownMessages> m_known;
    QHash<QString, std::pair<qint64, Seq>> m_edits; //!< room and message of what edits one, by key
    QSet<std::pair<qint64, Seq>> m_editing; //!< of those that are not in the log yet
    int m_lastFailure = 0;
    int m_answers = 0; //!< to questions of what is shown
    QHash<RoomId, Seq> m_shownUpTo; //!< events, as it was told last
    QSet<QString> m_unsent;
    QHash<RoomId, QString> m_written; //!< drafts that had their time
    QSet<QString> m_sinceWritten; //!< texts that were entered after them
    QStringList m_failures;
    QStringList m_setAside;
    QByteArray m_errors;
};

} // namespace salon::test
