// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/local_store.h"
#include "client/cache/log_cache.h"
#include "client/ui/refused_change.h"
#include <QObject>

namespace salon::client {

class Chat;
class RoomPane;

//! Tells in the room's notice what no button, field or message shows: this computer's clock, its
//! disk, and what the server did not take of what was done with messages.
class FailureNotices : public QObject {
    Q_OBJECT
public:
    //! Below it nobody is troubled; a wrong time zone or a day is far above.
    static constexpr qint64 kClockToleranceMs = 30 * 60'000;

    FailureNotices(Chat &chat, RoomPane &pane);

    //! What a person is told of it.
    static LocalFailure localFailure(StoreTrouble trouble);

private:
    void tellCacheStopped(LogCache::Stop why);
    void connectWanted();
    std::optional<Elsewhere> elsewhere(const WantedChange &change, const Error &why);
    void compareClocks();

    Chat &m_chat;
    RoomPane &m_pane;
    bool m_hasStoreFailed = false;
};

} // namespace salon::client
