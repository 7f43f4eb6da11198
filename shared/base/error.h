// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <optional>
#include <string_view>

namespace salon {

//! What kind of failure it is. The order is that of the published table: close codes count along
//! it.
enum class ErrorCode {
    BadRequest,
    UnknownKind,
    UnsupportedProtocol,
    Unauthorized,
    SessionExpired,
    SessionRevoked,
    Forbidden,
    NotFound,
    Conflict,
    MethodNotAllowed,
    TooLarge,
    RateLimited,
    Unavailable,
    Stopping,
    Internal,
    SlowConsumer,
    ProtocolError,
};
inline constexpr int kErrorCodeCount = int(ErrorCode::ProtocolError) + 1;

//! Why, as far as a person can act on it; None where the code says it all.
enum class Reason {
    None,
    StorageFull,
    StorageFailed,
    Busy,
    NotAMember,
    NameTaken,
    NameNotAllowed,
    KeyReused,
    WrongPassword,
    AccountDisabled,
    PasswordTooShort,
    PasswordTooCommon,
    OriginNotAllowed,
    TooManySockets,
    SetupDone,
    WrongSetupCode,
    SetupCodeExpired,
    NotYourMessage,
    MessageDeleted,
    EditTimeOver,
    NotTheOwner,
    DirectRoom,
};
inline constexpr int kReasonCount = int(Reason::DirectRoom) + 1;

//! A failure as value: for the log, for the wire, and for the sentence that the client makes of it.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    Reason reason = Reason::None;
    QString message; //!< English, for developers and logs
    QString path; //!< what it is about, e.g. "data.topic"
    std::optional<qint64> limit; //!< the bound that was passed, for TooLarge
    std::optional<qint64> retryAfterMs; //!< when trying again makes sense
    QString trace; //!< finds the request in the server's log

    Error() = default;
    Error(ErrorCode c, QString text) : code(c), message(std::move(text)) { }
    Error(ErrorCode c, Reason why, QString text)
        : code(c), reason(why), message(std::move(text)) { }

    static Error badRequest(QString path, QString text);
    static Error tooLarge(QString path, qint64 limit);
    static Error notFound(QStringView what);
    static Error rateLimited(qint64 retryAfterMs);
    static Error internal(QString text) { return {ErrorCode::Internal, std::move(text)}; }

    //! The same error about `where`.
    Error at(QString where) const;
    //! "code at path: message", for logs and terminals.
    QString toString() const;
};

//! The word on the wire, e.g. "bad_request".
std::string_view wireName(ErrorCode code);
std::string_view wireName(Reason reason); //!< empty for None
//! A sentence, without its full stop, for the published description.
std::string_view meaning(ErrorCode code);
std::string_view meaning(Reason reason);
std::optional<ErrorCode> errorCodeFromWire(std::string_view name);
Reason reasonFromWire(std::string_view name); //!< None when unknown: a newer server may know more
//! HTTP status of the code, RFC 9110; 0 for those that only close a socket.
int httpStatus(ErrorCode code);
//! WebSocket close code of the code: 4000 + its place in the published table, from 1.
int closeCode(ErrorCode code);
std::optional<ErrorCode> errorCodeFromClose(int closeCode);

} // namespace salon
