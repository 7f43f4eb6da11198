// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/lean_socket.h"
#include "server/net/tls_context.h"

struct ssl_st;

namespace salon::server {

//! LeanSocket with OpenSSL on the descriptor: who uses it sees plain bytes. The handshake
//! begins with the first reading or writing and has no deadline of its own: it counts as part of
//! the first request's header. A peer that speaks plain HTTP is told so, in plain HTTP.
class LeanTlsSocket final : public LeanSocket {
public:
    LeanTlsSocket(Poller &poller, const PeerLimits &limits, const TlsContext &context);
    ~LeanTlsSocket() override;

    bool adopt(int descriptor, bool reading) override;

protected:
    ssize_t receiveBytes(char *to, size_t max) override;
    ssize_t sendBytes(iovec *vectors, size_t count) override;
    void sayGoodbye() override;

private:
    ssize_t outcome(int result);
    void handshakeFailed();
    void answerPlainHttp();

    ssl_st *m_ssl;
};

} // namespace salon::server
