// SPDX-License-Identifier: MIT
#include "client/cache/local_store_worker.h"
#include <QStringDecoder>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kEmptyLogMs = 5000;

//! What was sent, discarded or written over must not be found in the file for ever.
constexpr std::array<QStringView, 3> kSettings{
    u"PRAGMA journal_mode = WAL", u"PRAGMA synchronous = FULL", u"PRAGMA secure_delete = ON"};
constexpr std::array<QStringView, 11> kSteps{
    u"CREATE TABLE unsent (server TEXT NOT NULL, user INTEGER NOT NULL, room INTEGER NOT NULL, "
    "key TEXT NOT NULL UNIQUE, text BLOB NOT NULL, created_at INTEGER NOT NULL, code TEXT, "
    "reason TEXT, \"limit\" INTEGER)",
    u"CREATE TABLE draft (server TEXT NOT NULL, user INTEGER NOT NULL, room INTEGER NOT NULL, "
    "text BLOB NOT NULL, PRIMARY KEY (server, user, room))",
    u"CREATE TABLE wanted_marker (server TEXT NOT NULL, user INTEGER NOT NULL, "
    "room INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL, base INTEGER NOT NULL, "
    "is_back INTEGER NOT NULL, PRIMARY KEY (server, user, room))",
    u"CREATE TABLE place (server TEXT NOT NULL, user INTEGER NOT NULL, room INTEGER NOT NULL, "
    "seq INTEGER NOT NULL, \"offset\" INTEGER NOT NULL, y INTEGER NOT NULL, "
    "PRIMARY KEY (server, user, room))",
    u"ALTER TABLE unsent ADD COLUMN reply_to INTEGER NOT NULL DEFAULT 0",
    u"ALTER TABLE unsent ADD COLUMN edits INTEGER NOT NULL DEFAULT 0",
    u"ALTER TABLE unsent ADD COLUMN is_draft INTEGER NOT NULL DEFAULT 0",
    u"ALTER TABLE draft ADD COLUMN reply_to INTEGER NOT NULL DEFAULT 0",
    u"PRAGMA wipe_unused_space", // of what older versions left
    u"CREATE TABLE wanted_change (server TEXT NOT NULL, user INTEGER NOT NULL, "
    "room INTEGER NOT NULL, seq INTEGER NOT NULL, what TEXT NOT NULL, emoji TEXT NOT NULL, "
    "is_on INTEGER NOT NULL, at INTEGER NOT NULL, epoch TEXT NOT NULL, "
    "PRIMARY KEY (server, user, room, seq, what, emoji))",
    u"ALTER TABLE unsent ADD COLUMN base INTEGER NOT NULL DEFAULT 0",
};
constexpr std::array<QStringView, 5> kCarriedOver{u"unsent", u"draft", u"wanted_marker", u"place",
                                                  u"wanted_change"};
const LocalSchema kSchema{u"local.db", kSettings, kSteps, kCarriedOver};

QString word(std::string_view name)
{
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

struct ChangeName {
    WantedChange::What what;
    QStringView name;
};
constexpr std::array kChangeNames{ChangeName{WantedChange::What::Reaction, u"reaction"},
                                  ChangeName{WantedChange::What::Pin, u"pin"},
                                  ChangeName{WantedChange::What::Deletion, u"deletion"}};

WantedChange::What whatOf(const QString &name)
{
    const auto found = std::ranges::find(kChangeNames, QStringView(name), &ChangeName::name);
    return found == kChangeNames.end() ? WantedChange::What::Reaction : found->what;
}

QString textOf(const QVariant &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder.decode(bytes.toByteArray());
}

std::optional<Error> failureOf(const QVariant &code, const QVariant &reason, const QVariant &limit)
{
    if (code.isNull())
        return {};
    Error failure;
    failure.code = errorCodeFromWire(code.toString().toStdString()).value_or(ErrorCode::BadRequest);
    failure.reason = reasonFromWire(reason.toString().toStdString());
    if (!limit.isNull())
        failure.limit = limit.toLongLong();
    return failure;
}

StoreTrouble troubleOf(LocalDatabase::Outcome outcome)
{
    using enum LocalDatabase::Outcome;
    switch (outcome) {
    case Fine:
        return StoreTrouble::None;
    case Full:
        return StoreTrouble::DiskFull;
    case NotWritable:
        return StoreTrouble::NotWritable;
    case Locked:
        return StoreTrouble::Locked;
    case TooNew:
        return StoreTrouble::TooNew;
    case Damaged:
    case Impossible:
        break;
    }
    return StoreTrouble::Other;
}

} // namespace

LocalStore::Worker::Worker(const QString &folder, std::function<void(const QString &)> onSetAside,
                           std::function<void(StoreTrouble)> onTrouble)
    : m_database(folder, kSchema, std::move(onSetAside)), m_onTrouble(std::move(onTrouble))
{
    m_emptyLog.setSingleShot(true);
    m_emptyLog.setInterval(kEmptyLogMs);
    QObject::connect(&m_emptyLog, &QTimer::timeout, this, [this] {
        if (m_database.open() == LocalDatabase::Outcome::Fine)
            m_database.emptyLog();
    });
}

QVariantList LocalStore::Worker::failureValues(const std::optional<Error> &failure)
{
    if (!failure)
        return {QVariant(), QVariant(), QVariant()};
    return {word(wireName(failure->code)), word(wireName(failure->reason)),
            failure->limit ? QVariant(*failure->limit) : QVariant()};
}

QString LocalStore::Worker::nameOf(WantedChange::What what)
{
    const auto found = std::ranges::find(kChangeNames, what, &ChangeName::what);
    Q_ASSERT(found != kChangeNames.end());
    return found->name.toString();
}

bool LocalStore::Worker::run(const QString &sql, const QVariantList &values)
{
    const bool isDone = m_database.run(sql, values);
    if (isDone)
        writeDrafts();
    written();
    return isDone;
}

LocalStore::RowChange LocalStore::Worker::change(const QString &sql, const QVariantList &values)
{
    qsizetype rows = 0;
    const bool isDone = m_database.select(sql, values, [&](const QSqlQuery &) { ++rows; });
    if (isDone)
        writeDrafts();
    written();
    if (!isDone)
        return RowChange::NotStored;
    return rows > 0 ? RowChange::Stored : RowChange::NoRow;
}

void LocalStore::Worker::setDraft(const QVariantList &where, const Draft &draft)
{
    m_drafts.removeIf([&](const auto &waiting) { return waiting.first == where; });
    m_drafts.append({where, draft});
    writeDrafts();
    written();
}

LocalStore::Content LocalStore::Worker::load(const StoreAccount &account)
{
    Content content;
    const QVariantList whose{account.server, account.user.value};
    loadOutbox(whose, content);
    loadWanted(whose, content);
    m_database.select(u"SELECT room, seq, \"offset\", y FROM place WHERE server = ? AND user = ?"_s,
                      whose, [&](const QSqlQuery &row) {
                          content.places.insert({row.value(0).toLongLong()},
                                                {row.value(1).toLongLong(), row.value(2).toInt(),
                                                 row.value(3).toInt()});
                      });
    tell();
    return content;
}

void LocalStore::Worker::loadOutbox(const QVariantList &whose, Content &content)
{
    m_database.select(
        u"SELECT room, key, text, created_at, code, reason, \"limit\", reply_to, edits, "
        "is_draft, base FROM unsent WHERE server = ? AND user = ? ORDER BY rowid"_s,
        whose, [&](const QSqlQuery &row) {
            content.outbox.append({{row.value(0).toLongLong()},
                                   row.value(1).toString(),
                                   textOf(row.value(2)),
                                   row.value(3).toLongLong(),
                                   failureOf(row.value(4), row.value(5), row.value(6)),
                                   row.value(7).toLongLong(),
                                   row.value(8).toLongLong(),
                                   row.value(9).toBool(),
                                   row.value(10).toLongLong(),
                                   true});
        });
    m_database.select(u"SELECT room, text, reply_to FROM draft WHERE server = ? AND user = ?"_s,
                      whose, [&](const QSqlQuery &row) {
                          content.drafts.insert({row.value(0).toLongLong()},
                                                {textOf(row.value(1)), row.value(2).toLongLong()});
                      });
}

void LocalStore::Worker::loadWanted(const QVariantList &whose, Content &content)
{
    m_database.select(
        u"SELECT room, seq, n, base, is_back FROM wanted_marker WHERE server = ? AND user = ?"_s,
        whose, [&](const QSqlQuery &row) {
            content.markers.insert({row.value(0).toLongLong()},
                                   {row.value(1).toLongLong(), row.value(2).toLongLong(),
                                    row.value(3).toLongLong(), row.value(4).toBool()});
        });
    m_database.select(u"SELECT room, seq, what, emoji, is_on, at, epoch FROM wanted_change "
                      "WHERE server = ? AND user = ? ORDER BY rowid"_s,
                      whose, [&](const QSqlQuery &row) {
                          content.changes.append({{row.value(0).toLongLong()},
                                                  row.value(1).toLongLong(),
                                                  whatOf(row.value(2).toString()),
                                                  row.value(3).toString(),
                                                  row.value(4).toBool(),
                                                  row.value(5).toLongLong(),
                                                  row.value(6).toString()});
                      });
}

void LocalStore::Worker::writeDrafts()
{
    m_drafts.removeIf([this](const auto &waiting) {
        const auto &[where, draft] = waiting;
        return draft.isEmpty()
            ? m_database.run(u"DELETE FROM draft WHERE server = ? AND user = ? AND room = ?"_s,
                             where)
            : m_database.run(u"INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)"_s,
                             where + QVariantList{bytesOf(draft.text), draft.replyTo});
    });
}

//! The write-ahead log has what was there before, until it is emptied.
void LocalStore::Worker::written()
{
    if (!m_emptyLog.isActive())
        m_emptyLog.start();
    tell();
}

void LocalStore::Worker::tell()
{
    const StoreTrouble trouble = troubleOf(m_database.latest());
    if (std::exchange(m_told, trouble) != trouble)
        m_onTrouble(trouble);
}

} // namespace salon::client
