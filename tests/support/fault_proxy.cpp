// SPDX-License-Identifier: MIT
#include "tests/support/fault_proxy.h"
#include "tests/support/fault_line.h"
#include <QtEndian>
#include <algorithm>
#include <cmath>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::test {

static constexpr int kLongestWaitMs = 50;

static sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = qToBigEndian(port);
    address.sin_addr.s_addr = qToBigEndian(quint32(INADDR_LOOPBACK));
    return address;
}

FaultProxy::FaultProxy(quint16 serverPort, quint64 seed) : m_serverPort(serverPort), m_random(seed)
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto *name = reinterpret_cast<sockaddr *>(&address);
    if (::bind(m_listener, name, size) != 0 || ::listen(m_listener, 128) != 0
        || ::getsockname(m_listener, name, &size) != 0
        || ::pipe2(m_wake.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("no proxy on 127.0.0.1");
    m_port = qFromBigEndian(address.sin_port);
    m_thread = std::thread([this] { run(); });
}

FaultProxy::~FaultProxy()
{
    m_isStopping = true;
    wake();
    m_thread.join();
    ::close(m_listener);
    ::close(m_wake[0]);
    ::close(m_wake[1]);
}

void FaultProxy::wake() const
{
    // A full pipe wakes as well.
    [[maybe_unused]] const auto written = ::write(m_wake[1], "w", 1);
}

size_t FaultProxy::connections() const
{
    const std::lock_guard lock(m_mutex);
    return m_lines.size();
}

void FaultProxy::setWeather(const Weather &weather)
{
    const std::lock_guard lock(m_mutex);
    m_weather = weather;
    wake();
}

void FaultProxy::cut()
{
    const std::lock_guard lock(m_mutex);
    m_lines.clear();
    wake();
}

void FaultProxy::reset()
{
    const std::lock_guard lock(m_mutex);
    for (const auto &line : m_lines)
        line->abort();
    m_lines.clear();
    wake();
}

void FaultProxy::halfClose(Direction direction)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &line : m_lines)
        line->pipes[size_t(direction)].end();
    wake();
}

void FaultProxy::stall(Direction direction, bool isStalled)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &line : m_lines)
        line->pipes[size_t(direction)].isStalled = isStalled;
    wake();
}

void FaultProxy::refuse(bool isRefused)
{
    const std::lock_guard lock(m_mutex);
    m_isRefused = isRefused;
}

void FaultProxy::strikeEach(int meanMs)
{
    const std::lock_guard lock(m_mutex);
    m_strikeMs = meanMs;
    m_nextStrike = lineTime() + meanMs;
    for (const auto &line : m_lines) {
        for (FaultPipe &pipe : line->pipes)
            pipe.isStalled = pipe.dribbles = false;
    }
    wake();
}

void FaultProxy::strike()
{
    if (m_strikeMs == 0 || lineTime() < m_nextStrike)
        return;
    // Times between events that know nothing of each other.
    const double part = double(m_random() >> 11) * 0x1.0p-53;
    m_nextStrike = lineTime() + 1 + qint64(-std::log(1.0 - part) * m_strikeMs);
    if (m_lines.empty())
        return;
    Line &line = *m_lines[m_random() % m_lines.size()];
    strikeLine(line, Fault(m_random() % m_strikes.size()));
}

void FaultProxy::strikeLine(Line &line, Fault fault)
{
    ++m_strikes[size_t(fault)];
    FaultPipe &pipe = line.pipes[m_random() % 2];
    switch (fault) {
    case Fault::Cut:
        line.isOver = true;
        break;
    case Fault::Reset:
        line.abort();
        break;
    case Fault::HalfClose:
        pipe.end();
        break;
    case Fault::Stall:
        pipe.isStalled = true;
        break;
    case Fault::Dribble:
        pipe.dribbles = true;
        break;
    }
}

void FaultProxy::acceptOne()
{
    const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0)
        return;
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(m_serverPort);
    const std::lock_guard lock(m_mutex);
    ++m_accepted;
    if (m_isRefused
        || ::connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(client);
        ::close(server);
        return;
    }
    const int on = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    m_lines.push_back(std::make_unique<Line>(client, server));
}

void FaultProxy::run()
{
    while (!m_isStopping) {
        std::vector<pollfd> watched{{m_listener, POLLIN, 0}, {m_wake[0], POLLIN, 0}};
        qint64 next = lineTime() + kLongestWaitMs;
        {
            const std::lock_guard lock(m_mutex);
            if (m_strikeMs > 0)
                next = std::min(next, m_nextStrike);
            for (const auto &line : m_lines) {
                const auto events = [&](const FaultPipe &pipe) {
                    if (pipe.nextDue() >= 0)
                        next = std::min(next, pipe.nextDue());
                    return short(pipe.wantsToRead() ? POLLIN : 0);
                };
                // Not asked about at all where nothing is wanted: an end would wake for ever.
                const short fromClient = events(line->pipes[0]);
                const short fromServer = events(line->pipes[1]);
                watched.push_back({fromClient ? line->client : -1, fromClient, 0});
                watched.push_back({fromServer ? line->server : -1, fromServer, 0});
            }
        }
        ::poll(watched.data(), nfds_t(watched.size()), int(std::max<qint64>(1, next - lineTime())));
        std::array<char, 64> woken;
        while (::read(m_wake[0], woken.data(), woken.size()) > 0) { }
        if (watched[0].revents & POLLIN)
            acceptOne();
        serve();
    }
    m_lines.clear();
}

void FaultProxy::serve()
{
    const std::lock_guard lock(m_mutex);
    strike();
    for (const auto &line : m_lines) {
        for (FaultPipe &pipe : line->pipes) {
            if (line->isOver)
                break;
            const bool isWhole =
                (!pipe.wantsToRead() || pipe.read(m_weather, m_random)) && pipe.write(m_weather);
            if (!isWhole)
                line->abort(); // as the other end has done
        }
        line->isOver = line->isOver || (line->pipes[0].isOver() && line->pipes[1].isOver());
    }
    std::erase_if(m_lines, [](const auto &line) { return line->isOver; });
}

} // namespace salon::test
