// SPDX-License-Identifier: MIT
#include "server/app/metrics_source.h"
#include "server/app/server_app.h"
#include "server/operation/fault_counts.h"
#include "server/operation/metrics_page.h"
#include "server/operation/process_figures.h"
#include "server/operation/request_counts.h"
#include "server/operation/timings.h"
#include "server/store/overview_store.h"
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

void addProcess(MetricsPage &page, const ServerApp &app)
{
    const ProcessFigures figures = ProcessFigures::now();
    page.gauge("salon_up_seconds", "Time since the start", double(app.uptimeMs()) / 1000);
    if (figures.cpuSeconds)
        page.counter("process_cpu_seconds_total", "User and system time", *figures.cpuSeconds);
    if (figures.residentBytes)
        page.gauge("process_resident_memory_bytes", "Memory", double(*figures.residentBytes));
    if (figures.openDescriptors)
        page.gauge("process_open_fds", "Open descriptors", double(*figures.openDescriptors));
    if (figures.mostDescriptors)
        page.gauge("process_max_fds", "Most descriptors", double(*figures.mostDescriptors));
}

void addRequests(MetricsPage &page)
{
    const auto &counts = RequestCounts::process();
    page.begin("salon_requests_total", "Requests by how they ended: ok, or the error's code",
               "counter");
    page.add({{"outcome", "ok"}}, double(counts.successes()));
    for (size_t i = 0; i < size_t(ErrorCode::SlowConsumer); ++i) {
        const auto name = wireName(ErrorCode(i));
        page.add({{"outcome", {name.data(), qsizetype(name.size())}}},
                 double(counts.failures(ErrorCode(i))));
    }
    page.counter(
        "salon_digest_differences_total",
        "Rooms whose unread count a client had wrong and mended; anything but 0 is a fault",
        double(counts.digestDifferences()));
    page.counter("salon_slow_consumers_total", "Connections closed because they read too slowly",
                 double(counts.failures(ErrorCode::SlowConsumer)));
    page.counter("salon_dropped_pushes_total",
                 "Notes of typing and presence that slow readers were not told",
                 double(counts.droppedPushes()));
}

void addFaults(MetricsPage &page)
{
    page.begin("salon_faults_total", "What went wrong with the server itself, by kind", "counter");
    for (size_t i = 0; i < kServerFaultCount; ++i) {
        const auto word = wordFor(ServerFault(i));
        page.add({{"kind", {word.data(), qsizetype(word.size())}}},
                 double(FaultCounts::process().of(ServerFault(i))));
    }
}

void addLoad(MetricsPage &page, ServerApp &app, const ConnectionFigures &figures)
{
    page.gauge("salon_io_threads", "Threads that serve connections", double(app.shards().count()));
    page.gauge("salon_connections", "Open connections, HTTP and WebSocket", double(figures.open));
    page.gauge("salon_signed_in_connections", "WebSockets that said hello",
               double(figures.signedIn));
    page.gauge("salon_outbox_bytes", "Bytes that clients have not taken yet, in all outboxes",
               double(figures.unsentBytes));
    const Dispatcher::Waiting waiting = app.dispatcher().waiting();
    page.begin("salon_queue_length", "What waits for a thread, or for its turn", "gauge");
    page.add({{"queue", "write"}}, double(waiting.writes));
    page.add({{"queue", "read"}}, double(waiting.reads));
    page.add({{"queue", "hash"}}, double(waiting.hashes));
    page.add({{"queue", "hello"}}, double(figures.waitingHellos));
    page.gauge("salon_store_healthy", "1 while what is acknowledged can be stored",
               app.dispatcher().canStore() ? 1 : 0);
    page.gauge("salon_store_readable", "1 while what is stored can be read",
               app.dispatcher().canRead() ? 1 : 0);
    page.gauge("salon_store_check_problems",
               "What the check after an unclean stop found; 0 also when none was needed",
               double(app.problemsFound()));
}

void addDatabase(MetricsPage &page, const QString &path, const Result<Totals> &totals)
{
    page.gauge("salon_database_bytes", "Size of the database file", double(QFileInfo(path).size()));
    page.gauge("salon_wal_bytes", "Size of the write-ahead log",
               double(QFileInfo(path + u"-wal"_s).size()));
    if (!totals)
        return;
    page.gauge("salon_accounts", "Accounts, disabled ones too", double(totals->accounts));
    page.gauge("salon_sessions", "Sessions that can be used", double(totals->sessions));
    page.gauge("salon_rooms", "Rooms", double(totals->rooms));
    page.gauge("salon_messages", "Messages in all rooms", double(totals->messages));
    page.gauge("salon_events", "Events in the logs of all rooms", double(totals->events));
}

void collect(ServerApp &app, const ConnectionFigures &figures, std::function<void(QByteArray)> told)
{
    const auto read = [](ReadContext &c) {
        return OverviewStore(c.database).totals(c.facts.clock->now());
    };
    const auto answered = [&app, figures, told = std::move(told)](const Result<Totals> &totals) {
        MetricsPage page;
        page.begin("salon_build_info", "Always 1; the version is in the label", "gauge");
        page.add({{"version", SALON_VERSION}}, 1);
        addProcess(page, app);
        addRequests(page);
        addFaults(page);
        addLoad(page, app, figures);
        addDatabase(page, app.dispatcher().facts().databasePath, totals);
        if (const TlsCertificate *certificate = app.certificate())
            page.gauge("salon_tls_certificate_expiry_timestamp_seconds",
                       "When the certificate that new connections are shown expires",
                       double(certificate->notAfter.toSecsSinceEpoch()));
        page.addStages(Timings::process());
        told(page.text());
    };
    app.dispatcher().look<Totals>(read, answered);
}

} // namespace

void collectMetrics(ServerApp &app, std::function<void(QByteArray)> told)
{
    app.shards().collectFigures([&app, told = std::move(told)](const ConnectionFigures &figures) {
        collect(app, figures, told);
    });
}

} // namespace salon::server
