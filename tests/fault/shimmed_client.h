// SPDX-License-Identifier: MIT
#pragma once
#include "tests/fault/fault_scene.h"
#include "tests/support/chat_process.h"
#include "tests/support/io_log.h"
#include <QFileInfo>
#include <QTest>
#include <algorithm>

namespace salon::test {

//! A client whose writes are seen and may fail.
class ShimmedClient {
public:
    static constexpr int kAnswerMs = 15'000;
    //! A busy machine may let an attempt to connect time out, after 15 s, and the next one too.
    static constexpr int kSettleMs = 60'000;

    ShimmedClient(const FaultScene &scene, const QString &base, DeviceHistory &history)
        : device(history),
          process(scene.accounts().constFirst(), scene.users().constFirst(), scene.rooms(), device)
    {
        if (!base.isEmpty())
            (void)copyFolder(base, process.folder());
        process.setEnvironment(QStringLiteral("LD_PRELOAD"), QStringLiteral(SALON_SHIM_PRELOAD));
        process.setEnvironment(QStringLiteral("SALON_SHIM_FOLDER"),
                               QFileInfo(process.folder()).canonicalFilePath());
        process.setEnvironment(QStringLiteral("SALON_SHIM_LOG"), logFile());
    }

    QString logFile() const { return process.besideFolder(QStringLiteral("writes.log")); }
    qint64 logEnd() const { return QFileInfo(logFile()).size(); }
    bool hasFailed() const
    {
        const auto records = readIoLog(logFile());
        return records && std::ranges::any_of(*records, [](const IoRecord &record) {
                   return record.kind == IoRecord::Failed;
               });
    }
    //! Until something was said of each text.
    bool isAnswered()
    {
        const auto isOver = [this] { return process.awaited() == 0 || !process.isRunning(); };
        return QTest::qWaitFor(isOver, kAnswerMs) && process.isRunning();
    }
    //! Until all that is kept is sent.
    bool isSent()
    {
        const auto isOver = [this] { return process.isOnline() && process.unsent() == 0; };
        return QTest::qWaitFor(isOver, kSettleMs);
    }

    DeviceHistory &device;
    ChatProcess process;
};

} // namespace salon::test
