// SPDX-License-Identifier: MIT
#include "server/operation/trace_id.h"
#include <QRandomGenerator>

namespace salon::server {

quint64 makeTraceNumber()
{
    return QRandomGenerator::global()->generate64();
}

QString traceId(quint64 number)
{
    static constexpr char16_t kDigits[] = u"0123456789abcdefghjkmnpqrstvwxyz";
    QString id(12, Qt::Uninitialized);
    for (QChar &digit : id) {
        digit = QChar(kDigits[number & 31]);
        number >>= 5;
    }
    return id;
}

QString makeTraceId()
{
    return traceId(makeTraceNumber());
}

} // namespace salon::server
