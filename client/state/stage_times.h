// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QHash>
#include <QList>
#include <QString>
#include <array>
#include <deque>
#include <functional>
#include <optional>

namespace salon::client {

//! The way of one's own message through the client, in its order. Each ends where the next begins.
enum class Stage {
    KeyPress, //!< from the key to the outbox
    Outbox, //!< written to the disk
    Turn, //!< waiting for a connection, for those before it, or to be sent again
    Connection, //!< sent, until the server has answered
    Apply, //!< until it is a message of the room
    Layout, //!< until its place in the window is known
    Paint, //!< until it is painted as delivered
};
inline constexpr size_t kStageCount = size_t(Stage::Paint) + 1;

//! When one message passed which stage.
struct MessageTimes {
    RoomId room;
    Timestamp startedAt = 0; //!< wall clock
    qint64 start = 0; //!< this and the following by the clock of StageTimes
    std::array<qint64, kStageCount> ends{}; //!< 0 where it has not come to
    QString trace; //!< of the server's answer
    int tries = 0;

    //! Nanoseconds; nothing where it has not come to, or went around.
    std::optional<qint64> took(Stage stage) const;
    //! From the start to the last stage that it has passed.
    qint64 total() const;
};

//! What was seen of a stage lately, in nanoseconds.
struct StageFigures {
    int count = 0;
    qint64 p50 = 0;
    qint64 p99 = 0;
};

//! Times the latest of one's own messages, each by its key.
class StageTimes {
public:
    static constexpr size_t kMostMessages = 500;

    //! Nanoseconds that never go back.
    static qint64 now();
    explicit StageTimes(std::function<qint64()> clock = now) : m_clock(std::move(clock)) { }

    //! A message sets out; `pressedAt` by now(), 0 for this moment.
    void begin(const QString &key, RoomId room, qint64 pressedAt = 0);
    //! The stage ends now. What came after it in an earlier try is forgotten.
    void passed(const QString &key, Stage stage);
    void answered(const QString &key, const QString &trace);
    //! The same message under another key.
    void rename(const QString &key, const QString &next);
    void clear();

    const MessageTimes *find(const QString &key) const;
    StageFigures figures(Stage stage) const;

    //! Messages of the room that were applied, and are not painted yet.
    QList<QString> unpainted(RoomId room) const;
    //! Not in view: it is not painted.
    void leaveUnpainted(const QString &key) { m_unpainted.remove(key); }

private:
    std::function<qint64()> m_clock;
    QHash<QString, MessageTimes> m_messages;
    std::deque<QString> m_order; //!< oldest first
    QHash<QString, RoomId> m_unpainted;
};

} // namespace salon::client
