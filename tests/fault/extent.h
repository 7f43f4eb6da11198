// SPDX-License-Identifier: MIT
#pragma once
#include <QDateTime>
#include <QDeadlineTimer>
#include <QJsonObject>
#include <QString>

namespace salon::test {

//! How much a fault test tries: a sample in "./dev test", all of it in "./dev soak".
//! SALON_SOAK=1 asks for the long form, SALON_SOAK_UNTIL (UTC seconds) bounds it in time,
//! SALON_SEED sets what is random, SALON_SOAK_RESULTS names a file for JSON lines.
class Extent {
public:
    static bool isSoak();
    static int of(int sample, int whole) { return isSoak() ? whole : sample; }
    static quint64 seed();
    //! Time for one of so many that are still to come, this one among them: an equal part.
    static QDeadlineTimer share(int count);
    //! No more time: what was not tried yet is left out.
    static bool isOver();
    //! The same, and tells so of one that is left out as a whole.
    static bool isLeftOut(const QString &test);
};

//! Tells what was tried and what held: in the log of the test, and as a JSON line.
void tellTried(const QString &test, const QJsonObject &tried, bool held);

} // namespace salon::test
