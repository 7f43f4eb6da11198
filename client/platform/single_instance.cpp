// SPDX-License-Identifier: MIT
#include "client/platform/single_instance.h"
#include "client/platform/first_picture.h"
#include "client/platform/window_thread.h"
#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QLocalSocket>
#include <QThread>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kLookAgainMs = 25;
constexpr QByteArrayView kRaise = "raise";
constexpr QByteArrayView kOpen = "open ";
constexpr qsizetype kLongestQuestion = 2'048;
constexpr QByteArrayView kDone = "done\n";

//! Short, because a socket's path must fit into about 100 bytes whatever the profile is called.
QString socketName(const QString &profile)
{
    const QByteArray hash =
        QCryptographicHash::hash(profile.toUtf8(), QCryptographicHash::Sha256).toHex();
    return u"salon-"_s + QString::fromLatin1(hash.left(20));
}

} // namespace

SingleInstance::SingleInstance(const QString &profile, QObject *parent)
    : QObject(parent), m_profile(QDir(profile).canonicalPath()), m_name(socketName(m_profile)),
      m_lock(m_profile + u"/salon.lock"_s), m_server(this)
{
    m_lock.setStaleLockTime(0); // only the death of its owner makes it stale
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::receive);
}

bool SingleInstance::claim(const QString &address)
{
    QByteArray question =
        address.isEmpty() ? kRaise.toByteArray() : kOpen.toByteArray() + address.toUtf8();
    question = question.left(kLongestQuestion).replace('\n', ' ') + '\n';
    mayBlockOutsideOfTheLoop("another Salon");
    m_problem = Problem::None;
    const QDeadlineTimer deadline(kAnswerMs);
    do {
        if (m_lock.tryLock(0)) {
            // Who asks meanwhile asks again.
            QTimer::singleShot(kUntilPaintedMs, this, &SingleInstance::listen);
            return true;
        }
        if (m_lock.error() != QLockFile::LockFailedError) {
            m_problem = Problem::NotWritable;
            return false;
        }
        // The other one may have just begun, or be about to end.
        if (askOther(deadline, question))
            return false;
        QThread::msleep(kLookAgainMs);
    } while (!deadline.hasExpired());
    m_problem = Problem::NoAnswer;
    return false;
}

void SingleInstance::listen()
{
    // Who holds the lock knows that a socket of that name was left by somebody who died.
    QLocalServer::removeServer(m_name);
    m_server.listen(m_name);
}

bool SingleInstance::askOther(QDeadlineTimer deadline, const QByteArray &question) const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(int(deadline.remainingTime())))
        return false;
    socket.write(question);
    while (socket.bytesAvailable() < kDone.size()
           && socket.waitForReadyRead(int(deadline.remainingTime()))) { }
    return socket.readAll() == kDone;
}

void SingleInstance::receive()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        const auto read = [this, socket] {
            if (socket->canReadLine() || socket->bytesAvailable() > kLongestQuestion)
                answer(socket);
        };
        connect(socket, &QLocalSocket::readyRead, this, read);
        read();
    }
}

void SingleInstance::answer(QLocalSocket *socket)
{
    const QByteArray question = socket->readLine(kLongestQuestion + 2).trimmed();
    const bool isOpen = question.startsWith(kOpen);
    if (isOpen || question == kRaise) {
        socket->write(kDone.data(), kDone.size());
        Q_EMIT raiseRequested();
    }
    if (isOpen)
        Q_EMIT openRequested(QString::fromUtf8(question.sliced(kOpen.size())));
    socket->disconnectFromServer();
}

} // namespace salon::client
