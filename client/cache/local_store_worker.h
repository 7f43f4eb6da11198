// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/local_database.h"
#include "client/cache/local_store.h"

namespace salon::client {

//! Lives in the store's thread and owns the database.
class LocalStore::Worker : public QObject {
public:
    Worker(const QString &folder, std::function<void(const QString &)> onSetAside,
           std::function<void(StoreTrouble)> onTrouble);
    ~Worker() override { writeDrafts(); }
    void open() { m_database.open(); }
    Content load(const StoreAccount &account);
    bool run(const QString &sql, const QVariantList &values);
    //! A statement that gives back each row that it changed.
    RowChange change(const QString &sql, const QVariantList &values);
    //! What cannot be written is tried again with whatever is written next, and at the end.
    void setDraft(const QVariantList &where, const Draft &draft);

    //! Texts lie there as bytes: SQLite drops a leading U+FEFF of UTF-16, and Qt one of UTF-8.
    static QByteArray bytesOf(const QString &text) { return text.toUtf8(); }
    //! To the database an empty text that is null is no text.
    static QString notNull(const QString &text)
    {
        return text.isNull() ? QStringLiteral("") : text;
    }
    static QVariantList failureValues(const std::optional<Error> &failure);
    static QString nameOf(WantedChange::What what);

private:
    void loadOutbox(const QVariantList &whose, Content &content);
    void loadWanted(const QVariantList &whose, Content &content);
    void writeDrafts();
    void written();
    void tell();

    LocalDatabase m_database;
    QTimer m_emptyLog{this};
    StoreTrouble m_told = StoreTrouble::None;
    std::function<void(StoreTrouble)> m_onTrouble;
    QList<std::pair<QVariantList, Draft>> m_drafts; //!< that are not written: where, and what
};

} // namespace salon::client
