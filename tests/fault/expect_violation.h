// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/history_checker.h"
#include <QTest>

namespace salon::test {

//! Whether a violation of that name was found, among what else may be; for an empty name, that
//! nothing was.
inline void expectViolation(const Verdict &verdict, const QString &name)
{
    QStringList names;
    for (const Finding &finding : verdict.findings)
        names.append(violationName(finding.violation));
    if (name.isEmpty())
        QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
    else
        QVERIFY2(names.contains(name), qPrintable(verdict.text()));
}

} // namespace salon::test
