// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QString>

namespace salon::client {

//! What one wants to become of a message, beside its text, and what the server does not know yet.
struct WantedChange {
    enum class What { Reaction, Pin, Deletion };
    RoomId room;
    Seq seq = 0; //!< of the message
    What what = What::Reaction;
    QString emoji; //!< of a reaction
    bool isOn = true; //!< that it is there; else that it is taken back
    Timestamp at = 0; //!< when one did it
    QString epoch; //!< of the server's data that has the message

    //! About the same as the other, whichever way.
    bool isAbout(const WantedChange &other) const
    {
        return room == other.room && seq == other.seq && what == other.what && emoji == other.emoji;
    }
    friend bool operator==(const WantedChange &, const WantedChange &) = default;
};

} // namespace salon::client
