// SPDX-License-Identifier: MIT
#include "tests/support/socket_swarm.h"
#include <array>
#include <sys/epoll.h>
#include <unistd.h>
#include <utility>

namespace salon::test {

SocketSwarm::SocketSwarm() : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
}

SocketSwarm::~SocketSwarm()
{
    clear();
    ::close(m_epoll);
}

void SocketSwarm::clear()
{
    m_sockets.clear(); // closing a descriptor takes it out of the epoll set
    m_unsent.clear();
}

std::optional<size_t> SocketSwarm::connectTo(quint16 port, const QByteArray &token, quint32 from)
{
    auto socket = std::make_unique<SwarmSocket>();
    if (!(m_isEncrypted ? socket->connectEncrypted(port, token, from)
                        : socket->connectTo(port, token, from)))
        return {};
    const size_t client = m_sockets.size();
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = client;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket->descriptor(), &event);
    m_sockets.push_back(std::move(socket));
    markUnsent(client);
    return client;
}

void SocketSwarm::send(size_t client, QByteArrayView text)
{
    m_sockets[client]->queueText(text);
    markUnsent(client);
}

void SocketSwarm::markUnsent(size_t client)
{
    m_unsent.push_back(client);
}

void SocketSwarm::turn(int waitMs)
{
    writeQueued();
    std::array<epoll_event, 256> events;
    const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), waitMs);
    for (int i = 0; i < count; ++i) {
        const auto client = size_t(events[size_t(i)].data.u64);
        SwarmSocket &socket = *m_sockets[client];
        if (socket.descriptor() < 0)
            continue;
        const bool open = socket.receive([&](QByteArrayView text) {
            if (onText)
                onText(client, text);
        });
        if (socket.hasUnsent())
            markUnsent(client);
        if (!open)
            drop(client);
    }
    writeQueued();
}

void SocketSwarm::writeQueued()
{
    for (const size_t client : std::exchange(m_unsent, {})) {
        SwarmSocket &socket = *m_sockets[client];
        if (socket.descriptor() < 0)
            continue;
        if (!socket.flush())
            drop(client);
        else if (socket.hasUnsent())
            markUnsent(client);
    }
}

void SocketSwarm::drop(size_t client)
{
    const int code = m_sockets[client]->closeCode();
    m_sockets[client]->close();
    if (onClosed)
        onClosed(client, code);
}

} // namespace salon::test
