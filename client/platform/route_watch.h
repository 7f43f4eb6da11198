// SPDX-License-Identifier: MIT
#pragma once
#include <QObject>
#include <memory>

class QSocketNotifier;

namespace salon::client {

//! Says when this computer learnt a way to other computers, or has another address, at once and
//! without asking again and again: the network came back, or there is another one. Where the system
//! does not tell that to each program, it says nothing.
class RouteWatch : public QObject {
    Q_OBJECT
public:
    explicit RouteWatch(QObject *parent = nullptr);
    ~RouteWatch() override;

    //! The system tells of it.
    bool isTold() const { return m_line != nullptr; }

Q_SIGNALS:
    void routeAdded(); //!< one or several
    void addressTold(); //!< one came or went, or there is another word on it

private:
    void read();

    std::unique_ptr<QSocketNotifier> m_line; //!< to the system; none where it cannot tell
};

} // namespace salon::client
