// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/row_grouping.h"

namespace salon::client {

//! One row in the viewport; pixels from the viewport's top.
struct RowBox {
    int index = 0;
    int y = 0;
    int height = 0;
    int textY = 0; //!< top of its text
    RowDecoration decoration;

    int bottom() const { return y + height; }
};

} // namespace salon::client
