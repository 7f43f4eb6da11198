// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QByteArray>
#include <QLocalServer>
#include <functional>

namespace salon::server {

//! Where a running salond takes the operator's commands: one line of JSON, one line back. For the
//! owner only.
class LocalSocket : public QObject {
    Q_OBJECT
public:
    using Reply = std::function<void(QByteArray line)>;
    using Handler = std::function<void(QByteArray line, Reply reply)>;

    explicit LocalSocket(Handler handler);
    Result<> listen(const QString &name);
    //! The other side: sends a line, waits for the answer.
    static Result<QByteArray> ask(const QString &name, const QByteArray &line);

private:
    void serve();
    QLocalServer m_server;
    Handler m_handler;
};

} // namespace salon::server
