// SPDX-License-Identifier: MIT
#pragma once
#include <QHash>
#include <QObject>
#include <QThreadPool>
#include <QVariant>

namespace salon::client {

//! What a profile keeps as settings, in an INI file. It is read once; what changes is written after
//! that by a thread of its own: no window waits for the disk, as it would with a QSettings. What
//! others write into the file meanwhile stays there, and is not seen before the next start.
class ProfileSettings : public QObject {
    Q_OBJECT
public:
    explicit ProfileSettings(const QString &file, QObject *parent = nullptr);
    ~ProfileSettings() override; //!< waits until all is written

    bool contains(const QString &key) const { return m_values.contains(key); }
    QVariant value(const QString &key, const QVariant &otherwise = {}) const
    {
        return m_values.value(key, otherwise);
    }
    void setValue(const QString &key, const QVariant &value);
    void remove(const QString &key);

private:
    void change(const QString &key, const QVariant &value);
    void write();

    const QString m_file;
    QHash<QString, QVariant> m_values;
    QHash<QString, QVariant> m_changes; //!< that wait to be written; what was removed is invalid
    QThreadPool m_disk; //!< one thread, so that files are written in the order of the changes
};

} // namespace salon::client
