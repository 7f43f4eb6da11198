// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"

namespace salon::test {

//! While it lives, sockets that this thread opens, and threads that it begins, find no network, not
//! even the one inside of this computer. Needs root on Linux.
class NoNetwork {
public:
    NoNetwork() = default;
    ~NoNetwork();
    Q_DISABLE_COPY_MOVE(NoNetwork)

    //! An error says why this cannot be had here.
    Result<> begin();
    //! From then on there is the network inside of this computer, by which its programs reach each
    //! other and, as far as they know, somebody else.
    Result<> comeBack() const;
    //! The computer has that address, too; a way to others is not added.
    Result<> addAddress(const char *text) const;
    //! Gone again, without a word on the lines that are open.
    Result<> goAway() const;

private:
    int m_before = -1;
};

} // namespace salon::test
