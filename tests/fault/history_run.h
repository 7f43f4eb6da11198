// SPDX-License-Identifier: MIT
#pragma once
#include "tests/fault/expect_violation.h"
#include "tests/support/history_checker.h"
#include "tests/support/message_forms.h"
#include <QTest>
#include <algorithm>

namespace salon::test {

inline constexpr RoomId kRoom{1};

//! A run in which all went well: two members, three messages, one connection cut in the middle.
struct Run {
    History history;
    RoomLogs logs;
    ClientHistory *ada = &history.add(QStringLiteral("ada"));
    ClientHistory *grace = &history.add(QStringLiteral("grace"));

    QList<LogEntry> &log() { return logs[kRoom]; }

    static LogEntry message(Seq seq, UserId by, qint64 n, const QString &key)
    {
        return {seq, QStringLiteral("message.posted"), by,        n,
                key, QStringLiteral("text of ") + key, 1000 * seq};
    }

    void post(ClientHistory *by, const QString &key, Seq seq, qint64 n)
    {
        by->attempt(kRoom, key, QStringLiteral("text of ") + key);
        log().append(message(seq, by->user, n, key));
        by->acknowledge(key, {.room = kRoom, .seq = seq, .n = n, .at = 0});
        ada->receive(Source::Push, kRoom, log().constLast());
        if (n != 2)
            grace->receive(Source::Push, kRoom, log().constLast());
    }

    //! The same for all: in the log, and told to everybody.
    void change(ClientHistory *by, Act act, Seq of, const QString &text = {})
    {
        const QString key = QStringLiteral("change %1").arg(log().size());
        by->attempt(kRoom, key, text, act, of);
        const Seq seq = log().size() + 1;
        if (act == Act::Delete) {
            for (LogEntry &entry : log()) {
                const bool hasText =
                    entry.seq == of || entry.kind == QLatin1StringView("message.edited");
                if (!hasText || (entry.seq != of && entry.of != of))
                    continue;
                entry.text.clear();
                entry.isDeleted = true;
            }
        }
        log().append({.seq = seq,
                      .kind = QString::fromLatin1(rowOf(act).event),
                      .by = by->user,
                      .text = text,
                      .at = 1000 * seq,
                      .of = of});
        by->acknowledgeChange(key, rowOf(act).isEverybodys ? 0 : seq);
        for (ClientHistory *client : {ada, grace})
            client->receive(Source::Push, kRoom, log().constLast());
    }

    protocol::Message last(Seq seq) const
    {
        const auto all = MessageForms(kRoom, logs[kRoom]).all();
        return *std::ranges::find(all, seq, &protocol::Message::seq);
    }

    Run()
    {
        ada->user = {1};
        grace->user = {2};
        for (ClientHistory *client : {ada, grace}) {
            client->follows = {kRoom};
            client->beginConnection();
            client->hearHead(kRoom, 1);
        }
        log().append({.seq = 1, .kind = QStringLiteral("room.created"), .by = {1}});
        ada->receive(Source::Sync, kRoom, log().constFirst());
        grace->receive(Source::Sync, kRoom, log().constFirst());
        post(ada, QStringLiteral("a"), 2, 1);
        post(ada, QStringLiteral("b"), 3, 2); // grace's connection is cut before it
        grace->beginConnection();
        grace->hearHead(kRoom, 3);
        grace->receive(Source::Sync, kRoom, log().constLast());
        post(grace, QStringLiteral("c"), 4, 3);
    }
};

//! As many pins as a room may have, on messages from seq 5 on.
inline void fill(Run &run)
{
    for (qint64 i = 0; i < kMostPins; ++i) {
        const Seq seq = run.log().size() + 1;
        run.post(run.ada, QStringLiteral("m%1").arg(i), seq, 4 + i);
        run.change(run.ada, Act::Pin, seq);
    }
}

//! What is planted into such a run, and the violation to be found; none for an empty name.
using Change = void (*)(Run &);

inline void checkRun(Change change, const QString &found)
{
    Run run;
    change(run);
    expectViolation(checked(run.history, run.logs), found);
}

} // namespace salon::test

Q_DECLARE_METATYPE(salon::test::Change)
