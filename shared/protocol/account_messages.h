// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/session_messages.h"

//! What is said over HTTP only, before or about a session.
namespace salon::protocol {

struct ServerCard {
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

struct AskServer {
    static constexpr std::string_view kind = "server";
    static constexpr std::string_view summary = "Tells what server this is, to anybody";
    using Reply = ServerCard;
    static constexpr auto fields() { return std::tuple{}; }
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

struct Login {
    static constexpr std::string_view kind = "login";
    static constexpr std::string_view summary = "Opens a session with name and password";
    static constexpr std::array faults{
        kWrongPassword, Fault{ErrorCode::Forbidden, Reason::AccountDisabled},
        Fault{ErrorCode::RateLimited, Reason::None,
              "Too many wrong passwords for this name or from this address"}};
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

struct Setup {
    static constexpr std::string_view kind = "setup";
    static constexpr std::string_view summary =
        "Makes the first account, once, and opens a session for it";
    static constexpr std::array faults{
        Fault{ErrorCode::Conflict, Reason::SetupDone},
        Fault{ErrorCode::Unauthorized, Reason::WrongSetupCode},
        Fault{ErrorCode::Unauthorized, Reason::SetupCodeExpired},
        kNameNotAllowed,
        kPasswordTooShort,
        kPasswordTooCommon,
        Fault{ErrorCode::RateLimited, Reason::None, "Too many wrong codes from this address"}};
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

struct Renew {
    static constexpr std::string_view kind = "session.renew";
    static constexpr std::string_view summary =
        "Gives the session a later end, in the last third of its life; earlier it changes nothing";
    using Reply = Renewed;
    static constexpr auto fields() { return std::tuple{}; }
};

struct Logout {
    static constexpr std::string_view kind = "logout";
    static constexpr std::string_view summary = "Ends this session";
    static constexpr std::array faults{
        Fault{ErrorCode::NotFound, Reason::None, "The session was ended at the same moment"}};
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

struct ListSessions {
    static constexpr std::string_view kind = "sessions";
    static constexpr std::string_view summary = "Lists one's own live sessions";
    using Reply = SessionList;
    static constexpr auto fields() { return std::tuple{}; }
};

struct EndSession {
    static constexpr std::string_view kind = "session.end";
    static constexpr std::string_view summary = "Ends one of one's own sessions";
    static constexpr std::array faults{kNotFound};
    using Reply = Done;
    SessionId id;
    static constexpr auto fields()
    {
        return std::tuple{field("id", &EndSession::id, "One of one's own")};
    }
};

struct ChangePassword {
    static constexpr std::string_view kind = "password";
    static constexpr std::string_view summary =
        "Changes one's password and ends one's other sessions";
    static constexpr std::array faults{kWrongPassword, kPasswordTooShort, kPasswordTooCommon};
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
