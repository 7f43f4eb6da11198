// SPDX-License-Identifier: MIT
#include "server/net/lean_acceptor.h"
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::server {

namespace {

socklen_t toNative(const QHostAddress &address, quint16 port, sockaddr_storage &storage)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        auto *v4 = reinterpret_cast<sockaddr_in *>(&storage);
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        v4->sin_addr.s_addr = htonl(address.toIPv4Address());
        return sizeof(sockaddr_in);
    }
    auto *v6 = reinterpret_cast<sockaddr_in6 *>(&storage);
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    v6->sin6_scope_id = address.scopeId().toUInt();
    std::memcpy(&v6->sin6_addr, &bytes, sizeof bytes);
    return sizeof(sockaddr_in6);
}

ListenFailure failureOf(int error)
{
    switch (error) {
    case EADDRINUSE:
        return ListenFailure::InUse;
    case EACCES:
    case EPERM:
        return ListenFailure::NotAllowed;
    case EADDRNOTAVAIL:
        return ListenFailure::NoSuchAddress;
    default:
        return ListenFailure::Other;
    }
}

} // namespace

LeanAcceptor::LeanAcceptor(Poller *poller, Accepted accepted)
    : m_poller(poller), m_accepted(std::move(accepted))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    QObject::connect(&m_pause, &QTimer::timeout, &m_pause,
                     [this] { m_poller->watch(m_descriptor, this, EPOLLIN); });
}

LeanAcceptor::~LeanAcceptor()
{
    stop();
}

void LeanAcceptor::stop()
{
    if (m_descriptor < 0)
        return;
    m_poller->unwatch(m_descriptor);
    ::close(m_descriptor);
    m_descriptor = -1;
}

Result<> LeanAcceptor::listen(const QHostAddress &address, quint16 port)
{
    sockaddr_storage storage{};
    socklen_t length = toNative(address, port, storage);
    auto *native = reinterpret_cast<sockaddr *>(&storage);
    m_descriptor = ::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1, off = 0;
    if (m_descriptor >= 0) {
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (storage.ss_family == AF_INET6)
            ::setsockopt(m_descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    }
    if (m_descriptor < 0 || ::bind(m_descriptor, native, length) != 0
        || ::listen(m_descriptor, kBacklog) != 0
        || ::getsockname(m_descriptor, native, &length) != 0
        || !m_poller->watch(m_descriptor, this, EPOLLIN)) {
        const int error = errno;
        stop();
        return listenError(address, port, failureOf(error), qt_error_string(error));
    }
    m_port =
        ntohs(storage.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6 *>(native)->sin6_port
                                            : reinterpret_cast<sockaddr_in *>(native)->sin_port);
    return {};
}

void LeanAcceptor::pollEvent(quint32)
{
    constexpr int kAcceptsPerEvent = 64; // connections that are open wait no longer than that
    for (int i = 0; i < kAcceptsPerEvent; ++i) {
        const int descriptor =
            ::accept4(m_descriptor, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor >= 0) {
            m_accepted(descriptor);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            m_poller->watch(m_descriptor, this, 0); // do not spin on a queue that cannot be taken
            m_pause.start();
            return;
        }
        if (errno != EINTR && errno != ECONNABORTED)
            return;
    }
}

} // namespace salon::server
