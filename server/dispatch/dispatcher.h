// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/hello_pace.h"
#include "server/dispatch/presence_watch.h"
#include "server/dispatch/read_pool.h"
#include "server/dispatch/shared_state.h"
#include "server/dispatch/writer.h"
#include "server/service/login_throttle.h"
#include "server/service/password_hasher.h"
#include "server/service/token.h"
#include <QObject>
#include <QTimer>

namespace salon::server {

struct RequestRow;

//! The answer to a request: JSON, and the HTTP status of success.
struct Answer {
    QByteArray json;
    int status = 200;
};

//! From a decoded frame or HTTP body to its answer: preconditions here, rules in the writer or a
//! reader, and the effects handed on in the order of the commits. Lives in its shard's thread;
//! every `done` is called there, once.
class Dispatcher : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(Result<Answer>)>;
    struct Parts {
        const ServerFacts &facts;
        SharedState &shared;
        Writer &writer;
        ReadPool &readers;
        PasswordHasher &hasher;
        const TokenSigner &signer;
        LoginThrottle &throttle;
        HelloPace::Settings hellos{};
        size_t shard = 0; //!< the first one also does what the server has to do only once
    };

    explicit Dispatcher(const Parts &parts);

    void setEffectsSink(std::function<void(const Effects &)> sink) { m_sink = std::move(sink); }
    //! Brings to the other shards what no commit has done.
    void setOthers(std::function<void(std::shared_ptr<const Effects>)> others)
    {
        m_others = std::move(others);
    }
    //! Brings pushes that may be dropped to one socket of this shard.
    void setPush(PresenceWatch::Push push) { m_push = std::move(push); }
    PresenceWatch &presenceWatch() { return m_watch; }
    SharedState &shared() { return m_parts.shared; }
    const ServerFacts &facts() const { return m_parts.facts; }

    //! Who the token is of; Unauthorized, SessionExpired or SessionRevoked. `address` is shown
    //! among one's sessions.
    Result<Caller> authenticate(QByteArrayView token, const QHostAddress &address);

    //! A kind of the request table.
    void request(std::string_view kind, const wire::JsonValue &data, const Caller &caller,
                 Done done);
    //! Those of the table that are answered from memory; nothing where that does not tell.
    std::optional<protocol::Done> handle(const protocol::StartTyping &request,
                                         const Caller &caller);
    std::optional<protocol::Done> handle(const protocol::TellPresence &request,
                                         const Caller &caller);
    std::optional<protocol::PresenceReply> handle(const protocol::WatchPresence &request,
                                                  const Caller &caller);
    //! Calls `take` when it is a session's turn to say hello; true from it means that it called
    //! hello(), once.
    void whenHelloMay(HelloPace::Take take) { m_hellos.enter(facts().clock->steadyMs(), take); }
    //! The answer to a hello whose turn never came.
    Error notYet() const;
    void hello(const Caller &caller, std::function<void(Result<protocol::HelloReply>)> done);
    void serverCard(Done done);
    void findRoom(const QString &name, const Caller &caller,
                  std::function<void(Result<RoomId>)> done);

    //! A new code for the first account, to be printed.
    QString makeSetupCode() { return m_parts.shared.setupCode.make(); }
    //! Makes the first account, once, and answers like login.
    void setUp(const protocol::Setup &request, const QHostAddress &address, Done done);
    void login(const protocol::Login &login, const QHostAddress &address, Done done);
    void logout(const Caller &caller, Done done);
    void renew(const Caller &caller, Done done);
    void listSessions(const Caller &caller, Done done);
    void endSession(const Caller &caller, SessionId session, Done done);
    void changePassword(const Caller &caller, const protocol::ChangePassword &request,
                        const QHostAddress &address, Done done);

    //! What only the operator may, with passwords checked and hashed on the way.
    void addUser(const QString &name, const QString &password, Done done);
    void setPassword(const QString &name, const QString &password, Done done);
    void setDisabled(const QString &name, bool disabled, Done done);
    void revokeSession(SessionId session, Done done);
    //! `read` in a reader's snapshot; `done` gets Unavailable when nothing could be read.
    template <class T>
    void look(std::function<Result<T>(ReadContext &)> read, std::function<void(Result<T>)> done)
    {
        if (!m_parts.readers.ask<T>(std::move(read), done, m_parts.shard))
            done(turnedAway());
    }

    //! Jobs that wait for a thread.
    struct Waiting {
        size_t writes = 0;
        size_t reads = 0;
        size_t hashes = 0;
    };
    Waiting waiting() const
    {
        return {m_parts.writer.queued(), m_parts.readers.queued(), m_parts.hasher.queued()};
    }
    size_t waitingHellos() const { return m_hellos.waiting(); } //!< of this shard
    bool canStore() const { return m_parts.writer.isHealthy(); }
    bool canRead() const { return m_parts.readers.isHealthy(); }

private:
    bool isFirst() const { return m_parts.shard == 0; }
    using Rule = std::function<Result<QByteArray>(WriteContext &)>;
    void write(Rule rule, Done done, int status = 200,
               std::function<void(const WriteOutcome &)> after = {});
    //! Why nobody takes a request: the server stops, or too much waits.
    Error turnedAway() const;
    void answerFromMemory(const RequestRow &row, const wire::JsonValue &data, const Caller &caller,
                          Done done);
    void askReader(const RequestRow &row, const wire::JsonValue &data, const Caller &caller,
                   Done done);
    Result<> mayAsk(const Caller &caller, Cost cost = Cost::Other);
    void noteUse(const Caller &caller, const QString &address);
    void sweep();
    void tellExpired();
    void pushPresences(qint64 steadyMs);
    //! To this shard and all others.
    void spread(std::shared_ptr<const Effects> effects);
    void forgetExpired();
    //! While the store does not work: tries whether it does again, though nobody asks.
    void tryStore();
    void end(const Caller &caller, SessionId session, Done done);
    Result<> checkSetupCode(const QString &code, const QHostAddress &address);
    void makeFirst(const protocol::Setup &request, const QHostAddress &address, const QString &hash,
                   Done done);
    void verified(const protocol::Login &login, const QHostAddress &address, const UserRow &user,
                  bool needsRehash, Done done);
    void withHash(const QString &password, const QString &address, const QString &path, Done done,
                  std::function<void(QString hash)> go);
    QByteArray loginReply(const UserRow &user, const SessionRow &session) const;

    Parts m_parts;
    HelloPace m_hellos;
    PresenceWatch m_watch;
    PresenceWatch::Push m_push;
    qint64 m_pushedAt = 0; //!< what changed of presences
    std::function<void(const Effects &)> m_sink;
    std::function<void(std::shared_ptr<const Effects>)> m_others;
    QTimer m_sweep;
    QTimer m_tryStore;
    bool m_isTrying = false;
    bool m_wakesWriter = false; //!< at the end of the loop turn: all of a turn is one batch
    qint64 m_forgotAt;
};

} // namespace salon::server
