// SPDX-License-Identifier: MIT
#include "tests/support/private_display.h"
#include <QDeadlineTimer>

using namespace Qt::StringLiterals;

namespace salon::test {

static constexpr int kStartMs = 10'000;

PrivateDisplay::~PrivateDisplay()
{
    m_xvfb.terminate();
    if (!m_xvfb.waitForFinished(3'000))
        m_xvfb.kill();
    m_xvfb.waitForFinished();
}

Result<> PrivateDisplay::start()
{
    // It takes a free number itself and tells it once it can be connected to. Without -noreset it
    // begins anew after its last client has gone, and refuses who comes meanwhile.
    m_xvfb.setStandardErrorFile(QProcess::nullDevice());
    m_xvfb.start(u"Xvfb"_s,
                 {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x800x24"_s, u"-nolisten"_s,
                  u"tcp"_s, u"-noreset"_s});
    const QDeadlineTimer deadline(kStartMs);
    QByteArray told;
    while (!told.endsWith('\n') && !deadline.hasExpired()) {
        if (!m_xvfb.waitForReadyRead(200) && m_xvfb.state() == QProcess::NotRunning)
            break;
        told += m_xvfb.readAllStandardOutput();
    }
    if (!told.endsWith('\n'))
        return Error::internal(u"Xvfb did not start: "_s + m_xvfb.errorString());
    m_name = u":"_s + QString::fromLatin1(told.trimmed());
    return {};
}

} // namespace salon::test
