// SPDX-License-Identifier: MIT
#include "server/net/lean_acceptor.h"
#include "server/net/lean_tls_socket.h"
#include "server/net/socket_factory.h"
#include <unistd.h>

namespace salon::server {

namespace {

class LeanSocketFactory final : public SocketFactory {
public:
    std::unique_ptr<Acceptor> makeAcceptor(Acceptor::Accepted accepted) override
    {
        return std::make_unique<LeanAcceptor>(&m_poller, std::move(accepted));
    }

    Result<> setTls(std::shared_ptr<const TlsContext> context) override
    {
        m_tls = std::move(context);
        return {};
    }

    PeerSocketPtr adopt(qintptr descriptor, const PeerLimits &limits, bool reading) override
    {
        auto *socket =
            m_tls ? new LeanTlsSocket(m_poller, limits, *m_tls) : new LeanSocket(m_poller, limits);
        PeerSocketPtr owner(socket);
        if (!socket->adopt(static_cast<int>(descriptor), reading)) {
            ::close(static_cast<int>(descriptor));
            owner.reset();
        }
        return owner;
    }

    void holdRequest() override { m_poller.holdRequest(); }

private:
    Poller m_poller;
    std::shared_ptr<const TlsContext> m_tls;
};

} // namespace

std::unique_ptr<SocketFactory> makeSocketFactory(SocketKind kind)
{
    if (kind == SocketKind::Plain)
        return makePlainSocketFactory();
    return std::make_unique<LeanSocketFactory>();
}

} // namespace salon::server
