// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QProcess>
#include <QTemporaryDir>

namespace salon::bench {

//! Starts programs that write the time of their first picture to a file, one after the other.
class StartWatch {
public:
    explicit StartWatch(const QString &display);

    QString report() const { return m_folder.filePath(QStringLiteral("report")); }
    QString folder() const { return m_folder.path(); }
    //! Milliseconds until the picture.
    Result<double> time(const QString &program, const QStringList &arguments,
                        const QByteArray &input = {});

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
};

} // namespace salon::bench
