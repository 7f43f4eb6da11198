// SPDX-License-Identifier: MIT
// Not by QLocalSocket: what it has read stays in its buffers, and a password with it.
#include "server/app/local_peer.h"
#include "shared/base/wipe.h"
#include <QPointer>
#include <QScopeGuard>
#include <QSocketNotifier>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::server {
namespace {

constexpr qsizetype kLongestLine = 1024 * 1024;
#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
constexpr int kSendFlags = MSG_DONTWAIT;
#endif

class LocalPeer : public QObject {
public:
    LocalPeer(int descriptor, LineHandler handler, QObject *parent)
        : QObject(parent), m_descriptor(descriptor), m_handler(std::move(handler)),
          m_canRead(descriptor, QSocketNotifier::Read),
          m_canWrite(descriptor, QSocketNotifier::Write)
    {
        m_canWrite.setEnabled(false);
        connect(&m_canRead, &QSocketNotifier::activated, this, &LocalPeer::read);
        connect(&m_canWrite, &QSocketNotifier::activated, this, &LocalPeer::write);
    }
    ~LocalPeer() override
    {
        wipe(m_read);
        m_canRead.setEnabled(false);
        m_canWrite.setEnabled(false);
        ::close(m_descriptor);
    }

private:
    void read();
    void takeLines();
    void write();
    void leave()
    {
        m_canRead.setEnabled(false);
        m_canWrite.setEnabled(false);
        deleteLater();
    }

    const int m_descriptor;
    const LineHandler m_handler;
    QSocketNotifier m_canRead;
    QSocketNotifier m_canWrite;
    QByteArray m_read; //!< not a whole line yet
    QByteArray m_unsent;
};

void LocalPeer::read()
{
    const auto forget = qScopeGuard(&wipeStackAndRegisters);
    std::array<char, 4096> piece;
    const auto size = ::recv(m_descriptor, piece.data(), piece.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return;
    if (size <= 0)
        return leave();
    appendSecret(m_read, {piece.data(), qsizetype(size)});
    wipe(piece.data(), piece.size());
    takeLines();
    if (m_read.size() > kLongestLine)
        leave();
}

void LocalPeer::takeLines()
{
    qsizetype end = 0;
    while ((end = m_read.indexOf('\n')) >= 0) {
        QByteArray line(m_read.constData(), end);
        QByteArray rest(m_read.constData() + end + 1, m_read.size() - end - 1);
        wipe(m_read);
        m_read = std::move(rest);
        m_handler(line, [peer = QPointer(this)](const QByteArray &answer) {
            if (!peer)
                return;
            peer->m_unsent += answer + '\n';
            peer->write();
        });
        wipe(line);
    }
}

void LocalPeer::write()
{
    while (!m_unsent.isEmpty()) {
        const auto size =
            ::send(m_descriptor, m_unsent.constData(), size_t(m_unsent.size()), kSendFlags);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
            return leave();
        if (size < 0)
            break;
        m_unsent.remove(0, qsizetype(size));
    }
    m_canWrite.setEnabled(!m_unsent.isEmpty());
}

} // namespace

void serveLocalPeer(quintptr descriptor, LineHandler handler, QObject *parent)
{
    new LocalPeer(int(descriptor), std::move(handler), parent);
}

} // namespace salon::server
