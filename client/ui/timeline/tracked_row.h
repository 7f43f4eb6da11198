// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>

namespace salon::client {

//! A row that is followed while others come and go around it.
struct TrackedRow {
    qint64 id = 0;
    int index = -1;

    bool isValid() const { return index >= 0; }
    void inserted(int first, int count)
    {
        if (index >= first)
            index += count;
    }
    //! Invalid afterwards when the row itself was among the removed.
    void removed(int first, int count)
    {
        if (index >= first + count)
            index -= count;
        else if (index >= first)
            *this = {};
    }
    friend bool operator==(const TrackedRow &, const TrackedRow &) = default;
};

} // namespace salon::client
