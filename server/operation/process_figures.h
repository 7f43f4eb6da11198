// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>
#include <optional>

namespace salon::server {

//! What the system knows of this process; nothing where the platform does not tell.
struct ProcessFigures {
    std::optional<double> cpuSeconds; //!< user and system
    std::optional<qint64> residentBytes;
    std::optional<qint64> openDescriptors;
    std::optional<qint64> mostDescriptors; //!< that it may open

    static ProcessFigures now();
};

} // namespace salon::server
