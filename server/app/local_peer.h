// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <functional>

class QObject;

namespace salon::server {

//! Takes one line, without its end, and gives one back by the function, at once or later.
using LineHandler =
    std::function<void(const QByteArray &line, std::function<void(QByteArray line)> reply)>;

//! Serves a connection of a QLocalServer until the other side leaves or `parent` goes. A line may
//! hold a password: where the platform lets us, it is overwritten when the handler has returned.
void serveLocalPeer(quintptr descriptor, LineHandler handler, QObject *parent);

} // namespace salon::server
