// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/caller.h"
#include "shared/base/error.h"
#include <QByteArray>

namespace salon::server {

//! A signed-in connection, as the fan-out sees it.
class Recipient {
public:
    virtual ~Recipient() = default;
    virtual const Caller &caller() const = 0;
    //! A WebSocket frame that many share.
    virtual void deliver(const QByteArray &frame) = 0;
    //! One that is dropped where much is unsent; false then.
    virtual bool offer(const QByteArray &frame) = 0;
    //! The session is over: tell and close.
    virtual void end(ErrorCode code) = 0;
};

} // namespace salon::server
