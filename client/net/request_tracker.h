// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/envelope.h"
#include <QHash>
#include <functional>

namespace salon::client {

//! Requests that wait for their answer, by the id on the wire.
class RequestTracker {
public:
    using Answer = std::function<void(const Result<wire::JsonValue> &)>;

    QString add(Answer answer);
    //! Hands a reply or an error frame to who asked; false when nobody did.
    bool resolve(const QString &id, const Result<wire::JsonValue> &answer);
    //! Nobody will answer any more: all that waits gets `error`.
    void failAll(const Error &error);

private:
    QHash<QString, Answer> m_waiting;
    qint64 m_last = 0;
};

} // namespace salon::client
