// SPDX-License-Identifier: MIT
#include "client/cache/local_store.h"
#include "client/cache/local_store_worker.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kDraftGatherMs = 300;
constexpr int kPlaceGatherMs = 1000;

} // namespace

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
                              "?, ?, ?, ?)"_s,
                              QVariantList{account.server, account.user.value, row.room.value,
                                           row.key, Worker::bytesOf(row.text), row.createdAt}
                                  + Worker::failureValues(row.failure)
                                  + QVariantList{row.replyTo, row.edits, row.isDraft, row.base});
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
                                 QVariantList{row.key} + Worker::failureValues(row.failure)
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
                "text = ?, created_at = ?, code = ?, reason = ?, \"limit\" = ?, is_draft = ?, base "
                "= ? "
                "WHERE key = ? AND server = ? AND user = ? RETURNING rowid"_s,
                QVariantList{row.key, Worker::bytesOf(row.text), row.createdAt}
                    + Worker::failureValues(row.failure)
                    + QVariantList{row.isDraft, row.base, key, account.server, account.user.value});
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
                       {Worker::bytesOf(text), key, account.server, account.user.value});
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

void LocalStore::putChange(const StoreAccount &account, const WantedChange &change, Stored done)
{
    m_work->ask(
        this,
        [account, change](Worker &worker) {
            return worker.run(
                u"INSERT OR REPLACE INTO wanted_change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                placeOf(account, change)
                    + QVariantList{change.isOn, change.at, Worker::notNull(change.epoch)});
        },
        std::move(done));
}

void LocalStore::removeChange(const StoreAccount &account, const WantedChange &change, Stored done)
{
    m_work->ask(
        this,
        [account, change](Worker &worker) {
            return worker.run(
                u"DELETE FROM wanted_change WHERE server = ? AND user = ? AND room = ? AND "
                "seq = ? AND what = ? AND emoji = ?"_s,
                placeOf(account, change));
        },
        std::move(done));
}

QVariantList LocalStore::placeOf(const StoreAccount &account, const WantedChange &change)
{
    return {account.server, account.user.value,          change.room.value,
            change.seq,     Worker::nameOf(change.what), Worker::notNull(change.emoji)};
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
