// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/contexts.h"
#include "server/dispatch/rate_limits.h"
#include <functional>
#include <span>

namespace salon::server {

class Dispatcher;

//! How a kind of request is served. The rows are the whole truth: what is not here is an unknown
//! kind.
struct RequestRow {
    using WriteRule = std::function<Result<QByteArray>(WriteContext &)>;
    using ReadRule = std::function<Result<QByteArray>(ReadContext &)>;

    std::string_view kind;
    Cost cost;
    int createdStatus; //!< HTTP status of success: 200, or 201 for what makes a thing
    //! One of the two, unless it is answered from memory: decodes the data and binds the rule that
    //! runs in the writer or in a reader.
    Result<WriteRule> (*write)(const wire::JsonValue &data, const wire::Limits &, const Caller &);
    Result<ReadRule> (*read)(const wire::JsonValue &data, const wire::Limits &, const Caller &);
    //! Answers at once, in the shard's thread; nothing where a reader has to.
    Result<std::optional<QByteArray>> (*memory)(const wire::JsonValue &data, const Caller &,
                                                Dispatcher &) = nullptr;
    bool isSocketOnly = false; //!< none over HTTP
};

std::span<const RequestRow> requestTable();
const RequestRow *findRequest(std::string_view kind);
//! Of those that can be asked over HTTP.
const RequestRow *findHttpRequest(std::string_view kind);

} // namespace salon::server
