// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/figure.h"
#include "tests/bench/rooms_scene.h"

namespace salon::bench {

//! What one run of a load cost the server that it was put on.
struct Sample {
    double cpuPerMessage = 0; //!< µs
    double messagesPerSecond = 0;
    double deliveriesPerCpuSecond = 0;
    double bytesPerDelivery = 0;
    double cpuPerDelivery = 0; //!< µs
    double writesPerDelivery = 0; //!< write() calls, as of OpenSSL and SQLite; no send()
};

std::vector<double> valuesOf(const std::vector<Sample> &samples, double Sample::*member);

inline constexpr int kMeasuredMs = 1'500;

//! Warms up, then measures for `kMeasuredMs` the process that serves the load.
Result<Sample> measure(RoomLoad &load, qint64 pid, int inFlight);

//! CPU per message of two salonds in so many pairs of runs; each goes first in every second one.
Result<> measureInTurns(Figure &figure, RoomsScene &ours, RoomsScene &theirs, int pairs,
                        int inFlight);

} // namespace salon::bench
