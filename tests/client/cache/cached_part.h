// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/room_messages.h"
#include <map>

namespace salon::test {

//! What a cache must have of one room, kept in the plainest way: by seq, what is there.
struct CachedPart {
    std::map<Seq, std::optional<protocol::Message>> covered;

    void cover(Seq seq, const std::optional<protocol::Message> &message);
    void cover(const protocol::MessagePage &page);
    void update(const protocol::Message &message);
    void apply(const protocol::RoomSync &sync);
    //! As LogCache::page(), with nothing that is found by numbers or indexes.
    std::optional<protocol::MessagePage> page(const protocol::ListMessages &request,
                                              Seq known) const;
    qint64 messages() const;
};

} // namespace salon::test
