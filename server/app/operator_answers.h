// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/codec.h"

//! What the commands print with --json. Stable: keys are added, never renamed or taken away. Times
//! are UTC milliseconds, ids strings.
namespace salon::server {

using wire::field;

struct AccountAnswer {
    UserId id;
    QString name;
    QString displayName;
    Timestamp createdAt = 0;
    std::optional<Timestamp> disabledAt;
    static constexpr auto fields()
    {
        return std::tuple{field("id", &AccountAnswer::id, "The account"),
                          field("name", &AccountAnswer::name, "Its name"),
                          field("display_name", &AccountAnswer::displayName, "As others see it"),
                          field("created_at", &AccountAnswer::createdAt, "When it was made"),
                          field("disabled_at", &AccountAnswer::disabledAt, "Since when")};
    }
};

struct AccountsAnswer {
    QList<AccountAnswer> users;
    static constexpr auto fields()
    {
        return std::tuple{field("users", &AccountsAnswer::users, "By id")};
    }
};

struct SessionAnswer {
    SessionId id;
    QString user;
    QString device;
    QString address;
    Timestamp createdAt = 0;
    Timestamp lastUsedAt = 0;
    Timestamp expiresAt = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("id", &SessionAnswer::id, "The session"),
                          field("user", &SessionAnswer::user, "Name of the account"),
                          field("device", &SessionAnswer::device, "As told at login"),
                          field("address", &SessionAnswer::address, "Where it was last used"),
                          field("created_at", &SessionAnswer::createdAt, "Login"),
                          field("last_used_at", &SessionAnswer::lastUsedAt, "To 5 minutes"),
                          field("expires_at", &SessionAnswer::expiresAt, "When it ends")};
    }
};

struct SessionsAnswer {
    QList<SessionAnswer> sessions;
    static constexpr auto fields()
    {
        return std::tuple{field("sessions", &SessionsAnswer::sessions, "The latest used first")};
    }
};

struct RoomAnswer {
    RoomId id;
    QString name;
    QString kind;
    QString topic;
    qint64 members = 0;
    qint64 messages = 0;
    Seq head = 0;
    Timestamp createdAt = 0;
    Timestamp lastAt = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("id", &RoomAnswer::id, "The room"),
                          field("name", &RoomAnswer::name, "Its name"),
                          field("kind", &RoomAnswer::kind, "\"public\""),
                          field("topic", &RoomAnswer::topic, "May be empty"),
                          field("members", &RoomAnswer::members, "How many"),
                          field("messages", &RoomAnswer::messages, "How many"),
                          field("head", &RoomAnswer::head, "seq of the latest event"),
                          field("created_at", &RoomAnswer::createdAt, "When it was made"),
                          field("last_at", &RoomAnswer::lastAt, "Time of the latest event")};
    }
};

struct RoomsAnswer {
    QList<RoomAnswer> rooms;
    static constexpr auto fields()
    {
        return std::tuple{field("rooms", &RoomsAnswer::rooms, "By name")};
    }
};

struct MemberAnswer {
    QString user;
    QString role;
    qint64 unread = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("user", &MemberAnswer::user, "Name of the account"),
                          field("role", &MemberAnswer::role, "\"owner\" or \"member\""),
                          field("unread", &MemberAnswer::unread, "Messages after the marker")};
    }
};

struct RoomDetailAnswer {
    RoomAnswer room;
    QList<MemberAnswer> members;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &RoomDetailAnswer::room, "As in the list"),
                          field("members", &RoomDetailAnswer::members, "Owners first")};
    }
};

struct StatsAnswer {
    QString version;
    qint64 accounts = 0;
    qint64 disabledAccounts = 0;
    qint64 sessions = 0;
    qint64 rooms = 0;
    qint64 memberships = 0;
    qint64 messages = 0;
    qint64 messagesLastHour = 0;
    qint64 events = 0;
    qint64 databaseBytes = 0;
    qint64 walBytes = 0;
    std::optional<qint64> uptimeMs; //!< this and the next only of one that serves
    std::optional<qint64> connections;
    std::optional<QString> address;
    std::optional<QString> certificateUntil; //!< only where it speaks TLS
    std::optional<qint64> digestDifferences; //!< only of one that serves, as connections
    static constexpr auto fields()
    {
        using S = StatsAnswer;
        return std::tuple{field("version", &S::version, "Of salond"),
                          field("accounts", &S::accounts, "Disabled ones too"),
                          field("disabled_accounts", &S::disabledAccounts, "Of these"),
                          field("sessions", &S::sessions, "Live ones"),
                          field("rooms", &S::rooms, "How many"),
                          field("memberships", &S::memberships, "Pairs of room and account"),
                          field("messages", &S::messages, "How many"),
                          field("messages_last_hour", &S::messagesLastHour, "How many"),
                          field("events", &S::events, "In the logs of all rooms"),
                          field("database_bytes", &S::databaseBytes, "Size of salon.db"),
                          field("wal_bytes", &S::walBytes, "Size of its write-ahead log"),
                          field("uptime_ms", &S::uptimeMs, "Since the start"),
                          field("connections", &S::connections, "Open ones, signed in"),
                          field("address", &S::address, "HOST:PORT that it listens on"),
                          field("certificate_until", &S::certificateUntil,
                                "When the certificate expires; missing without TLS"),
                          field("digest_differences", &S::digestDifferences,
                                "Unread counts that a client had wrong, since the start")};
    }
};

struct LogLevelsAnswer {
    QString levels;
    static constexpr auto fields()
    {
        return std::tuple{field("levels", &LogLevelsAnswer::levels, "As log-level takes them")};
    }
};

struct StageAnswer {
    QString module;
    QString stage;
    qint64 chargedNs = 0;
    qint64 tookNs = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("module", &StageAnswer::module, "Whose stage it is"),
                          field("stage", &StageAnswer::stage, "Its name"),
                          field("charged_ns", &StageAnswer::chargedNs, "What it is to blame for"),
                          field("took_ns", &StageAnswer::tookNs, "Of this request alone")};
    }
};

struct TracedRequestAnswer {
    QString trace;
    QString kind;
    std::optional<UserId> user;
    std::optional<SessionId> session;
    Timestamp endedAt = 0;
    qint64 totalNs = 0;
    qint64 recipients = 0;
    QList<StageAnswer> stages;
    static constexpr auto fields()
    {
        using T = TracedRequestAnswer;
        return std::tuple{
            field("trace", &T::trace, "As its answer, the log and clients have it"),
            field("kind", &T::kind, "What was asked"),
            field("user", &T::user, "Account, when it is known"),
            field("session", &T::session, "Session, when it is known"),
            field("ended_at", &T::endedAt, "When it was over"),
            field("total_ns", &T::totalNs, "From its last byte read to the last sent"),
            field("recipients", &T::recipients,
                  "Connections that heard of it, of the same I/O thread"),
            field("stages", &T::stages, "The slowest first")};
    }
};

struct SlowAnswer {
    QList<TracedRequestAnswer> requests;
    static constexpr auto fields()
    {
        return std::tuple{field("requests", &SlowAnswer::requests, "The latest first")};
    }
};

struct BackupAnswer {
    QString file;
    qint64 bytes = 0;
    qint64 tookMs = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("file", &BackupAnswer::file, "The backup"),
                          field("bytes", &BackupAnswer::bytes, "Its size"),
                          field("took_ms", &BackupAnswer::tookMs, "With its check")};
    }
};

struct RestoreAnswer {
    QString file;
    std::optional<Timestamp> latestEvent;
    std::optional<QString> keptAs;
    static constexpr auto fields()
    {
        return std::tuple{
            field("file", &RestoreAnswer::file, "The backup"),
            field("latest_event", &RestoreAnswer::latestEvent, "Time of the last event in it"),
            field("kept_as", &RestoreAnswer::keptAs, "The database that was there before")};
    }
};

struct CheckFindingAnswer {
    QString kind;
    std::optional<RoomId> room;
    QString says;
    bool canHeal = false;
    bool isHealed = false;
    static constexpr auto fields()
    {
        using F = CheckFindingAnswer;
        return std::tuple{field("kind", &F::kind,
                                "\"file\", \"index\", \"orphan\", \"log\", \"room\", "
                                "\"message\", \"member\" or \"marker\""),
                          field("room", &F::room, "Which, where it is about one"),
                          field("says", &F::says, "What was found"),
                          field("can_heal", &F::canHeal, "By --repair"),
                          field("healed", &F::isHealed, "It was, just now")};
    }
};

struct CheckAnswer {
    QList<CheckFindingAnswer> findings;
    qint64 left = 0;
    qint64 rooms = 0;
    qint64 events = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("findings", &CheckAnswer::findings, "File first, then by room"),
                          field("left", &CheckAnswer::left, "Findings that were not healed"),
                          field("rooms", &CheckAnswer::rooms, "How many were read"),
                          field("events", &CheckAnswer::events, "How many were read")};
    }
};

} // namespace salon::server
