// SPDX-License-Identifier: MIT
#include "server/operation/trace_id.h"
#include <QRandomGenerator>

namespace salon::server {

QString makeTraceId()
{
    static constexpr char16_t kDigits[] = u"0123456789abcdefghjkmnpqrstvwxyz";
    quint64 random = QRandomGenerator::global()->generate64();
    QString id(12, Qt::Uninitialized);
    for (QChar &digit : id) {
        digit = QChar(kDigits[random & 31]);
        random >>= 5;
    }
    return id;
}

} // namespace salon::server
