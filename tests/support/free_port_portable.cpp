// SPDX-License-Identifier: MIT
#include "tests/support/free_port.h"
#include <QTcpServer>

namespace salon::test {

quint16 freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost);
    return probe.serverPort();
}

} // namespace salon::test
