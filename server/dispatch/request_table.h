// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/contexts.h"
#include "server/dispatch/rate_limits.h"
#include <functional>
#include <span>

namespace salon::server {

//! How a kind of request is served. The rows are the whole truth: what is not here is an unknown
//! kind.
struct RequestRow {
    using WriteRule = std::function<Result<QByteArray>(WriteContext &)>;
    using ReadRule = std::function<Result<QByteArray>(ReadContext &)>;

    std::string_view kind;
    Cost cost;
    int createdStatus; //!< HTTP status of success: 200, or 201 for what makes a thing
    //! One of the two: decodes the data and binds the rule that runs in the writer or in a reader.
    Result<WriteRule> (*write)(const wire::JsonValue &data, const wire::Limits &, const Caller &);
    Result<ReadRule> (*read)(const wire::JsonValue &data, const wire::Limits &, const Caller &);
};

std::span<const RequestRow> requestTable();
const RequestRow *findRequest(std::string_view kind);

} // namespace salon::server
