// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"

namespace salon::client {

//! Where somebody is in a room: a message, and the pixel at which it stands. It means the same in
//! a window of another size, and after a restart.
struct ReadingPlace {
    Seq seq = 0; //!< 0: at the end of the room, which is followed
    int offset = 0; //!< of a character in it; its line is the one that stands at `y`
    int y = 0; //!< from the top of the view

    bool isEnd() const { return seq == 0; }
    friend bool operator==(const ReadingPlace &, const ReadingPlace &) = default;
};

} // namespace salon::client
