// SPDX-License-Identifier: MIT
#include "client/net/network_watch.h"
#include <QNetworkInformation>
#include <QNetworkInterface>

namespace salon::client {
namespace {

constexpr int kGatherMs = 300; // addresses come one after the other

} // namespace

NetworkWatch::NetworkWatch(QObject *parent)
    : NetworkWatch([] { return QNetworkInterface::allAddresses(); }, kLookMs, parent)
{
    if (m_routes.isTold())
        m_lookMs = kNever;
}

NetworkWatch::NetworkWatch(Addresses addresses, int lookMs, QObject *parent)
    : QObject(parent), m_addresses(std::move(addresses)), m_lookMs(lookMs)
{
    connect(&m_look, &QTimer::timeout, this, &NetworkWatch::look);
    m_gather.setSingleShot(true);
    m_gather.setInterval(kGatherMs);
    connect(&m_gather, &QTimer::timeout, this, &NetworkWatch::changed);
    // Also where QNetworkInformation has no backend, and without waiting for the next look.
    connect(&m_routes, &RouteWatch::routeAdded, this, [this] { m_gather.start(); });
    connect(&m_routes, &RouteWatch::addressTold, this, [this] {
        if (m_isWaiting)
            look();
    });
}

void NetworkWatch::setWaiting(bool isWaiting)
{
    if (std::exchange(m_isWaiting, isWaiting) == isWaiting)
        return;
    m_look.stop();
    if (!isWaiting)
        return;
    askSystem();
    m_present = present();
    if (m_lookMs != kNever)
        m_look.start(m_lookMs);
}

// Not before it is needed: some backends load a library.
void NetworkWatch::askSystem()
{
    if (std::exchange(m_hasAsked, true))
        return;
    if (!QNetworkInformation::loadBackendByFeatures(QNetworkInformation::Feature::Reachability))
        return;
    connect(QNetworkInformation::instance(), &QNetworkInformation::reachabilityChanged, this,
            [this](QNetworkInformation::Reachability reachability) {
                if (reachability != QNetworkInformation::Reachability::Disconnected)
                    m_gather.start();
            });
}

QSet<QHostAddress> NetworkWatch::present() const
{
    QSet<QHostAddress> found;
    for (const QHostAddress &address : m_addresses()) {
        if (!address.isLoopback() && !address.isLinkLocal())
            found.insert(address);
    }
    return found;
}

void NetworkWatch::look()
{
    const auto before = std::exchange(m_present, present());
    if (!(m_present - before).isEmpty())
        m_gather.start();
}

} // namespace salon::client
