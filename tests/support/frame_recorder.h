// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QList>
#include <utility>

//! Keeps what the tests' clients and a server say to each other, as JSON lines in a file of this
//! program's name in the folder that SALON_RECORD_FRAMES names. Without it nothing is kept. They
//! are compared with the published description afterwards.
namespace salon::test {

enum class Said { ByClient, ByServer };

//! A text frame; `socket` is one number for each connection.
void recordFrame(int socket, Said by, const QByteArray &text);
int nextRecordedSocket();

struct RecordedExchange {
    QByteArray method;
    QByteArray path;
    QByteArray body;
    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers; //!< of the answer, names in lower case
    QByteArray answer;
};
void recordExchange(const RecordedExchange &exchange);

} // namespace salon::test
