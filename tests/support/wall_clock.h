// SPDX-License-Identifier: MIT
#pragma once
#include <QFile>
#include <QTemporaryDir>

namespace salon::test {

//! The wall clock of the processes that it is given to: another than this one's, and moved while
//! they run, by libfaketime. Their steady clocks go on as they are.
class WallClock {
public:
    WallClock() { moveTo(0); }

    //! Whether libfaketime was found when this was configured.
    static bool isThere() { return !library().isEmpty(); }
    //! SalondProcess, ChatProcess: for each start from now on.
    template <class Process>
    void giveTo(Process &process) const
    {
        process.setEnvironment(QStringLiteral("LD_PRELOAD"), library());
        process.setEnvironment(QStringLiteral("FAKETIME_TIMESTAMP_FILE"), file());
        process.setEnvironment(QStringLiteral("FAKETIME_NO_CACHE"), QStringLiteral("1"));
        process.setEnvironment(QStringLiteral("FAKETIME_DONT_FAKE_MONOTONIC"), QStringLiteral("1"));
        process.setEnvironment(QStringLiteral("DONT_FAKE_MONOTONIC"), QStringLiteral("1"));
        process.setEnvironment(QStringLiteral("NO_FAKE_STAT"), QStringLiteral("1"));
    }
    //! So many seconds before or behind the real time, at once.
    void moveTo(qint64 seconds) const
    {
        // Read while it is written: made beside it and put in its place.
        QFile next(file() + QStringLiteral(".next"));
        if (!next.open(QIODevice::WriteOnly))
            qFatal("no file for the wall clock");
        next.write((seconds < 0 ? "" : "+") + QByteArray::number(seconds) + '\n');
        next.close();
        if (std::rename(QFile::encodeName(next.fileName()).constData(),
                        QFile::encodeName(file()).constData())
            != 0)
            qFatal("the wall clock cannot be moved");
    }

private:
    static QString library() { return QStringLiteral(SALON_FAKETIME); }
    QString file() const { return m_folder.filePath(QStringLiteral("clock")); }

    QTemporaryDir m_folder;
};

} // namespace salon::test
