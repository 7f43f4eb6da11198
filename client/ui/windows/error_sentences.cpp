// SPDX-License-Identifier: MIT
#include "client/ui/windows/error_sentences.h"
#include <QCoreApplication>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

struct ConnectionRow {
    ConnectionFailure failure;
    const char *sentence;
};

constexpr std::array kConnectionRows{
    ConnectionRow{ConnectionFailure::NameNotFound, QT_TRANSLATE_NOOP("errors", "No computer of this name was found. Check the server's address.")},
    ConnectionRow{ConnectionFailure::Refused, QT_TRANSLATE_NOOP("errors", "Nothing answers at this address. Is the server running, and is the port right?")},
    ConnectionRow{ConnectionFailure::TimedOut, QT_TRANSLATE_NOOP("errors", "The server did not answer in time. Check the network and try again.")},
    ConnectionRow{ConnectionFailure::NoNetwork, QT_TRANSLATE_NOOP("errors", "The network cannot be reached. Check this computer's connection.")},
    ConnectionRow{ConnectionFailure::TlsFailed, QT_TRANSLATE_NOOP("errors", "No secure connection could be made. Tell whoever runs the server.")},
    ConnectionRow{ConnectionFailure::NotASalonServer, QT_TRANSLATE_NOOP("errors", "There is a server at this address, but it is not Salon. Check the address.")},
    ConnectionRow{ConnectionFailure::ProtocolVersion, QT_TRANSLATE_NOOP("errors", "The server speaks another version of Salon's protocol. Update the older of the two.")},
    ConnectionRow{ConnectionFailure::ReplyNotUnderstood, QT_TRANSLATE_NOOP("errors", "The server's reply was not understood. Update Salon, or tell whoever runs the server.")},
};

struct ErrorRow {
    ErrorCode code;
    Reason reason;
    const char *sentence;           //!< %1: seconds or limit
};

// A row with a reason stands before the one of its code.
constexpr std::array kErrorRows{
    ErrorRow{ErrorCode::Unauthorized, Reason::WrongPassword, QT_TRANSLATE_NOOP("errors", "Name or password is wrong. Try again, or ask whoever runs the server.")},
    ErrorRow{ErrorCode::Forbidden, Reason::AccountDisabled, QT_TRANSLATE_NOOP("errors", "This account is disabled. Ask whoever runs the server.")},
    ErrorRow{ErrorCode::Forbidden, Reason::NotAMember, QT_TRANSLATE_NOOP("errors", "You are not in this room. Join it first.")},
    ErrorRow{ErrorCode::Forbidden, Reason::OriginNotAllowed, QT_TRANSLATE_NOOP("errors", "The server does not take connections from this place.")},
    ErrorRow{ErrorCode::Conflict, Reason::NameTaken, QT_TRANSLATE_NOOP("errors", "This name, or one that looks like it, is taken. Choose another.")},
    ErrorRow{ErrorCode::Conflict, Reason::KeyReused, QT_TRANSLATE_NOOP("errors", "The server knows another message under this number. Delete it and write it again.")},
    ErrorRow{ErrorCode::BadRequest, Reason::NameNotAllowed, QT_TRANSLATE_NOOP("errors", "This name holds characters that nobody can see or tell apart. Choose another.")},
    ErrorRow{ErrorCode::BadRequest, Reason::PasswordTooShort, QT_TRANSLATE_NOOP("errors", "This password is too short. Use 8 characters or more.")},
    ErrorRow{ErrorCode::BadRequest, Reason::PasswordTooCommon, QT_TRANSLATE_NOOP("errors", "This password is one of those that everybody tries first. Choose another.")},
    ErrorRow{ErrorCode::RateLimited, Reason::TooManySockets, QT_TRANSLATE_NOOP("errors", "This account is open in too many windows. Close some.")},
    ErrorRow{ErrorCode::Unavailable, Reason::StorageFull, QT_TRANSLATE_NOOP("errors", "The server's disk is full, so nothing can be stored. Whoever runs it must make room.")},
    ErrorRow{ErrorCode::Unavailable, Reason::StorageFailed, QT_TRANSLATE_NOOP("errors", "The server cannot store at the moment. Nothing is lost; it is tried again.")},
    ErrorRow{ErrorCode::Unavailable, Reason::Busy, QT_TRANSLATE_NOOP("errors", "The server is busy. Try again in a moment.")},
    ErrorRow{ErrorCode::BadRequest, Reason::None, QT_TRANSLATE_NOOP("errors", "The server did not understand this request.")},
    ErrorRow{ErrorCode::UnknownKind, Reason::None, QT_TRANSLATE_NOOP("errors", "The server does not know how to do this. It may be older than this client.")},
    ErrorRow{ErrorCode::UnsupportedProtocol, Reason::None, QT_TRANSLATE_NOOP("errors", "Server and client are of versions that do not meet. Update the older of the two.")},
    ErrorRow{ErrorCode::Unauthorized, Reason::None, QT_TRANSLATE_NOOP("errors", "The server does not know this session. Log in again.")},
    ErrorRow{ErrorCode::SessionExpired, Reason::None, QT_TRANSLATE_NOOP("errors", "Your session is past its time. Log in again.")},
    ErrorRow{ErrorCode::SessionRevoked, Reason::None, QT_TRANSLATE_NOOP("errors", "Your session was ended, here or by somebody else. Log in again.")},
    ErrorRow{ErrorCode::Forbidden, Reason::None, QT_TRANSLATE_NOOP("errors", "You are not allowed to do this.")},
    ErrorRow{ErrorCode::NotFound, Reason::None, QT_TRANSLATE_NOOP("errors", "The room is gone, or was never yours to see.")},
    ErrorRow{ErrorCode::Conflict, Reason::None, QT_TRANSLATE_NOOP("errors", "Somebody was faster: it exists already.")},
    ErrorRow{ErrorCode::MethodNotAllowed, Reason::None, QT_TRANSLATE_NOOP("errors", "The server does not take this kind of call. It may be older than this client.")},
    ErrorRow{ErrorCode::TooLarge, Reason::None, QT_TRANSLATE_NOOP("errors", "This is too long: %1 is the most. Shorten it.")},
    ErrorRow{ErrorCode::RateLimited, Reason::None, QT_TRANSLATE_NOOP("errors", "Too much at once. Wait %1 s.")},
    ErrorRow{ErrorCode::Unavailable, Reason::None, QT_TRANSLATE_NOOP("errors", "The server could not be asked. Check the connection and try again.")},
    ErrorRow{ErrorCode::Stopping, Reason::None, QT_TRANSLATE_NOOP("errors", "The server is being stopped. Try again when it is back.")},
    ErrorRow{ErrorCode::Internal, Reason::None, QT_TRANSLATE_NOOP("errors", "Something went wrong in the server. Tell whoever runs it, with the number below.")},
    ErrorRow{ErrorCode::SlowConsumer, Reason::None, QT_TRANSLATE_NOOP("errors", "This computer read too slowly, so the server let go. It connects again by itself.")},
    ErrorRow{ErrorCode::ProtocolError, Reason::None, QT_TRANSLATE_NOOP("errors", "Server and client misunderstood each other. It connects again by itself.")},
};

const char *rowFor(const Error &error)
{
    for (const ErrorRow &row : kErrorRows) {
        if (row.code == error.code && (row.reason == error.reason || row.reason == Reason::None))
            return row.sentence;
    }
    return kErrorRows.back().sentence;
}

} // namespace

QString sentenceFor(const Error &error)
{
    QString sentence = QCoreApplication::translate("errors", rowFor(error));
    if (sentence.contains("%1"_L1)) {
        const qint64 number = error.code == ErrorCode::TooLarge
            ? error.limit.value_or(0)
            : (error.retryAfterMs.value_or(1000) + 999) / 1000;
        sentence = sentence.arg(number);
    }
    if (!error.trace.isEmpty())
        sentence += u" ("_s + error.trace + u')';
    return sentence;
}

QString sentenceFor(const Failure &failure)
{
    for (const ConnectionRow &row : kConnectionRows) {
        if (row.failure == failure.connection)
            return QCoreApplication::translate("errors", row.sentence);
    }
    return sentenceFor(failure.error);
}

} // namespace salon::client
