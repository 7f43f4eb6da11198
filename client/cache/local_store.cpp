// SPDX-License-Identifier: MIT
#include "client/cache/local_store.h"
#include "client/cache/local_database.h"
#include <QStringDecoder>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kDraftGatherMs = 300;
constexpr int kPlaceGatherMs = 1000;
constexpr int kEmptyLogMs = 5000;

//! What was sent, discarded or written over must not be found in the file for ever.
constexpr std::array<QStringView, 3> kSettings{
    u"PRAGMA journal_mode = WAL", u"PRAGMA synchronous = FULL", u"PRAGMA secure_delete = ON"};
constexpr std::array<QStringView, 9> kSteps{
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
};
constexpr std::array<QStringView, 4> kCarriedOver{u"unsent", u"draft", u"wanted_marker", u"place"};
const LocalSchema kSchema{u"local.db", kSettings, kSteps, kCarriedOver};

QString word(std::string_view name)
{
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

//! Texts lie there as bytes: SQLite drops a leading U+FEFF of UTF-16, and Qt one of UTF-8.
QByteArray bytesOf(const QString &text)
{
    return text.toUtf8();
}

QString textOf(const QVariant &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder.decode(bytes.toByteArray());
}

QVariantList failureValues(const std::optional<Error> &failure)
{
    if (!failure)
        return {QVariant(), QVariant(), QVariant()};
    return {word(wireName(failure->code)), word(wireName(failure->reason)),
            failure->limit ? QVariant(*failure->limit) : QVariant()};
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

//! Lives in the store's thread and owns the database.
class LocalStore::Worker : public QObject {
public:
    Worker(const QString &folder, std::function<void(const QString &)> onSetAside,
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
    ~Worker() override { writeDrafts(); }
    bool run(const QString &sql, const QVariantList &values)
    {
        const bool isDone = m_database.run(sql, values);
        if (isDone)
            writeDrafts();
        written();
        return isDone;
    }
    //! A statement that gives back each row that it changed.
    RowChange change(const QString &sql, const QVariantList &values)
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
    //! What cannot be written is tried again with whatever is written next, and at the end.
    void setDraft(const QVariantList &where, const Draft &draft)
    {
        m_drafts.removeIf([&](const auto &waiting) { return waiting.first == where; });
        m_drafts.append({where, draft});
        writeDrafts();
        written();
    }
    Content load(const StoreAccount &account)
    {
        Content content;
        const QVariantList whose{account.server, account.user.value};
        m_database.select(
            u"SELECT room, key, text, created_at, code, reason, \"limit\", reply_to, edits, "
            "is_draft FROM unsent WHERE server = ? AND user = ? ORDER BY rowid"_s,
            whose, [&](const QSqlQuery &row) {
                content.outbox.append({{row.value(0).toLongLong()},
                                       row.value(1).toString(),
                                       textOf(row.value(2)),
                                       row.value(3).toLongLong(),
                                       failureOf(row.value(4), row.value(5), row.value(6)),
                                       row.value(7).toLongLong(),
                                       row.value(8).toLongLong(),
                                       row.value(9).toBool()});
            });
        m_database.select(u"SELECT room, text, reply_to FROM draft WHERE server = ? AND user = ?"_s,
                          whose, [&](const QSqlQuery &row) {
                              content.drafts.insert(
                                  {row.value(0).toLongLong()},
                                  {textOf(row.value(1)), row.value(2).toLongLong()});
                          });
        m_database.select(
            u"SELECT room, seq, n, base, is_back FROM wanted_marker WHERE server = ? AND user = ?"_s,
            whose, [&](const QSqlQuery &row) {
                content.markers.insert({row.value(0).toLongLong()},
                                       {row.value(1).toLongLong(), row.value(2).toLongLong(),
                                        row.value(3).toLongLong(), row.value(4).toBool()});
            });
        m_database.select(
            u"SELECT room, seq, \"offset\", y FROM place WHERE server = ? AND user = ?"_s, whose,
            [&](const QSqlQuery &row) {
                content.places.insert(
                    {row.value(0).toLongLong()},
                    {row.value(1).toLongLong(), row.value(2).toInt(), row.value(3).toInt()});
            });
        tell();
        return content;
    }
    void open() { m_database.open(); }

private:
    void writeDrafts()
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
    void written()
    {
        if (!m_emptyLog.isActive())
            m_emptyLog.start();
        tell();
    }

    void tell()
    {
        const StoreTrouble trouble = troubleOf(m_database.latest());
        if (std::exchange(m_told, trouble) != trouble)
            m_onTrouble(trouble);
    }

    LocalDatabase m_database;
    QTimer m_emptyLog{this};
    StoreTrouble m_told = StoreTrouble::None;
    std::function<void(StoreTrouble)> m_onTrouble;
    QList<std::pair<QVariantList, Draft>> m_drafts; //!< that are not written: where, and what
};

LocalStore::LocalStore(const QString &folder, QObject *parent) : QObject(parent)
{
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(kDraftGatherMs);
    connect(&m_draftTimer, &QTimer::timeout, this, &LocalStore::flushDrafts);
    m_placeTimer.setSingleShot(true);
    m_placeTimer.setInterval(kPlaceGatherMs);
    connect(&m_placeTimer, &QTimer::timeout, this, &LocalStore::flushPlaces);
    const auto tell = [this](const QString &path) {
        QMetaObject::invokeMethod(
            this, [this, path] { Q_EMIT setAside(path); }, Qt::QueuedConnection);
    };
    const auto trouble = [this](StoreTrouble why) {
        QMetaObject::invokeMethod(
            this, [this, why] { setTrouble(why); }, Qt::QueuedConnection);
    };
    m_work =
        std::make_unique<WorkThread<Worker>>(u"local store"_s, new Worker(folder, tell, trouble));
    m_work->post([](Worker &worker) { worker.open(); });
}

LocalStore::~LocalStore()
{
    flushDrafts();
    flushPlaces();
}

void LocalStore::setTrouble(StoreTrouble trouble)
{
    m_trouble = trouble;
    if (trouble != StoreTrouble::None)
        Q_EMIT failed(trouble);
}

void LocalStore::load(const StoreAccount &account, std::function<void(Content)> done)
{
    flushDrafts();
    flushPlaces();
    m_work->ask(
        this, [account](Worker &worker) { return worker.load(account); }, std::move(done));
}

void LocalStore::putOutbox(const StoreAccount &account, const OutboxRow &row, Stored done)
{
    m_work->ask(
        this,
        [account, row](Worker &worker) {
            return worker.run(u"INSERT OR REPLACE INTO unsent VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
                              "?, ?, ?)"_s,
                              QVariantList{account.server, account.user.value, row.room.value,
                                           row.key, bytesOf(row.text), row.createdAt}
                                  + failureValues(row.failure)
                                  + QVariantList{row.replyTo, row.edits, row.isDraft});
        },
        std::move(done));
}

void LocalStore::replaceOutbox(const StoreAccount &account, const QString &key,
                               const OutboxRow &row, Changed done)
{
    m_work->ask(
        this,
        [account, key, row](Worker &worker) {
            return worker.change(u"UPDATE unsent SET key = ?, code = ?, reason = ?, \"limit\" = ? "
                                 "WHERE key = ? AND server = ? AND user = ? RETURNING rowid"_s,
                                 QVariantList{row.key} + failureValues(row.failure)
                                     + QVariantList{key, account.server, account.user.value});
        },
        std::move(done));
}

void LocalStore::rewriteOutbox(const StoreAccount &account, const QString &key,
                               const OutboxRow &row, Changed done)
{
    m_work->ask(
        this,
        [account, key, row](Worker &worker) {
            return worker.change(
                u"UPDATE unsent SET rowid = (SELECT max(rowid) + 1 FROM unsent), key = ?, "
                "text = ?, created_at = ?, code = ?, reason = ?, \"limit\" = ?, is_draft = ? "
                "WHERE key = ? AND server = ? AND user = ? RETURNING rowid"_s,
                QVariantList{row.key, bytesOf(row.text), row.createdAt} + failureValues(row.failure)
                    + QVariantList{row.isDraft, key, account.server, account.user.value});
        },
        std::move(done));
}

void LocalStore::removeOutbox(const StoreAccount &account, const QString &key)
{
    m_work->post([account, key](Worker &worker) {
        worker.run(u"DELETE FROM unsent WHERE key = ? AND server = ? AND user = ?"_s,
                   {key, account.server, account.user.value});
    });
}

void LocalStore::setOutboxText(const StoreAccount &account, const QString &key, const QString &text)
{
    if (account != m_draftAccount)
        flushDrafts();
    m_draftAccount = account;
    m_texts.insert(key, text);
    if (!m_draftTimer.isActive())
        m_draftTimer.start();
}

void LocalStore::setDraft(const StoreAccount &account, RoomId room, const Draft &draft)
{
    if (account != m_draftAccount)
        flushDrafts();
    m_draftAccount = account;
    m_drafts.insert(room, draft);
    if (!m_draftTimer.isActive())
        m_draftTimer.start();
}

void LocalStore::flushDrafts()
{
    m_draftTimer.stop();
    const auto texts = std::exchange(m_texts, {});
    for (auto text = texts.begin(); text != texts.end(); ++text) {
        m_work->post([account = m_draftAccount, key = text.key(),
                      text = text.value()](Worker &worker) {
            worker.run(u"UPDATE unsent SET text = ? WHERE key = ? AND server = ? AND user = ?"_s,
                       {bytesOf(text), key, account.server, account.user.value});
        });
    }
    const auto drafts = std::exchange(m_drafts, {});
    for (auto draft = drafts.begin(); draft != drafts.end(); ++draft) {
        const QVariantList where{m_draftAccount.server, m_draftAccount.user.value,
                                 draft.key().value};
        m_work->post(
            [where, draft = draft.value()](Worker &worker) { worker.setDraft(where, draft); });
    }
}

void LocalStore::putMarker(const StoreAccount &account, RoomId room, const WantedMarker &marker)
{
    m_work->post([account, room, marker](Worker &worker) {
        worker.run(u"INSERT OR REPLACE INTO wanted_marker VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
                   {account.server, account.user.value, room.value, marker.seq, marker.n,
                    marker.base, marker.isBack});
    });
}

void LocalStore::removeMarker(const StoreAccount &account, RoomId room)
{
    m_work->post([account, room](Worker &worker) {
        worker.run(u"DELETE FROM wanted_marker WHERE server = ? AND user = ? AND room = ?"_s,
                   {account.server, account.user.value, room.value});
    });
}

void LocalStore::setPlace(const StoreAccount &account, RoomId room, const ReadingPlace &place)
{
    if (account != m_placeAccount)
        flushPlaces();
    m_placeAccount = account;
    m_places.insert(room, place);
    if (!m_placeTimer.isActive())
        m_placeTimer.start();
}

void LocalStore::flushPlaces()
{
    m_placeTimer.stop();
    const auto places = std::exchange(m_places, {});
    for (auto place = places.begin(); place != places.end(); ++place) {
        const QVariantList where{m_placeAccount.server, m_placeAccount.user.value,
                                 place.key().value};
        m_work->post([where, at = place.value()](Worker &worker) {
            if (at.isEnd())
                worker.run(u"DELETE FROM place WHERE server = ? AND user = ? AND room = ?"_s,
                           where);
            else
                worker.run(u"INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?)"_s,
                           where + QVariantList{at.seq, at.offset, at.y});
        });
    }
}

} // namespace salon::client
