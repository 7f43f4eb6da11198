// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/request_trace.h"
#include "server/service/effects.h"
#include <functional>
#include <memory>
#include <vector>

namespace salon::server {

//! What a thread has done for a request, on its way back.
struct Delivery {
    size_t shard = 0; //!< that has read the request
    std::function<void()> call; //!< for that shard's thread; makes the effects known there, too
    //! Of its commit, for all other shards; often null.
    std::shared_ptr<const Effects> effects = {};
    RequestTracePtr trace = {}; //!< with effects
    std::vector<RequestTracePtr> branches = {}; //!< of the trace, by shard
};

//! Brings them to their threads, in this order. Any thread may call it.
using Deliver = std::function<void(std::vector<Delivery>)>;

} // namespace salon::server
