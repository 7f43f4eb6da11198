// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/local_peer.h"
#include "shared/base/result.h"
#include <memory>

class QLocalServer;

namespace salon::server {

//! Where a running salond takes the operator's commands: one line of JSON, one line back. For the
//! owner only.
class LocalSocket {
public:
    explicit LocalSocket(LineHandler handler);
    ~LocalSocket();
    Result<> listen(const QString &name);
    //! The other side: sends a line, waits for the answer.
    static Result<QByteArray> ask(const QString &name, const QByteArray &line);

private:
    std::unique_ptr<QLocalServer> m_server;
};

} // namespace salon::server
