// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace salon::test {

enum class Direction { ToServer, ToClient };

//! What bytes suffer on their way, in both directions.
struct Weather {
    int delayMs = 0;
    int jitterMs = 0; //!< up to so much more; order is kept
    qint64 bytesPerSecond = 0; //!< 0: as fast as it goes
    bool isByteByByte = false; //!< a packet for each byte, for what is written in that time
};

enum class Fault { Cut, HalfClose, Reset, Stall, Dribble };

//! A TCP line on 127.0.0.1 between clients and a server, in a thread of its own, that breaks as it
//! is told or at random by a seed.
class FaultProxy {
public:
    explicit FaultProxy(quint16 serverPort, quint64 seed = 1);
    ~FaultProxy();
    Q_DISABLE_COPY_MOVE(FaultProxy)

    quint16 port() const { return m_port; }
    size_t connections() const; //!< open at present
    size_t accepted() const { return m_accepted; }

    //! From now on, on all connections.
    void setWeather(const Weather &weather);
    //! Ends all connections with FIN in both directions, or with RST.
    void cut();
    void reset();
    //! Ends one direction of all connections; the other goes on.
    void halfClose(Direction direction);
    //! Nothing passes in that direction until it is let go; nobody is told. Connections that come
    //! later are not concerned.
    void stall(Direction direction, bool isStalled);
    //! New connections are closed at once, or let through again.
    void refuse(bool isRefused);

    //! Strikes a connection at random about each so many milliseconds; 0 ends that and lets go what
    //! is stalled or dribbles.
    void strikeEach(int meanMs);
    //! How often each kind of fault struck at random.
    size_t strikes(Fault fault) const { return m_strikes[size_t(fault)]; }

private:
    struct Line;
    void run();
    void acceptOne();
    void serve();
    void strike();
    void strikeLine(Line &line, Fault fault);
    void wake() const;

    quint16 m_serverPort;
    quint16 m_port = 0;
    int m_listener = -1;
    std::array<int, 2> m_wake{-1, -1};
    mutable std::mutex m_mutex;
    std::mt19937_64 m_random;
    Weather m_weather;
    std::vector<std::unique_ptr<Line>> m_lines;
    int m_strikeMs = 0;
    qint64 m_nextStrike = 0;
    bool m_isRefused = false;
    std::atomic<bool> m_isStopping = false;
    std::atomic<size_t> m_accepted = 0;
    std::array<std::atomic<size_t>, 5> m_strikes{};
    std::thread m_thread;
};

} // namespace salon::test
