// SPDX-License-Identifier: MIT
// The command that counts.
#include "server/app/answer_shape.h"
#include "server/app/command_table.h"
#include "server/app/operator_answers.h"
#include "server/app/operator_desk.h"
#include "server/app/server_app.h"
#include "server/operation/request_counts.h"
#include "server/operation/text_table.h"
#include "server/store/overview_store.h"
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qint64 kHourMs = 3600 * 1000;

Result<StatsAnswer> counted(ReadContext &c)
{
    OverviewStore overview(c.database);
    const Timestamp now = c.facts.clock->now();
    TRY_ASSIGN(const auto totals, overview.totals(now));
    TRY_ASSIGN(const qint64 lately, overview.messagesSince(now - kHourMs));
    const QString path = c.facts.databasePath;
    return StatsAnswer{.version = QStringLiteral(SALON_VERSION),
                       .accounts = totals.accounts,
                       .disabledAccounts = totals.disabled,
                       .sessions = totals.sessions,
                       .rooms = totals.rooms,
                       .memberships = totals.memberships,
                       .messages = totals.messages,
                       .messagesLastHour = lately,
                       .events = totals.events,
                       .databaseBytes = QFileInfo(path).size(),
                       .walBytes = QFileInfo(path + u"-wal"_s).size()};
}

QString textOf(const StatsAnswer &s)
{
    TextTable table({{}, {{}, TextTable::Align::Right}});
    table.add({u"Version"_s, s.version});
    table.add({u"Running"_s, s.uptimeMs ? readableTime(*s.uptimeMs) : u"no"_s});
    if (s.address)
        table.add({u"Listens on"_s, *s.address});
    if (s.certificateUntil)
        table.add({u"  certificate until"_s, *s.certificateUntil});
    if (s.connections)
        table.add({u"Connections"_s, QString::number(*s.connections)});
    table.add({u"Accounts"_s, QString::number(s.accounts)});
    table.add({u"  disabled"_s, QString::number(s.disabledAccounts)});
    table.add({u"Sessions"_s, QString::number(s.sessions)});
    table.add({u"Rooms"_s, QString::number(s.rooms)});
    table.add({u"Memberships"_s, QString::number(s.memberships)});
    table.add({u"Messages"_s, QString::number(s.messages)});
    table.add({u"  in the last hour"_s, QString::number(s.messagesLastHour)});
    table.add({u"Events"_s, QString::number(s.events)});
    if (s.digestDifferences)
        table.add({u"Wrong unread counts"_s, QString::number(*s.digestDifferences)});
    table.add({u"Database"_s, readableBytes(s.databaseBytes)});
    table.add({u"  write-ahead log"_s, readableBytes(s.walBytes)});
    return table.text();
}

void countServed(ServerApp &app, const OperatorRequest &request, const Told &told,
                 qint64 connections)
{
    const bool isServing = app.isListening();
    const qint64 uptime = app.uptimeMs();
    const QString address = app.address();
    std::optional<QString> until;
    if (const TlsCertificate *certificate = app.certificate())
        until = certificate->notAfter.toString(Qt::ISODate);
    const auto complete = [=](StatsAnswer answer) {
        if (isServing) {
            answer.address = address;
            answer.uptimeMs = uptime;
            answer.connections = connections;
            answer.certificateUntil = until;
            answer.digestDifferences = RequestCounts::process().digestDifferences();
        }
        return answer;
    };
    app.dispatcher().look<StatsAnswer>(counted,
                                       telling<StatsAnswer>(request.json, told, complete, textOf));
}

void serveStats(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    app.shards().collectFigures([&app, request, told](const ConnectionFigures &figures) {
        countServed(app, request, told, figures.signedIn);
    });
}

} // namespace

CommandRow statsCommand()
{
    return {.words = u"stats"_s,
            .summary = u"Count accounts, sessions, rooms and messages, and measure the database."_s,
            .json = shapeOf<StatsAnswer>(),
            .examples = {{u"salond stats --json"_s, u"For a script; the keys stay."_s}},
            .needs = Needs::Server,
            .serve = serveStats};
}

} // namespace salon::server
