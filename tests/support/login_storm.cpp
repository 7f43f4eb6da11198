// SPDX-License-Identifier: MIT
#include "tests/support/login_storm.h"
#include "shared/wire/envelope.h"
#include "tests/support/http_client.h"
#include "tests/support/raw_client.h"
#include <QElapsedTimer>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::test {

LoginStorm::LoginStorm(quint16 port, const QStringList &names, const QString &password, int logins,
                       int atOnce)
    : m_logins(logins)
{
    for (int i = 0; i < atOnce; ++i)
        m_threads.emplace_back([=, this] { run(port, names, password); });
}

LoginStorm::~LoginStorm()
{
    m_begun = m_logins;
    for (std::thread &thread : m_threads)
        thread.join();
}

void LoginStorm::run(quint16 port, const QStringList &names, const QString &password)
{
    const HttpClient http(port);
    for (int turn = m_begun++; turn < m_logins; turn = m_begun++) {
        const auto reply = http.login(names.at(turn % names.size()), password);
        if (reply)
            ++m_accepted;
        else if (reply.error().code == ErrorCode::Unavailable)
            ++m_busy;
        else
            noteFailure(reply.error().toString());
        ++m_done;
    }
}

void LoginStorm::noteFailure(const QString &what)
{
    const std::lock_guard lock(m_mutex);
    if (m_firstFailure.isEmpty())
        m_firstFailure = what;
}

QString LoginStorm::firstFailure()
{
    const std::lock_guard lock(m_mutex);
    return m_firstFailure;
}

PostingClient::PostingClient(quint16 port, const QByteArray &token)
    : m_client(std::make_unique<RawClient>(port)), m_token(token)
{
}

PostingClient::~PostingClient() = default;

bool PostingClient::open()
{
    if (!m_client->upgrade("Authorization: Bearer " + m_token + "\r\n"))
        return false;
    m_client->sendText(wire::requestFrame(
        u"0", protocol::Hello{.protocol = {}, .client = {u"test"_s, u"1"_s}, .token = {}}));
    return readReply();
}

bool PostingClient::readReply()
{
    while (true) {
        const RawClient::Frame frame = m_client->readMessage();
        if (frame.opcode != RawClient::Text || frame.payload.startsWith(R"({"type":"error")"))
            return false;
        if (frame.payload.startsWith(R"({"type":"reply")"))
            return true;
    }
}

std::optional<double> PostingClient::post(const QByteArray &room)
{
    const QByteArray key = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    const QByteArray frame = R"({"type":"message.post","id":")" + QByteArray::number(++m_number)
        + R"(","data":{"room":")" + room + R"(","key":")" + key + R"(","text":"still here"}})";
    QElapsedTimer timer;
    timer.start();
    m_client->sendText(frame);
    if (!readReply())
        return {};
    return double(timer.nsecsElapsed()) / 1e6;
}

} // namespace salon::test
