// SPDX-License-Identifier: MIT
#include "tests/bench/rooms_scene.h"
#include "shared/protocol/catalogue.h"
#include "tests/support/http_client.h"
#include "tests/support/process_meter.h"
#include "tests/support/test_certificates.h"
#include <QDeadlineTimer>
#include <QFile>
#include <QTcpSocket>
#include <QThread>

using namespace Qt::StringLiterals;

namespace salon::bench {

namespace {

constexpr auto kPassword = "correct horse battery";
constexpr int kStartMs = 5'000;
const QString kIoThreads = u"SALOND_SERVER_IO_THREADS"_s;

// Rates are on and counted, but out of the way; hashing is no part of the figure.
constexpr auto kConfiguration = R"(
[server]
default_rooms = []
log = "warning"
[passwords]
passes = 1
memory_bytes = 8192
[limits]
messages_per_second = 1000000
message_burst = 1000000
requests_per_second = 1000000
rooms_per_hour = 1000000
[net]
unauthenticated_per_address = 1000
)";

QByteArray configuration(const test::TestCertificate *identity)
{
    QByteArray text = kConfiguration;
    if (identity)
        text += "tls_cert = \"" + identity->certificateFile.toUtf8() + "\"\ntls_key = \""
            + identity->keyFile.toUtf8() + "\"\n";
    return text;
}

} // namespace

RoomsScene::RoomsScene(const Size &size, const QString &salond,
                       const test::TestCertificate *identity)
    : m_size(size), m_isEncrypted(identity), m_salond(configuration(identity))
{
    if (!salond.isEmpty())
        m_salond.setProgram(salond);
}

RoomsScene::~RoomsScene()
{
    m_bareProcess.kill();
    m_bareProcess.waitForFinished();
}

QByteArray RoomsScene::nameOf(int room, int member) const
{
    return "room" + QByteArray::number(room) + "-member" + QByteArray::number(member);
}

Result<> RoomsScene::fill()
{
    TRY(addAccounts());
    TRY(m_salond.start());
    return fillRooms();
}

Result<> RoomsScene::open()
{
    TRY(fill());
    // The copy is taken of a database at rest.
    if (m_salond.stop() != 0)
        return Error::internal(u"salond did not stop well"_s);
    TRY(startBare());
    m_salond.setEnvironment(kIoThreads, u"1"_s); // as many as the processors that it is left
    TRY(m_salond.start());
    test::keepOnProcessor(m_bareProcess.processId(), 0);
    test::keepOnProcessor(m_salond.pid(), 0);
    test::keepOnProcessor(0, 1);
    if (m_isEncrypted)
        m_salondLoad->useTls();
    TRY(m_salondLoad->connect());
    return m_bareLoad->connect();
}

Result<> RoomsScene::openUnbound(int ioThreads)
{
    m_salond.setEnvironment(kIoThreads, QString::number(ioThreads));
    TRY(fill());
    return m_salondLoad->connect();
}

Result<> RoomsScene::addAccounts()
{
    QByteArray list;
    for (int room = 0; room < m_size.rooms; ++room) {
        for (int member = 0; member < m_size.members; ++member)
            list += nameOf(room, member) + '\t' + kPassword + '\n';
    }
    const auto added = m_salond.command({u"user"_s, u"add"_s, u"--from"_s, u"-"_s}, list);
    if (added.exitCode != 0)
        return Error::internal(u"accounts: "_s + QString::fromUtf8(added.errors));
    return {};
}

Result<> RoomsScene::fillRooms()
{
    for (int room = 0; room < m_size.rooms; ++room) {
        RoomId id;
        for (int member = 0; member < m_size.members; ++member) {
            test::HttpClient http(m_salond.url());
            TRY_ASSIGN(const auto login,
                       http.login(QString::fromLatin1(nameOf(room, member)),
                                  QString::fromLatin1(kPassword)));
            const QByteArray token = login.token.toUtf8();
            http.setToken(token);
            if (member == 0) {
                TRY_ASSIGN(
                    const auto made,
                    http.call("/api/rooms", protocol::CreateRoom{u"Room %1"_s.arg(room), {}}));
                id = made.room.id;
            } else {
                TRY(http.call("/api/room.join", protocol::JoinRoom{id}));
            }
            m_members.push_back({id, token, member < m_size.senders, login.user.id});
            m_users.push_back(login.user.id);
        }
    }
    m_salondLoad = std::make_unique<RoomLoad>(m_salond.port(), m_members, m_size.textBytes);
    return {};
}

Result<> RoomsScene::startBare()
{
    const QString database = m_bareFolder.filePath(u"salon.db"_s);
    for (const QString &part : {u""_s, u"-wal"_s}) {
        const QString from = m_salond.dataFolder() + u"/salon.db"_s + part;
        if (QFile::exists(from) && !QFile::copy(from, database + part))
            return Error::internal(u"the database cannot be copied"_s);
    }
    const quint16 port = test::freePort();
    m_bareProcess.setProcessChannelMode(QProcess::ForwardedChannels);
    m_bareProcess.start(QStringLiteral(SALON_BARE_SERVER), {QString::number(port), database});
    const QDeadlineTimer deadline(kStartMs);
    for (QTcpSocket probe; !deadline.hasExpired(); QThread::msleep(10)) {
        probe.connectToHost(QHostAddress::LocalHost, port);
        if (probe.waitForConnected(100))
            break;
    }
    std::vector<LoadMember> members = m_members;
    for (size_t i = 0; i < members.size(); ++i)
        members[i].token = (m_users[i].toString() + u'.' + members[i].room.toString()).toLatin1();
    m_bareLoad = std::make_unique<RoomLoad>(port, std::move(members), m_size.textBytes);
    return {};
}

QJsonObject conditionsOf(QJsonObject machine, const RoomsScene::Size &size, int inFlight)
{
    const bool isShared = machine.value(u"cores"_s).toInt() < 2;
    machine.insert(u"rooms"_s, size.rooms);
    machine.insert(u"members_per_room"_s, size.members);
    machine.insert(u"senders_per_room"_s, size.senders);
    machine.insert(u"in_flight_per_sender"_s, inFlight);
    machine.insert(u"text_bytes"_s, size.textBytes);
    machine.insert(u"durability"_s, u"SQLite, WAL, synchronous FULL, committed before the reply"_s);
    machine.insert(u"placement"_s,
                   isShared ? u"server and load on one core"_s
                            : u"server on one core, load on another"_s);
    return machine;
}

} // namespace salon::bench
