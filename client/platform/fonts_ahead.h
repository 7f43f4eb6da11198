// SPDX-License-Identifier: MIT
#pragma once
#include <thread>

namespace salon::client {

//! Has the system's list of fonts read in a thread of its own, for the time that the window system
//! takes to answer. Does nothing where Qt needs no such list.
class FontsAhead {
public:
    FontsAhead();
    ~FontsAhead(); //!< waits until the list was read
    FontsAhead(const FontsAhead &) = delete;
    FontsAhead &operator=(const FontsAhead &) = delete;

private:
    std::thread m_reader;
};

} // namespace salon::client
