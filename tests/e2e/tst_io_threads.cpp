// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/raw_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QElapsedTimer>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr int kThreads = 4;
constexpr int kSockets = 12;
constexpr int kSilent = 5;
const QString kPassword = u"correct horse 7"_s;

QString newKey()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

std::unique_ptr<RawClient> asking(quint16 port)
{
    auto client = std::make_unique<RawClient>(port);
    client->send("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    return client;
}

QStringList textsIn(const TestClient &client)
{
    QStringList texts;
    for (const protocol::RoomEvent &event : client.events) {
        if (const auto *posted = std::get_if<protocol::MessagePosted>(&event.data))
            texts.append(posted->text);
    }
    return texts;
}

} // namespace

//! A server whose connections are spread over several threads is one server all the same.
class TestIoThreads : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everybodyHearsTheSameInOneOrder();
    void whoIsThereIsToldOfRooms();
    void anEndedSessionIsClosedEverywhere();
    void socketsOfAnAccountCountTogether();
    void silentConnectionsCountTogether();
    void stopIsToldEverywhere();

private:
    void start(const QByteArray &more = {});
    QString tokenOf(const QString &name);
    //! Signed in, each on the thread with the fewest connections.
    std::vector<std::unique_ptr<TestClient>> clients(const QString &token, int count);

    std::unique_ptr<SalondProcess> m_salond;
};

void TestIoThreads::start(const QByteArray &more)
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kRaisedLimits + more);
    m_salond->setEnvironment(u"SALOND_SERVER_IO_THREADS"_s, QString::number(kThreads));
    const auto started = m_salond->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
    QCOMPARE(m_salond->metric("salon_io_threads"), double(kThreads));
}

QString TestIoThreads::tokenOf(const QString &name)
{
    const auto login = HttpClient(m_salond->port()).login(name, kPassword);
    return login ? login->token : QString();
}

std::vector<std::unique_ptr<TestClient>> TestIoThreads::clients(const QString &token, int count)
{
    std::vector<std::unique_ptr<TestClient>> all;
    for (int i = 0; i < count; ++i) {
        auto client = std::make_unique<TestClient>(m_salond->url());
        if (client->open(token))
            all.push_back(std::move(client));
    }
    return all;
}

void TestIoThreads::everybodyHearsTheSameInOneOrder()
{
    constexpr int kEach = 20;
    start();
    const auto all = clients(tokenOf(u"ada"_s), kSockets);
    QCOMPARE(int(all.size()), kSockets);
    QCOMPARE(m_salond->metric("salon_signed_in_connections"), double(kSockets));
    for (int round = 0; round < kEach; ++round) {
        for (size_t i = 0; i < all.size(); ++i) {
            const QString text = u"%1 of %2"_s.arg(round).arg(i);
            protocol::PostMessage post{{1}, newKey(), text};
            all[i]->sendText(wire::requestFrame(u"p%1"_s.arg(round), post));
        }
    }
    for (const auto &client : all)
        QTRY_COMPARE(textsIn(*client).size(), kEach * kSockets);
    const QStringList order = textsIn(*all.front());
    for (const auto &client : all) {
        QCOMPARE(textsIn(*client), order);
        for (qsizetype i = 1; i < client->events.size(); ++i)
            QCOMPARE(client->events[i].seq, client->events[i - 1].seq + 1);
    }
}

void TestIoThreads::whoIsThereIsToldOfRooms()
{
    start();
    QVERIFY(m_salond->addUser(u"grace"_s, kPassword));
    const auto ada = clients(tokenOf(u"ada"_s), kThreads);
    const auto grace = clients(tokenOf(u"grace"_s), kThreads);
    const auto made = ada.front()->ask(protocol::CreateRoom{u"engines"_s, {}});
    QVERIFY(made);
    for (const auto &client : grace)
        QTRY_COMPARE(client->listed.size(), 1);
    QVERIFY(grace.front()->ask(protocol::JoinRoom{made->room.id}));
    QVERIFY(ada.front()->ask(protocol::PostMessage{made->room.id, newKey(), u"welcome"_s}));
    for (const auto &client : grace)
        QTRY_COMPARE(textsIn(*client), QStringList{u"welcome"_s});
    QVERIFY(grace.back()->ask(protocol::LeaveRoom{made->room.id}));
    QVERIFY(ada.back()->ask(protocol::PostMessage{made->room.id, newKey(), u"gone?"_s}));
    for (const auto &client : ada)
        QTRY_COMPARE(textsIn(*client).size(), 2);
    for (const auto &client : grace) {
        QVERIFY(client->ask(protocol::GetUsers{}));
        QCOMPARE(textsIn(*client).size(), 1);
    }
}

void TestIoThreads::anEndedSessionIsClosedEverywhere()
{
    start();
    const QString token = tokenOf(u"ada"_s);
    const auto all = clients(token, kSockets);
    const auto others = clients(tokenOf(u"ada"_s), kThreads);
    HttpClient http(m_salond->port());
    http.setToken(token.toLatin1());
    QElapsedTimer since;
    since.start();
    QCOMPARE(http.post("/api/logout", "{}").status, 200);
    for (const auto &client : all) {
        QTRY_VERIFY_WITH_TIMEOUT(!client->isOpen(), 1'000);
        QCOMPARE(client->ended, QList{u"session_revoked"_s});
    }
    QVERIFY2(since.elapsed() < 1'000, qPrintable(QString::number(since.elapsed())));
    for (const auto &client : others)
        QVERIFY(client->ask(protocol::GetUsers{}));
}

void TestIoThreads::socketsOfAnAccountCountTogether()
{
    start("sockets_per_user = 6\n");
    const QString token = tokenOf(u"ada"_s);
    auto all = clients(token, 6);
    QCOMPARE(int(all.size()), 6);
    QCOMPARE(int(clients(token, 1).size()), 0);
    all.pop_back();
    QTRY_COMPARE(m_salond->metric("salon_signed_in_connections"), 5.0);
    QCOMPARE(int(clients(token, 1).size()), 1);
}

//! One that waits is let in when one goes that another thread has.
void TestIoThreads::silentConnectionsCountTogether()
{
    start("[net]\nunauthenticated_per_address = " + QByteArray::number(kSilent) + "\n");
    std::vector<std::unique_ptr<RawClient>> silent;
    for (int i = 0; i < kSilent; ++i)
        silent.push_back(std::make_unique<RawClient>(m_salond->port()));
    for (int round = 0; round < 2 * kThreads; ++round) {
        // It may come before the last silent one, which another thread takes up.
        std::unique_ptr<RawClient> waits;
        QTRY_VERIFY((waits = asking(m_salond->port()), !waits->readSome(100)));
        silent.erase(silent.begin());
        QVERIFY(waits->readResponse().startsWith("HTTP/1.1 200"));
        silent.push_back(std::make_unique<RawClient>(m_salond->port()));
    }
}

void TestIoThreads::stopIsToldEverywhere()
{
    start();
    const auto all = clients(tokenOf(u"ada"_s), kSockets);
    QCOMPARE(int(all.size()), kSockets);
    const auto exitCode = m_salond->stop();
    QCOMPARE(exitCode, std::optional(0));
    for (const auto &client : all) {
        QTRY_VERIFY(!client->isOpen());
        QCOMPARE(client->closeCode(), 1001);
    }
}

QTEST_GUILESS_MAIN(TestIoThreads)
#include "tst_io_threads.moc"
