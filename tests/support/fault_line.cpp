// SPDX-License-Identifier: MIT
#include "tests/support/fault_line.h"
#include <cerrno>
#include <chrono>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::test {

static constexpr qint64 kMostQueued = 256 * 1024; // then the sender has to wait, as on a real line

qint64 lineTime()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

bool FaultPipe::wantsToRead() const
{
    return !m_isEnded && !isStalled && m_queued < kMostQueued;
}

bool FaultPipe::read(const Weather &weather, std::mt19937_64 &random)
{
    std::array<char, 16384> buffer;
    const auto got = ::recv(m_from, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR;
    if (got == 0) {
        m_isEnded = true;
        return true;
    }
    qint64 due = lineTime() + weather.delayMs;
    if (weather.jitterMs > 0)
        due += qint64(random() % quint64(weather.jitterMs + 1));
    m_lastDue = std::max(m_lastDue, due);
    m_chunks.push_back({m_lastDue, QByteArray(buffer.data(), got)});
    m_queued += got;
    return true;
}

bool FaultPipe::write(const Weather &weather)
{
    const qint64 now = lineTime();
    const bool isSlow = weather.isByteByByte || dribbles;
    while (!m_chunks.empty() && !isStalled && m_chunks.front().dueAt <= now && m_readyAt <= now) {
        Chunk &chunk = m_chunks.front();
        const qsizetype size = isSlow ? 1 : chunk.bytes.size();
        const auto sent =
            ::send(m_to, chunk.bytes.constData(), size_t(size), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0)
            return errno == EAGAIN || errno == EINTR;
        m_queued -= sent;
        if (weather.bytesPerSecond > 0)
            m_readyAt = now + sent * 1000 / weather.bytesPerSecond;
        if (dribbles)
            m_readyAt = std::max(m_readyAt, now + 1);
        chunk.bytes.remove(0, sent);
        if (chunk.bytes.isEmpty())
            m_chunks.pop_front();
    }
    if (isOver() && !m_hasToldEnd)
        end();
    return true;
}

qint64 FaultPipe::nextDue() const
{
    if (m_chunks.empty() || isStalled)
        return -1;
    return std::max(m_chunks.front().dueAt, m_readyAt);
}

void FaultPipe::end()
{
    m_isEnded = true;
    m_hasToldEnd = true;
    m_chunks.clear();
    m_queued = 0;
    ::shutdown(m_to, SHUT_WR);
}

FaultProxy::Line::~Line()
{
    ::close(client);
    ::close(server);
}

void FaultProxy::Line::abort()
{
    const linger now{1, 0};
    ::setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::setsockopt(server, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    isOver = true;
}

} // namespace salon::test
