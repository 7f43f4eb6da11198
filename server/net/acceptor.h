// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QHostAddress>
#include <functional>

namespace salon::server {

//! Listens on one address and hands out descriptors. Waits by itself while the process has none
//! left.
class Acceptor {
public:
    using Accepted = std::function<void(qintptr descriptor)>;

    Acceptor() = default;
    virtual ~Acceptor() = default;
    Q_DISABLE_COPY_MOVE(Acceptor)

    //! The error is a sentence for the operator: port in use, no permission, no such address.
    virtual Result<> listen(const QHostAddress &address, quint16 port) = 0;
    //! The port that was given out for 0.
    virtual quint16 port() const = 0;

    static constexpr int kBacklog = 4096;
    static constexpr int kPauseMs = 200; //!< without descriptors
};

//! An address of `host`: itself when it is one, else looked up (blocks; meant for the start).
Result<QHostAddress> resolveListenHost(const QString &host);

enum class ListenFailure { InUse, NotAllowed, NoSuchAddress, Other };
//! "cannot listen on 127.0.0.1:80: …"
Error listenError(const QHostAddress &address, quint16 port, ListenFailure why,
                  const QString &detail);

} // namespace salon::server
