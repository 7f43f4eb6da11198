// SPDX-License-Identifier: MIT
#include "shared/base/error.h"
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace salon {
namespace {

struct CodeRow {
    std::string_view name;
    int status;
    std::string_view meaning;
};

constexpr std::array<CodeRow, kErrorCodeCount> kCodes{{
    {"bad_request", 400, "Not understood, or against a rule; `path` names the member"},
    {"unknown_kind", 404, "There is no such kind of request"},
    {"unsupported_protocol", 400, "The versions of client and server do not meet"},
    {"unauthorized", 401, "No token, or not a good one"},
    {"session_expired", 401, "The session is past its time"},
    {"session_revoked", 401, "The session was ended, by its user or by the operator"},
    {"forbidden", 403, "Not allowed"},
    {"not_found", 404, "Not there, or not for you"},
    {"conflict", 409, "Contradicts what is there already"},
    {"method_not_allowed", 405, "Not by this method; the header Allow lists those of the path"},
    {"too_large", 413, "Over a size or length; `path` and `limit` say which"},
    {"rate_limited", 429, "Too much at once; `retry_after_ms` says when to ask again"},
    {"unavailable", 503, "Not at the moment; whether it was done is unknown"},
    {"stopping", 503, "The server is going down"},
    {"internal", 500, "The server's own fault; `trace` finds it in its log"},
    {"slow_consumer", 0, "The client reads too slowly; it may come back and resume"},
    {"protocol_error", 0, "Not this protocol"},
}};

struct ReasonRow {
    std::string_view name;
    std::string_view meaning;
};

constexpr std::array<ReasonRow, kReasonCount> kReasons{{
    {"", ""},
    {"storage_full", "The server's disk is full"},
    {"storage_failed", "The server cannot use its database"},
    {"busy", "Too much is waiting"},
    {"not_a_member", "One is no member of the room"},
    {"name_taken", "The name, or one that looks like it, is taken"},
    {"name_not_allowed", "The name or topic has characters or a form that is not allowed"},
    {"key_reused", "The key was used for another message"},
    {"wrong_password", "Wrong name or password"},
    {"account_disabled", "The operator has disabled the account"},
    {"password_too_short", "The password has fewer than `limit` bytes"},
    {"password_too_common", "The password is among the first that anybody tries"},
    {"origin_not_allowed", "The origin of the web page is not on the server's list"},
    {"too_many_sockets", "Too many connections, of this account or in all"},
    {"setup_done", "The first account exists already"},
    {"wrong_setup_code", "Not the code that the server printed"},
    {"setup_code_expired",
     "The code is older than an hour; the server prints a new one when it starts"},
    {"not_your_message", "The message is somebody else's"},
    {"message_deleted", "The message was deleted"},
    {"edit_time_over", "Messages may be changed for `edit_minutes` only"},
    {"not_the_owner", "Only an owner of the room may do it"},
    {"direct_room", "A direct room keeps its people, and has neither name nor topic"},
}};

} // namespace

Error Error::badRequest(QString path, QString text)
{
    Error error(ErrorCode::BadRequest, std::move(text));
    error.path = std::move(path);
    return error;
}

Error Error::tooLarge(QString path, qint64 limit)
{
    Error error(ErrorCode::TooLarge, u"is over the limit of %1"_s.arg(limit));
    error.path = std::move(path);
    error.limit = limit;
    return error;
}

Error Error::notFound(QStringView what)
{
    return {ErrorCode::NotFound, u"no such %1"_s.arg(what)};
}

Error Error::rateLimited(qint64 retryAfterMs)
{
    Error error(ErrorCode::RateLimited, u"too many requests"_s);
    error.retryAfterMs = retryAfterMs;
    return error;
}

Error Error::at(QString where) const
{
    Error moved = *this;
    moved.path = std::move(where);
    return moved;
}

QString Error::toString() const
{
    const auto name = wireName(code);
    QString text = QString::fromLatin1(name.data(), qsizetype(name.size()));
    if (!path.isEmpty())
        text += u" at "_s + path;
    return text + u": "_s + message;
}

std::string_view wireName(ErrorCode code)
{
    return kCodes.at(size_t(code)).name;
}

std::string_view wireName(Reason reason)
{
    return kReasons.at(size_t(reason)).name;
}

std::string_view meaning(ErrorCode code)
{
    return kCodes.at(size_t(code)).meaning;
}

std::string_view meaning(Reason reason)
{
    return kReasons.at(size_t(reason)).meaning;
}

std::optional<ErrorCode> errorCodeFromWire(std::string_view name)
{
    const auto row = std::ranges::find(kCodes, name, &CodeRow::name);
    if (row == kCodes.end())
        return std::nullopt;
    return ErrorCode(row - kCodes.begin());
}

Reason reasonFromWire(std::string_view name)
{
    const auto row = std::ranges::find(kReasons, name, &ReasonRow::name);
    return row == kReasons.end() ? Reason::None : Reason(row - kReasons.begin());
}

int httpStatus(ErrorCode code)
{
    return kCodes.at(size_t(code)).status;
}

int closeCode(ErrorCode code)
{
    return 4001 + int(code);
}

std::optional<ErrorCode> errorCodeFromClose(int code)
{
    const int place = code - 4001;
    if (place < 0 || place >= int(kCodes.size()))
        return std::nullopt;
    return ErrorCode(place);
}

} // namespace salon
