// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include "shared/base/ids.h"
#include <QSet>
#include <QTimer>

namespace salon::client {

//! The outcome is unknown or the server asks to wait: the same is asked again later.
bool isPassing(ErrorCode code);
//! What was asked for was not judged: it waits for the next login.
bool isAboutSession(ErrorCode code);
//! It is not there, or not for oneself.
bool isGone(ErrorCode code);

//! Rooms of which something could not be had just now.
class TryLater : public QObject {
    Q_OBJECT
public:
    explicit TryLater(QObject *parent = nullptr);

    //! due() follows, in the time that the server asks for.
    void add(const QList<RoomId> &rooms, const Error &why);
    void clear();

Q_SIGNALS:
    void due(const QList<salon::RoomId> &rooms);

private:
    QSet<RoomId> m_rooms;
    QTimer m_timer;
};

} // namespace salon::client
