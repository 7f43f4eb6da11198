// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/session_messages.h"

//! What is said over HTTP only, before or about a session.
namespace salon::protocol {

//! GET /api/server
struct ServerCard {
    static constexpr std::string_view kind = "server";
    QString name;
    QString version;
    VersionRange protocol;
    bool needsSetup = false;
    QString registration;
    static constexpr auto fields()
    {
        return std::tuple{
            field("name", &ServerCard::name, "Name given by the operator"),
            field("version", &ServerCard::version, "Version of salond"),
            field("protocol", &ServerCard::protocol, "Versions understood"),
            field("needs_setup", &ServerCard::needsSetup, "There is no account yet"),
            field("registration", &ServerCard::registration, "\"closed\""),
        };
    }
};

struct LoginReply {
    User user;
    QString token;
    Timestamp expiresAt = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("user", &LoginReply::user, "Oneself"),
                          field("token", &LoginReply::token, "JSON Web Token, RFC 7519"),
                          field("expires_at", &LoginReply::expiresAt, "When it ends")};
    }
};

//! POST /api/login
struct Login {
    static constexpr std::string_view kind = "login";
    using Reply = LoginReply;
    QString username;
    QString password;
    QString device;
    static constexpr auto fields()
    {
        return std::tuple{
            field("username", &Login::username, "Name of the account", wire::Length{1, 256}),
            field("password", &Login::password, "At most 1,024 bytes", wire::Length{1, 1024}),
            field("device", &Login::device, "Shown in the list of sessions", wire::Length{1, 80})};
    }
};

//! POST /api/setup, while there is no account: makes the first one, and opens a session for it.
struct Setup {
    static constexpr std::string_view kind = "setup";
    using Reply = LoginReply;
    QString code;
    QString username;
    QString password;
    std::optional<QString> device;
    static constexpr auto fields()
    {
        return std::tuple{
            field("code", &Setup::code, "The one that the server printed; dashes do not count",
                  wire::Length{1, 64}),
            field("username", &Setup::username, "Name of the account", wire::Length{1, 256}),
            field("password", &Setup::password, "8 to 1,024 bytes", wire::Length{1, 1024}),
            field("device", &Setup::device, "Shown in the list of sessions", wire::Length{1, 80})};
    }
};

struct Renewed {
    QString token;
    Timestamp expiresAt = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("token", &Renewed::token, "The token from now on"),
                          field("expires_at", &Renewed::expiresAt, "When it ends")};
    }
};

//! POST /api/session/renew
struct Renew {
    static constexpr std::string_view kind = "session.renew";
    using Reply = Renewed;
    static constexpr auto fields() { return std::tuple{}; }
};

//! POST /api/logout
struct Logout {
    static constexpr std::string_view kind = "logout";
    using Reply = Done;
    static constexpr auto fields() { return std::tuple{}; }
};

struct SessionRow {
    SessionId id;
    QString device;
    QString address;
    Timestamp lastUsedAt = 0;
    Timestamp expiresAt = 0;
    bool current = false;
    static constexpr auto fields()
    {
        return std::tuple{field("id", &SessionRow::id, "The session"),
                          field("device", &SessionRow::device, "As told at login"),
                          field("address", &SessionRow::address, "Where it was last used"),
                          field("last_used_at", &SessionRow::lastUsedAt, "When"),
                          field("expires_at", &SessionRow::expiresAt, "When it ends"),
                          field("current", &SessionRow::current, "The one that asks")};
    }
};

struct SessionList {
    QList<SessionRow> sessions;
    static constexpr auto fields()
    {
        return std::tuple{field("sessions", &SessionList::sessions, "One's own, live ones")};
    }
};

//! GET /api/sessions
struct ListSessions {
    static constexpr std::string_view kind = "sessions";
    using Reply = SessionList;
    static constexpr auto fields() { return std::tuple{}; }
};

//! DELETE /api/sessions/{id}
struct EndSession {
    static constexpr std::string_view kind = "session.end";
    using Reply = Done;
    SessionId id;
    static constexpr auto fields()
    {
        return std::tuple{field("id", &EndSession::id, "One of one's own")};
    }
};

//! POST /api/password; ends one's other sessions.
struct ChangePassword {
    static constexpr std::string_view kind = "password";
    using Reply = Done;
    QString old;
    QString fresh;
    static constexpr auto fields()
    {
        return std::tuple{
            field("old", &ChangePassword::old, "The present one", wire::Length{1, 1024}),
            field("new", &ChangePassword::fresh, "8 to 1,024 bytes", wire::Length{1, 1024})};
    }
};

} // namespace salon::protocol
