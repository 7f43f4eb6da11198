// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QProcess>

namespace salon::test {

//! An X server without a screen on a free display of its own, which ends with this object.
class PrivateDisplay {
public:
    ~PrivateDisplay();
    Result<> start();
    const QString &name() const { return m_name; } //!< for DISPLAY

private:
    QProcess m_xvfb;
    QString m_name;
};

} // namespace salon::test
