// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QtGlobal>
#include <unordered_map>

namespace salon::test {

//! Many connections that never say a word, from many addresses of this machine, in one thread
//! behind one epoll set. Linux only: all of 127.0.0.0/8 is there.
class SilentCrowd {
public:
    SilentCrowd();
    ~SilentCrowd();
    Q_DISABLE_COPY_MOVE(SilentCrowd)

    //! Connects `count` to 127.0.0.1, `perAddress` from each of 127.0.1.1, 127.0.1.2, …; false when
    //! one could not.
    bool connectTo(quint16 port, int count, int perAddress);
    //! Waits at most so long, then looks at what came.
    void turn(int waitMs);
    void clear(); //!< cuts all that are still open

    int openCount() const { return int(m_open.size()); }
    int toldTooLate() const { return m_toldTooLate; } //!< read 408 and nothing else, then the end
    int closedSilently() const { return m_closedSilently; } //!< read nothing, then the end
    int others() const { return m_others; } //!< read something else, or were reset

private:
    void receive(int descriptor);

    int m_epoll = -1;
    std::unordered_map<int, QByteArray> m_open; // by descriptor: what came
    int m_toldTooLate = 0, m_closedSilently = 0, m_others = 0;
};

//! Raises this process's limit of open files, and that of its children, as far as it may; what it
//! is then.
int raiseDescriptorLimit();

} // namespace salon::test
