// SPDX-License-Identifier: MIT
#include "server/net/shards.h"
#include "server/service/thread_priority.h"

namespace salon::server {

Shards::Shards(const NetSettings &settings, const Dispatcher::Parts &parts, size_t count)
    : m_group(std::make_shared<GatewayGroup>(settings, count))
{
    Dispatcher::Parts own = parts;
    own.hellos.atOnce = std::max(1, parts.hellos.atOnce / int(count)); // together as many
    for (own.shard = 0; own.shard < count; ++own.shard)
        add(settings, own);
}

void Shards::add(const NetSettings &settings, const Dispatcher::Parts &parts)
{
    Member member;
    const auto make = [&] {
        preferShortTurns();
        member.shard = std::make_unique<Shard>(settings, parts, m_group);
        member.shard->dispatcher().setOthers(
            [this, number = parts.shard](const std::shared_ptr<const Effects> &effects) {
                applyToOthers(number, effects);
            });
    };
    if (parts.shard == 0) {
        make();
    } else {
        member.thread = std::make_unique<QThread>();
        member.thread->setObjectName(QStringLiteral("io %1").arg(parts.shard + 1));
        member.thread->start();
        QObject there;
        there.moveToThread(member.thread.get());
        QMetaObject::invokeMethod(
            &there,
            [&, home = thread()] {
                make();
                there.moveToThread(home);
            },
            Qt::BlockingQueuedConnection);
    }
    connect(member.shard.get(), &Shard::stopped, this, [this] {
        if (++m_stopped == m_all.size())
            Q_EMIT stopped();
    });
    m_all.push_back(std::move(member));
}

Shards::~Shards()
{
    for (Member &member : m_all) {
        if (!member.thread)
            continue;
        QMetaObject::invokeMethod(
            member.shard.get(), [&member] { member.shard.release()->deleteLater(); },
            Qt::BlockingQueuedConnection);
        member.thread->quit();
        member.thread->wait();
    }
}

void Shards::tell(size_t number, std::function<void(Shard &)> call)
{
    Shard *const shard = m_all[number].shard.get();
    QMetaObject::invokeMethod(
        shard, [shard, call = std::move(call)] { call(*shard); }, Qt::QueuedConnection);
}

void Shards::ask(const Member &member, const std::function<void(Shard &)> &call)
{
    Shard *const shard = member.shard.get();
    if (!member.thread)
        return call(*shard);
    QMetaObject::invokeMethod(
        shard, [shard, &call] { call(*shard); }, Qt::BlockingQueuedConnection);
}

Result<> Shards::listen(const QString &host, quint16 port)
{
    TRY(m_all.front().shard->gateway().listen(host, port));
    for (const Member &member : m_all)
        ask(member, [](Shard &shard) { shard.setReady(true); });
    return {};
}

void Shards::setMetrics(const QByteArray &token, const RestGateway::Metrics &source)
{
    const auto there = [this, source](Shard &asked) {
        return [this, source, &asked](std::function<void(QByteArray)> told) {
            const auto tellThere = [&asked, told = std::move(told)](const QByteArray &page) {
                QMetaObject::invokeMethod(
                    &asked, [told, page] { told(page); }, Qt::QueuedConnection);
            };
            QMetaObject::invokeMethod(
                this, [source, tellThere] { source(tellThere); }, Qt::QueuedConnection);
        };
    };
    for (const Member &member : m_all)
        ask(member, [&](Shard &shard) { shard.setMetrics(token, there(shard)); });
}

Result<> Shards::setTls(const std::shared_ptr<const TlsContext> &context)
{
    for (const Member &member : m_all) {
        Result<> isSet;
        ask(member, [&](Shard &shard) { isSet = shard.gateway().setTls(context); });
        TRY(isSet);
    }
    return {};
}

void Shards::deliver(std::vector<Delivery> batch)
{
    const auto now = StageClock::now();
    for (Delivery &delivery : batch) {
        // Let go of before its own shard is told: a trace ends when nobody holds it.
        const RequestTracePtr trace = std::exchange(delivery.trace, {});
        if (!trace || m_all.size() == 1)
            continue;
        delivery.branches.resize(m_all.size());
        for (size_t number = 0; number < m_all.size(); ++number) {
            if (number != delivery.shard)
                delivery.branches[number] = trace->branch(now);
        }
    }
    const auto all = std::make_shared<std::vector<Delivery>>(std::move(batch));
    for (size_t number = 0; number < m_all.size(); ++number) {
        const bool concerns = std::ranges::any_of(*all, [number](const Delivery &delivery) {
            return delivery.shard == number || delivery.effects;
        });
        if (concerns)
            tell(number, [all](Shard &shard) { shard.take(*all); });
    }
}

void Shards::applyToOthers(size_t number, const std::shared_ptr<const Effects> &effects)
{
    for (size_t other = 0; other < m_all.size(); ++other) {
        if (other != number)
            tell(other, [effects](Shard &shard) { shard.apply(*effects); });
    }
}

void Shards::collectFigures(std::function<void(const ConnectionFigures &)> told)
{
    struct Sum {
        ConnectionFigures figures;
        size_t missing;
        std::function<void(const ConnectionFigures &)> told;
    };
    const auto sum = std::make_shared<Sum>(Sum{{}, m_all.size(), std::move(told)});
    for (size_t number = 0; number < m_all.size(); ++number) {
        tell(number, [this, sum](Shard &shard) {
            const auto add = [sum, figures = shard.figures()] {
                sum->figures += figures;
                if (--sum->missing == 0)
                    sum->told(sum->figures);
            };
            QMetaObject::invokeMethod(this, add, Qt::QueuedConnection);
        });
    }
}

void Shards::stopAccepting()
{
    for (const Member &member : m_all)
        ask(member, [](Shard &shard) { shard.stopAccepting(); });
}

void Shards::close()
{
    for (size_t number = 0; number < m_all.size(); ++number)
        tell(number, [](Shard &shard) { shard.close(); });
}

} // namespace salon::server
