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
};

constexpr std::array<CodeRow, 17> kCodes{{
    {"bad_request", 400},
    {"unknown_kind", 404},
    {"unsupported_protocol", 400},
    {"unauthorized", 401},
    {"session_expired", 401},
    {"session_revoked", 401},
    {"forbidden", 403},
    {"not_found", 404},
    {"conflict", 409},
    {"method_not_allowed", 405},
    {"too_large", 413},
    {"rate_limited", 429},
    {"unavailable", 503},
    {"stopping", 503},
    {"internal", 500},
    {"slow_consumer", 0},
    {"protocol_error", 0},
}};

constexpr std::array<std::string_view, 17> kReasons{
    "",
    "storage_full",
    "storage_failed",
    "busy",
    "not_a_member",
    "name_taken",
    "name_not_allowed",
    "key_reused",
    "wrong_password",
    "account_disabled",
    "password_too_short",
    "password_too_common",
    "origin_not_allowed",
    "too_many_sockets",
    "setup_done",
    "wrong_setup_code",
    "setup_code_expired",
};

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
    return kReasons.at(size_t(reason));
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
    const auto word = std::ranges::find(kReasons, name);
    return word == kReasons.end() ? Reason::None : Reason(word - kReasons.begin());
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
