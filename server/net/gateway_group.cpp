// SPDX-License-Identifier: MIT
#include "server/net/gateway_group.h"
#include "server/net/descriptor_limit.h"
#include "server/net/port_gateway.h"
#include <algorithm>

namespace salon::server {
namespace {

Admission::Limits admissionLimits(const NetSettings &settings)
{
    return {settings.unauthenticatedPerAddress,
            settings.unauthenticatedTotal > 0 ? settings.unauthenticatedTotal
                                              : descriptorLimit() / 2};
}

} // namespace

GatewayGroup::GatewayGroup(const NetSettings &settings, size_t count)
    : m_admission(admissionLimits(settings)), m_members(count)
{
}

void GatewayGroup::join(size_t place, PortGateway *gateway)
{
    const std::lock_guard lock(m_mutex);
    m_members[place].gateway = gateway;
}

void GatewayGroup::leave(size_t place)
{
    const std::lock_guard lock(m_mutex);
    m_members[place].gateway = nullptr;
}

void GatewayGroup::tell(size_t place, std::function<void(PortGateway &)> call)
{
    const std::lock_guard lock(m_mutex); // it does not die meanwhile
    PortGateway *const gateway = m_members[place].gateway;
    if (!gateway)
        return;
    QMetaObject::invokeMethod(
        gateway, [gateway, call = std::move(call)] { call(*gateway); }, Qt::QueuedConnection);
}

size_t GatewayGroup::assign()
{
    const std::lock_guard lock(m_mutex);
    const auto fewest = std::ranges::min_element(m_members, {}, &Member::connections);
    ++fewest->connections;
    return size_t(fewest - m_members.begin());
}

void GatewayGroup::gone(size_t place)
{
    const std::lock_guard lock(m_mutex);
    --m_members[place].connections;
}

} // namespace salon::server
