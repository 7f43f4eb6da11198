// SPDX-License-Identifier: MIT
#include "server/operation/trace_id.h"
#include <QRandomGenerator>

namespace salon::server {

// A name, not a secret; every request has one, so it is cheap: the finalizer of SplitMix64 (Steele,
// Lea and Flood, 2014) over a count of the thread that begins anywhere.
quint64 makeTraceNumber()
{
    static constexpr quint64 kStep = 0x9e3779b97f4a7c15;
    thread_local quint64 count = QRandomGenerator::system()->generate64();
    quint64 number = count += kStep;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
    return number ^ (number >> 31);
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
