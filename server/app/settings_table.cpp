// SPDX-License-Identifier: MIT
#include "server/app/settings_table.h"
#include "server/dispatch/request_table.h"
#include "server/net/rest_routes.h"
#include "server/operation/log.h"
#include "server/service/name_rules.h"
#include "server/service/visible_text.h"
#include "shared/protocol/session_messages.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

Error expected(const QString &what)
{
    return Error::badRequest({}, u"expected "_s + what);
}

template <class Access>
SettingRow number(const QString &section, const QString &key, const QString &text, qint64 least,
                  qint64 most, Access access)
{
    const QString allowed = u"a number from %1 to %2"_s.arg(least).arg(most);
    return {section,
            key,
            text,
            QMetaType::LongLong,
            [access](const Settings &s) { return qint64(access(const_cast<Settings &>(s))); },
            [=](Settings &s, const QVariant &value) -> Result<> {
                const qint64 given = value.toLongLong();
                if (given < least || given > most)
                    return expected(allowed);
                auto &place = access(s);
                place = std::remove_reference_t<decltype(place)>(given);
                return {};
            },
            allowed};
}

template <class Access>
SettingRow boolean(const QString &section, const QString &key, const QString &text, Access access)
{
    return {section,
            key,
            text,
            QMetaType::Bool,
            [access](const Settings &s) { return access(const_cast<Settings &>(s)); },
            [access](Settings &s, const QVariant &value) -> Result<> {
                access(s) = value.toBool();
                return {};
            },
            u"true or false"_s};
}

SettingRow text(const QString &section, const QString &key, const QString &documentation,
                std::function<QString(const Settings &)> read,
                std::function<Result<>(Settings &, const QString &)> write,
                const QString &allowed = u"a text"_s)
{
    return {section,
            key,
            documentation,
            QMetaType::QString,
            [read](const Settings &s) { return read(s); },
            [write](Settings &s, const QVariant &v) { return write(s, v.toString()); },
            allowed};
}

SettingRow list(const QString &section, const QString &key, const QString &documentation,
                std::function<QStringList(const Settings &)> read,
                std::function<Result<>(Settings &, const QStringList &)> write,
                const QString &allowed = u"a list of texts"_s)
{
    return {section,
            key,
            documentation,
            QMetaType::QStringList,
            [read](const Settings &s) { return read(s); },
            [write](Settings &s, const QVariant &v) { return write(s, v.toStringList()); },
            allowed};
}

//! Of a request that somebody may make, over HTTP or a WebSocket.
bool isKind(QByteArrayView kind)
{
    const std::string_view text(kind.data(), size_t(kind.size()));
    return findRequest(text) || text == protocol::Hello::kind
        || std::ranges::any_of(restRoutes(),
                               [text](const RestRoute &route) { return route.kind == text; });
}

Result<> setSlowKinds(Settings &settings, const QStringList &texts)
{
    TRY(settings.slow.setKinds(texts));
    for (const auto &[kind, ms] : std::as_const(settings.slow.byKind)) {
        if (kind.isEmpty() || !isKind(kind))
            return expected(u"kinds of requests, not \"%1\""_s.arg(QString::fromUtf8(kind)));
    }
    return {};
}

QStringList subnetTexts(const QList<std::pair<QHostAddress, int>> &subnets)
{
    QStringList texts;
    for (const auto &[address, bits] : subnets)
        texts.append(u"%1/%2"_s.arg(address.toString()).arg(bits));
    return texts;
}

void addServer(std::vector<SettingRow> &rows)
{
    const QString section = u"server"_s;
    rows.push_back(text(
        section, u"listen"_s,
        u"Address and port; beyond loopback only with TLS or behind a proxy"_s,
        [](const Settings &s) { return s.listenAddress(); },
        [](Settings &s, const QString &v) { return s.setListen(v, {}); },
        u"HOST:PORT, an IPv6 address in brackets; port 0 is any free one"_s));
    rows.push_back(text(
        section, u"data"_s, u"Folder of the database and the keys; --data stands over it"_s,
        [](const Settings &s) { return s.dataFolder; },
        [](Settings &s, const QString &v) -> Result<> {
            s.dataFolder = v;
            return {};
        },
        u"a path; empty: salond in the user's folder for the data of programs"_s));
    rows.push_back(text(
        section, u"name"_s, u"What people see this server called"_s,
        [](const Settings &s) { return s.name; },
        [](Settings &s, const QString &v) -> Result<> {
            if (v.trimmed().isEmpty() || v.size() > 80 || firstHiddenCharacter(v))
                return expected(u"1 to 80 characters that can be seen"_s);
            s.name = v;
            return {};
        },
        u"1 to 80 characters that can be seen"_s));
    rows.push_back(list(
        section, u"default_rooms"_s, u"Made with the first account and joined by each new one"_s,
        [](const Settings &s) { return s.defaultRooms; },
        [](Settings &s, const QStringList &v) -> Result<> {
            for (const QString &name : v)
                TRY(checkRoomName(name, wire::Limits().roomName, {}));
            s.defaultRooms = v;
            return {};
        },
        u"a list of names of rooms"_s));
    rows.push_back(text(
        section, u"session_life"_s,
        u"Life of a session, in s, m, h or d; renewed in its last third"_s,
        [](const Settings &s) { return s.sessionLife(); },
        [](Settings &s, const QString &v) { return s.setSessionLife(v); },
        u"a time from \"1s\" to \"3650d\""_s));
    rows.push_back(number(section, u"readers"_s, u"Threads that read from the database"_s, 1, 64,
                          [](Settings &s) -> qint64 & { return s.readers; }));
    rows.push_back(number(section, u"io_threads"_s,
                          u"Threads that serve connections; 0: one for each two processors"_s, 0,
                          64, [](Settings &s) -> qint64 & { return s.ioThreads; }));
    rows.push_back(text(
        section, u"log"_s, u"Level, and levels of modules: \"info,net=debug\""_s,
        [](const Settings &s) { return s.logLevels; },
        [](Settings &s, const QString &v) -> Result<> {
            TRY(LogLevels::parse(v));
            s.logLevels = v;
            return {};
        },
        u"debug, info, warning, error or off; then MODULE=LEVEL, separated by commas"_s));
}

void addNet(std::vector<SettingRow> &rows)
{
    const QString section = u"net"_s;
    rows.push_back(text(
        section, u"sockets"_s,
        u"How connections are watched: \"lean\" (one epoll set, Linux) or \"plain\" (Qt's)"_s,
        [](const Settings &s) {
            return s.net.sockets == SocketKind::Lean ? u"lean"_s : u"plain"_s;
        },
        [](Settings &s, const QString &v) -> Result<> {
            if (v != "lean"_L1 && v != "plain"_L1)
                return expected(u"\"lean\" or \"plain\""_s);
            s.net.sockets = v == "lean"_L1 ? SocketKind::Lean : SocketKind::Plain;
            return {};
        },
        u"\"lean\" or \"plain\""_s));
    rows.push_back(list(
        section, u"allowed_origins"_s,
        u"Web pages that may connect, e.g. \"https://chat.example.org\""_s,
        [](const Settings &s) { return s.net.allowedOrigins; },
        [](Settings &s, const QStringList &v) -> Result<> {
            s.net.allowedOrigins = v;
            return {};
        },
        u"a list of origins: scheme, host and port, without a path"_s));
    rows.push_back(text(
        section, u"tls_cert"_s,
        u"PEM file of the certificate and those up to its issuer; read again on SIGHUP"_s,
        [](const Settings &s) { return s.net.tlsCertificate; },
        [](Settings &s, const QString &v) -> Result<> {
            s.net.tlsCertificate = v;
            return {};
        },
        u"a path; empty: no TLS"_s));
    rows.push_back(text(
        section, u"tls_key"_s, u"PEM file of its private key, without a password"_s,
        [](const Settings &s) { return s.net.tlsKey; },
        [](Settings &s, const QString &v) -> Result<> {
            s.net.tlsKey = v;
            return {};
        },
        u"a path"_s));
    rows.push_back(
        boolean(section, u"behind_proxy"_s,
                u"TLS ends at a proxy: serve only net.trusted_proxies and this machine"_s,
                [](Settings &s) -> bool & { return s.net.behindProxy; }));
    rows.push_back(list(
        section, u"trusted_proxies"_s,
        u"Addresses or networks, e.g. \"10.0.0.0/8\", whose X-Forwarded-For is believed"_s,
        [](const Settings &s) { return subnetTexts(s.net.trustedProxies); },
        [](Settings &s, const QStringList &v) { return s.setTrustedProxies(v); },
        u"a list of addresses and networks"_s));
    rows.push_back(number(section, u"ping_after_ms"_s, u"Silence before a ping"_s, 100, 600'000,
                          [](Settings &s) -> int & { return s.net.pingAfterMs; }));
    rows.push_back(number(section, u"silence_limit_ms"_s,
                          u"Silence before a connection is dropped; more than ping_after_ms"_s, 200,
                          3'600'000, [](Settings &s) -> int & { return s.net.silenceLimitMs; }));
    rows.push_back(number(section, u"hellos_at_once"_s,
                          u"Sessions that are let in at a time; others wait for their turn"_s, 1,
                          100'000, [](Settings &s) -> int & { return s.hellos.atOnce; }));
    rows.push_back(number(section, u"hello_wait_ms"_s,
                          u"How long a session waits for its turn before it is told to come again "
                          "later"_s,
                          100, 600'000, [](Settings &s) -> int & { return s.hellos.waitMs; }));
    rows.push_back(number(section, u"outbox_bytes"_s,
                          u"Unsent to one connection before it is closed as slow"_s, 64 * 1024,
                          1024 * 1024 * 1024,
                          [](Settings &s) -> qsizetype & { return s.net.outboxBytes; }));
    rows.push_back(number(section, u"unauthenticated_per_address"_s,
                          u"Connections of an address that have not signed in; 0: no limit"_s, 0,
                          100'000,
                          [](Settings &s) -> int & { return s.net.unauthenticatedPerAddress; }));
}

void addPasswords(std::vector<SettingRow> &rows)
{
    const QString section = u"passwords"_s;
    rows.push_back(number(section, u"threads"_s,
                          u"Threads that hash; 0: one less than there are cores"_s, 0, 64,
                          [](Settings &s) -> int & { return s.hasher.threads; }));
    rows.push_back(number(section, u"waiting"_s,
                          u"Hashes that may wait; beyond, a login is refused as busy"_s, 1, 100'000,
                          [](Settings &s) -> int & { return s.hasher.waiting; }));
    rows.push_back(number(section, u"per_address"_s, u"Hashes of one address at a time"_s, 1,
                          100'000, [](Settings &s) -> int & { return s.hasher.perAddress; }));
    rows.push_back(
        number(section, u"passes"_s,
               u"Passes of argon2id over its memory; stored hashes follow at the next login"_s, 1,
               100, [](Settings &s) -> quint64 & { return s.hasher.cost.passes; }));
    rows.push_back(number(
        section, u"memory_bytes"_s, u"Memory of argon2id for each hash, by each thread"_s, 8192,
        qint64(1) << 32, [](Settings &s) -> qint64 & { return s.hasher.cost.memoryBytes; }));
}

void addThrottle(std::vector<SettingRow> &rows)
{
    const QString section = u"throttle"_s;
    rows.push_back(number(section, u"name_attempts"_s,
                          u"Wrong passwords for a name from an address, before it has to wait"_s, 1,
                          1'000'000,
                          [](Settings &s) -> qint64 & { return s.throttle.byName.allowed; }));
    rows.push_back(number(section, u"name_window_ms"_s, u"Time in which they are counted"_s, 1000,
                          86'400'000,
                          [](Settings &s) -> qint64 & { return s.throttle.byName.windowMs; }));
    rows.push_back(number(
        section, u"first_wait_ms"_s, u"The first wait; each further wrong password doubles it"_s,
        100, 86'400'000, [](Settings &s) -> qint64 & { return s.throttle.byName.firstBlockMs; }));
    rows.push_back(
        number(section, u"longest_wait_ms"_s,
               u"The wait grows no longer than this; at least first_wait_ms"_s, 100, 86'400'000,
               [](Settings &s) -> qint64 & { return s.throttle.byName.longestBlockMs; }));
    rows.push_back(number(section, u"network_attempts"_s,
                          u"Wrong passwords from a network (/24, /64), before it has to wait"_s, 1,
                          1'000'000,
                          [](Settings &s) -> qint64 & { return s.throttle.byNetwork.allowed; }));
    rows.push_back(number(section, u"network_window_ms"_s, u"Time in which they are counted"_s,
                          1000, 86'400'000,
                          [](Settings &s) -> qint64 & { return s.throttle.byNetwork.windowMs; }));
}

void addSlow(std::vector<SettingRow> &rows)
{
    const QString section = u"slow"_s;
    rows.push_back(number(section, u"threshold_ms"_s,
                          u"A request that takes so long is logged with its stages; 0: every one"_s,
                          0, 3'600'000,
                          [](Settings &s) -> qint64 & { return s.slow.thresholdMs; }));
    rows.push_back(list(
        section, u"kinds"_s, u"Other thresholds for some kinds, e.g. \"message.post=100\""_s,
        [](const Settings &s) { return s.slow.kinds(); }, setSlowKinds));
    rows.push_back(number(section, u"sample_one_in"_s,
                          u"One in so many requests is kept for salond slow --samples; 0: none"_s,
                          0, 1'000'000'000,
                          [](Settings &s) -> qint64 & { return s.slow.sampleOneIn; }));
}

void addPresence(std::vector<SettingRow> &rows)
{
    const QString section = u"presence"_s;
    rows.push_back(boolean(section, u"shown"_s,
                           u"Tell people who of those whom they see is online, away or busy"_s,
                           [](Settings &s) -> bool & { return s.presence.shown; }));
    rows.push_back(boolean(section, u"typing"_s, u"Tell a room's members who is writing"_s,
                           [](Settings &s) -> bool & { return s.presence.typing; }));
    rows.push_back(number(
        section, u"typing_members"_s, u"In rooms with more members nobody is told who is writing"_s,
        1, 1'000'000, [](Settings &s) -> qint64 & { return s.presence.typingMembers; }));
}

void addLimits(std::vector<SettingRow> &rows)
{
    std::apply(
        [&rows](const auto &...fields) {
            const auto add = [&rows](const auto &field) {
                const auto member = field.member;
                const qint64 least = member == &wire::Limits::editMinutes ? 0 : 1;
                rows.push_back(number(
                    u"limits"_s, QString::fromLatin1(field.key.data(), qsizetype(field.key.size())),
                    QString::fromLatin1(field.description.data(),
                                        qsizetype(field.description.size())),
                    least, qint64(1) << 40,
                    [member](Settings &s) -> qint64 & { return s.limits.*member; }));
            };
            (add(fields), ...);
        },
        wire::Limits::fields());
}

} // namespace

const std::vector<SettingRow> &settingsTable()
{
    static const auto table = [] {
        std::vector<SettingRow> rows;
        addServer(rows);
        addNet(rows);
        addPasswords(rows);
        addThrottle(rows);
        addSlow(rows);
        addPresence(rows);
        addLimits(rows);
        return rows;
    }();
    return table;
}

const std::vector<SettingSection> &settingSections()
{
    static const std::vector<SettingSection> sections{
        {u"server"_s,
         u"The server as a whole: where it listens, where its data lies, and what "
         "people find when they come."_s},
        {u"net"_s,
         u"Connections: who may connect, when one counts as lost, and how much a slow "
         "reader may leave unread."_s},
        {u"passwords"_s,
         u"What a guess at a password costs, those of a thief of the database "
         "included. Hashing has threads of its own and a short queue, so that "
         "many who log in at once keep no message waiting."_s},
        {u"throttle"_s,
         u"How wrong passwords are slowed down. They are counted for a name "
         "together with an address, so that a stranger cannot keep anybody out, "
         "and for a whole network."_s},
        {u"slow"_s,
         u"Which requests are told in the log, stage by stage, and which are kept for `salond "
         "slow`."_s},
        {u"presence"_s,
         u"Who is there and who is writing. Nothing of it is stored but what somebody chose to be "
         "seen as; for a reader who is slow it is dropped first."_s},
        {u"limits"_s,
         u"What one request, one session and one person may ask for. Every client is "
         "told of them and checks before it sends; lengths count code points."_s},
    };
    return sections;
}

} // namespace salon::server
