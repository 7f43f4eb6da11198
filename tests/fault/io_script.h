// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/catalogue.h"
#include "tests/support/act.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"

namespace salon::test {

//! What salond has acknowledged, and so has to know for ever.
struct Fact {
    enum Kind { Message, Change, Room, Session };
    Kind kind = Message;
    RoomId room;
    Seq seq = 0; //!< of a message, or of what was changed
    Seq rev = 0; //!< of a change, where that was told
    Act act = Act::Post;
    bool mayBeGone = false; //!< somebody asked to delete it
    QString key; //!< of a message; the token of a session
    QString text;
    qint64 logEnd = 0; //!< how long the log of writes was when it was acknowledged
};

//! A salond whose writes are seen and may fail, and a few requests, one after the other.
class IoScript {
public:
    //! Starts from a copy of `baseFolder`, or from nothing where that is empty.
    explicit IoScript(const QString &baseFolder);

    //! As SALON_SHIM_FAIL; empty for none.
    void setFault(const QString &fault);
    //! Starts, asks, stops. `token` is of an account that is a member of `room`.
    void run(const QByteArray &token, RoomId room);
    //! Starts without faults, and looks for all that was acknowledged until the log of writes was
    //! so long.
    void checkRestart(qint64 upTo);

    //! Whether the call that was to fail was reached.
    bool hasFailed() const;
    const QList<Fact> &facts() const { return m_facts; }
    QString logFile() const { return m_salond.besideData(QStringLiteral("writes.log")); }
    SalondProcess &salond() { return m_salond; }
    QStringList findings; //!< what should not be; empty when all held

    //! Looks for the facts in the data folder of a salond that runs, and whether what it tells
    //! the account of `token` of their rooms is what its log makes.
    static QStringList missing(const SalondProcess &salond, const QList<Fact> &facts, qint64 upTo,
                               const QByteArray &token);

private:
    template <class T>
    std::optional<typename T::Reply> ask(const QByteArray &path, const T &message);
    Seq post(RoomId room, const QString &key, const QString &text);
    template <class T>
    void change(const QByteArray &path, const T &message, Act act, const QString &text = {});
    void changeAll(RoomId room, Seq edited, Seq deleted);
    void lookForDeleted();
    void learn(Fact fact);
    void checkRefusal(const QString &what, const Error &error);

    SalondProcess m_salond;
    HttpClient m_http;
    QByteArray m_token;
    QList<Fact> m_facts;
};

} // namespace salon::test
