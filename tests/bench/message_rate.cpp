// SPDX-License-Identifier: MIT
#include "tests/bench/message_rate.h"
#include "tests/bench/figure.h"
#include "tests/support/test_client.h"
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTest>
#include <QTimer>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

constexpr int kTickMs = 10;
constexpr int kPatienceMs = 20'000;

void post(test::TestClient &client, RoomId room, int number)
{
    const protocol::PostMessage message{
        .room = room,
        .key = QUuid::createUuid().toString(QUuid::WithoutBraces),
        .text =
            u"Message %1: the last build is green again, so we can look at the rest."_s.arg(number),
        .replyTo = {}};
    client.sendText(wire::requestFrame(u"post-%1"_s.arg(number), message));
}

} // namespace

QStringList MessageRate::arguments() const
{
    return {u"--write"_s,
            server.toString(),
            token,
            QString::number(room.value),
            QString::number(perSecond),
            QString::number(seconds)};
}

MessageRate MessageRate::of(const QStringList &arguments)
{
    return {QUrl(arguments.value(1)),
            arguments.value(2),
            {arguments.value(3).toLongLong()},
            arguments.value(4).toInt(),
            arguments.value(5).toInt()};
}

int writeMessages(const MessageRate &rate)
{
    test::TestClient client(rate.server);
    if (const auto hello = client.open(rate.token); !hello) {
        tell(hello.error().toString());
        return 1;
    }
    const int all = rate.perSecond * rate.seconds;
    int written = 0;
    QElapsedTimer since;
    since.start();
    QTimer tick;
    QEventLoop loop;
    tick.setTimerType(Qt::PreciseTimer);
    QObject::connect(&tick, &QTimer::timeout, &loop, [&] {
        const qint64 due = std::min<qint64>(all, since.elapsed() * rate.perSecond / 1000);
        while (written < due)
            post(client, rate.room, ++written);
        if (written == all)
            loop.quit();
    });
    tick.start(kTickMs);
    loop.exec();
    const auto areTaken = [&] { return client.events.size() >= all; };
    if (QTest::qWaitFor(areTaken, kPatienceMs))
        return 0;
    tell(u"only %1 of %2 messages were taken"_s.arg(client.events.size()).arg(all));
    return 1;
}

} // namespace salon::bench
