// SPDX-License-Identifier: MIT
#pragma once
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>
#include <functional>
#include <span>
#include <unordered_map>

namespace salon::client {

//! What a LocalDatabase keeps.
struct LocalSchema {
    QStringView file; //!< its name in the folder
    std::span<const QStringView> settings; //!< at each opening
    std::span<const QStringView> steps; //!< from an empty file; one that was shipped never changes
    std::span<const QStringView>
        carriedOver; //!< tables of a damaged file that the new one takes on
    //! The application_id that the first step writes, if all can be had again: then a file that is
    //! not ours or not of this version is set aside, and a long one is not read through for damage
    //! at each opening.
    int disposableId = 0;
};

//! A database file of a profile, in the thread that uses it, never in that of the windows. A
//! damaged file is set aside and a new one begun, whenever the damage shows; the new one takes on
//! what can be read of the tables that cannot be had again. A file that cannot be
//! opened (folder not writable; made by a newer Salon, unless it can be had again) is left as it is
//! and tried again at the next use.
class LocalDatabase {
public:
    enum class Outcome {
        Fine,
        Damaged,
        Full,
        NotWritable,
        Locked, //!< by another program
        TooNew, //!< made by a newer Salon
        Impossible, //!< for another reason
    };
    using Row = std::function<void(const QSqlQuery &)>;

    LocalDatabase(const QString &folder, const LocalSchema &schema,
                  std::function<void(const QString &aside)> onSetAside);
    ~LocalDatabase();
    Q_DISABLE_COPY_MOVE(LocalDatabase)

    //! Opens it where it is not open yet.
    Outcome open();
    void close();
    //! One statement, which is compiled once. `row` is called for each row that is found.
    Outcome attempt(const QString &sql, const QVariantList &values = {}, const Row &row = {});
    //! What was overwritten in the file stands in the log beside it still, until this.
    Outcome emptyLog();
    //! Begins a new file; `why` becomes a part of the old one's name, which is given.
    QString putAside(QStringView why);

    //! One statement, tried once more in a new file when this one is damaged; false when it could
    //! not be done.
    bool run(const QString &sql, const QVariantList &values) { return select(sql, values, {}); }
    bool select(const QString &sql, const QVariantList &values, const Row &row);
    //! How the latest of run() and select() ended.
    Outcome latest() const { return m_latest; }

private:
    Outcome tryOpen();
    Outcome opened(Outcome outcome);
    Outcome beginAnew();
    void carryOver(const QString &damaged);
    Outcome configure();
    Outcome findDamage();
    Outcome meaningOf(const QSqlError &error) const;
    bool hasOtherTables() const;
    Outcome prepareSchema();
    Outcome step(qsizetype number);
    bool isOfThisVersion(qint64 version);
    qint64 number(const QString &sql);

    const LocalSchema m_schema;
    const QString m_path;
    const QString m_name;
    QSqlDatabase m_database;
    std::unordered_map<QString, QSqlQuery> m_statements;
    bool m_isOpen = false;
    Outcome m_latest = Outcome::Fine;
    std::function<void(const QString &)> m_onSetAside;
};

} // namespace salon::client
