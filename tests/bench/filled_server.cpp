// SPDX-License-Identifier: MIT
#include "tests/bench/filled_server.h"
#include "tests/bench/figure.h"
#include "tests/support/http_client.h"
#include <QElapsedTimer>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

constexpr int kStopMs = 60'000;
constexpr int kCheckMs = 1'800'000; // of 10 million messages, where much else goes on
const QByteArray kConfiguration = "[server]\ndefault_rooms = []\nlog = \"warning\"\n"
    + test::kCheapPasswords + test::kRaisedLimits + "sockets_per_user = 1000\n";

} // namespace

FilledServer::FilledServer() : m_salond(kConfiguration)
{
}

Result<> FilledServer::make(const std::function<Result<>(LogFill &)> &fill, LogFill::KeyIndex keys)
{
    const QString password = u"correct horse 7"_s;
    TRY(m_salond.addUser(u"ada"_s, password));
    TRY(m_salond.start());
    TRY_ASSIGN(const auto login, test::HttpClient(m_salond.port()).login(u"ada"_s, password));
    m_token = login.token.toLatin1();
    m_account = login.user.id;
    TRY(stop());
    QElapsedTimer timer;
    timer.start();
    {
        LogFill filling;
        TRY(filling.open(database(), keys));
        TRY(fill(filling));
        TRY(filling.finish());
    }
    m_fillSeconds = double(timer.restart()) / 1e3;
    TRY(check());
    tell(u"growth: filled in %1 s, checked in %2 s"_s.arg(m_fillSeconds, 0, 'f', 1)
             .arg(double(timer.elapsed()) / 1e3, 0, 'f', 1));
    return {};
}

Result<> FilledServer::check() const
{
    const auto checked =
        test::runSalond({u"check"_s, u"--data"_s, m_salond.dataFolder()}, {}, kCheckMs);
    if (checked.exitCode == 0)
        return {};
    return Error::internal(u"salond check: "_s + QString::fromUtf8(checked.output.left(2000))
                           + QString::fromUtf8(checked.errors));
}

Result<> FilledServer::stop()
{
    if (m_salond.stop(kStopMs) == 0)
        return {};
    return Error::internal(u"salond did not stop well"_s);
}

qint64 FilledServer::bytesOnDisk() const
{
    return QFileInfo(database()).size();
}

} // namespace salon::bench
