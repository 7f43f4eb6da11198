// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/local_store.h"
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace salon::test {

inline const client::StoreAccount kAda{QStringLiteral("http://127.0.0.1:8008"), {7}};
inline const client::StoreAccount kGrace{QStringLiteral("http://127.0.0.1:8008"), {8}};
inline const client::StoreAccount kAdaElsewhere{QStringLiteral("https://chat.example"), {7}};

inline client::OutboxRow rowOf(const QString &key, const QString &text)
{
    return {{5}, key, text, 1'790'000'000'000, {}};
}

//! A profile's folder, and what a test asks of the store in it.
class LocalStoreUser {
protected:
    using Store = client::LocalStore;

    void begin() { m_folder = std::make_unique<QTemporaryDir>(); }
    std::unique_ptr<Store> store() { return std::make_unique<Store>(m_folder->path()); }
    static Store::Content contentOf(Store &store, const client::StoreAccount &account)
    {
        std::optional<Store::Content> content;
        store.load(account, [&](const Store::Content &found) { content = found; });
        (void)QTest::qWaitFor([&] { return content.has_value(); });
        return content.value_or(Store::Content());
    }
    static bool put(Store &store, const client::StoreAccount &account, const client::OutboxRow &row)
    {
        std::optional<bool> stored;
        store.putOutbox(account, row, [&](bool fine) { stored = fine; });
        (void)QTest::qWaitFor([&] { return stored.has_value(); });
        return stored.value_or(false);
    }
    static bool put(Store &store, const client::StoreAccount &account,
                    const client::WantedChange &change)
    {
        std::optional<bool> stored;
        store.putChange(account, change, [&](bool fine) { stored = fine; });
        (void)QTest::qWaitFor([&] { return stored.has_value(); });
        return stored.value_or(false);
    }
    static bool remove(Store &store, const client::StoreAccount &account,
                       const client::WantedChange &change)
    {
        std::optional<bool> removed;
        store.removeChange(account, change, [&](bool fine) { removed = fine; });
        (void)QTest::qWaitFor([&] { return removed.has_value(); });
        return removed.value_or(false);
    }
    QString path() const { return m_folder->filePath(QStringLiteral("local.db")); }
    //! What damaged files are called now.
    QStringList setAside() const
    {
        return QDir(m_folder->path()).entryList({QStringLiteral("local.db.damaged-*")});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace salon::test
