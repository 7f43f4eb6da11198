// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/admission.h"
#include "server/net/net_settings.h"
#include <functional>
#include <mutex>
#include <vector>

namespace salon::server {

class PortGateway;

//! The gateways of one port, each in a thread of its own: they count together who has not said who
//! it is, share out the connections, and reach each other. Any thread may call it.
class GatewayGroup {
public:
    GatewayGroup(const NetSettings &settings, size_t count);
    Q_DISABLE_COPY_MOVE(GatewayGroup)

    Admission &admission() { return m_admission; }
    size_t count() const { return m_members.size(); }
    //! Numbers of connections are of one gateway each: `number % count()` is its place.
    size_t homeOf(quint64 number) const { return size_t(number % m_members.size()); }

    void join(size_t place, PortGateway *gateway);
    void leave(size_t place);
    //! Runs `call` in that gateway's thread, later; not at all when it has left.
    void tell(size_t place, std::function<void(PortGateway &)> call);

    //! The place of the gateway with the fewest connections, which has one more from now on.
    size_t assign();
    void gone(size_t place); //!< one less

private:
    struct Member {
        PortGateway *gateway = nullptr;
        qint64 connections = 0;
    };

    Admission m_admission;
    std::mutex m_mutex;
    std::vector<Member> m_members;
};

} // namespace salon::server
