// SPDX-License-Identifier: MIT
#include "tests/fuzz/target.h"
#include <array>

namespace salon::fuzz {

std::span<const Target> targets()
{
    static constexpr std::array kTargets{
        Target{"json", checkJson, jsonSeeds, jsonWords},
        Target{"kinds", checkKinds, kindSeeds, jsonWords},
        Target{"http", checkHttp, httpSeeds, httpWords},
        Target{"frames", checkFrames, frameSeeds, frameWords},
    };
    return kTargets;
}

} // namespace salon::fuzz
