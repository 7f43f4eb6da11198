// SPDX-License-Identifier: MIT
#pragma once
#include "tests/fault/fault_scene.h"
#include "tests/support/returning_crowd.h"

namespace salon::test {

//! A server whose sessions all lose their lines at once, while others go on writing.
class ReconnectStorm {
public:
    struct Size {
        int sessions = 5'000;
        int accounts = 100; //!< each calls from an address of its own
        int rooms = 20; //!< everybody is in all of them
        int missed = 10; //!< messages in each room while nobody is there
    };
    struct Outcome {
        ReturningCrowd::Return back;
        qint64 memoryBefore = 0, memoryAfter = 0; //!< of the server, bytes
        int descriptorsBefore = 0, descriptorsAfter = 0;
    };
    static constexpr int kPatienceMs = 120'000;

    ReconnectStorm(const Size &size, quint64 seed);

    //! Starts the server, and everybody comes in for the first time.
    Result<> begin();
    Result<Outcome> strike();
    FaultScene &scene() { return m_scene; }

private:
    Result<> write();

    Size m_size;
    quint64 m_seed;
    FaultScene m_scene;
    QHash<RoomId, Seq> m_heads;
    std::unique_ptr<ReturningCrowd> m_crowd;
};

} // namespace salon::test
