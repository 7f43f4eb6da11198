// SPDX-License-Identifier: MIT
#include "server/app/start_check.h"
#include "server/operation/fault_counts.h"
#include "server/operation/log.h"
#include "server/service/store_check.h"
#include "server/service/thread_priority.h"
#include "server/store/database.h"
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qsizetype kMostLines = 100; // in the log; salond check prints them all

void tell(const CheckReport &report, qint64 tookMs)
{
    for (const CheckFinding &finding :
         report.findings.first(std::min(report.findings.size(), kMostLines))) {
        logError("store", u"the check found something",
                 {{"kind", finding.kind}, {"room", finding.room.value}, {"finding", finding.says}});
    }
    const auto line = report.findings.isEmpty() ? &logInfo : &logError;
    line("store", u"the database was checked",
         {{"problems", report.findings.size()},
          {"rooms", report.rooms},
          {"events", report.events},
          {"ms", tookMs}});
}

} // namespace

StartCheck::StartCheck(const QString &databasePath)
    : m_thread([this, databasePath] { run(databasePath); })
{
}

void StartCheck::stop()
{
    m_isStopping = true;
    if (m_thread.joinable())
        m_thread.join();
}

void StartCheck::run(const QString &databasePath)
{
    lowerThreadPriority();
    QElapsedTimer timer;
    timer.start();
    Database database;
    auto report = Result<CheckReport>(CheckReport{});
    if (auto opened = database.open(databasePath, Database::Access::ReadOnly); !opened) {
        report = opened.error();
    } else {
        database.stopWhen(m_isStopping);
        report = StoreCheck(database, StoreCheck::Snapshots::EachRoom).run();
    }
    if (report) {
        m_problems = report->findings.size();
        FaultCounts::process().add(ServerFault::CheckFinding, report->findings.size());
        m_isDone = true;
        tell(*report, timer.elapsed());
    } else if (!m_isStopping) {
        m_problems = 1;
        FaultCounts::process().add(ServerFault::CheckFinding);
        logError("store", u"the database could not be checked",
                 {{"error", report.error().toString()}});
    }
}

} // namespace salon::server
