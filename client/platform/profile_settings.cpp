// SPDX-License-Identifier: MIT
#include "client/platform/profile_settings.h"
#include "client/platform/window_thread.h"
#include <QSettings>

namespace salon::client {

ProfileSettings::ProfileSettings(const QString &file, QObject *parent)
    : QObject(parent), m_file(file)
{
    m_disk.setMaxThreadCount(1);
    mayBlockOutsideOfTheLoop("the settings");
    const QSettings stored(m_file, QSettings::IniFormat);
    for (const QString &key : stored.allKeys())
        m_values.insert(key, stored.value(key));
}

ProfileSettings::~ProfileSettings()
{
    write();
    m_disk.waitForDone();
}

void ProfileSettings::setValue(const QString &key, const QVariant &value)
{
    if (m_values.value(key) == value)
        return;
    m_values.insert(key, value);
    change(key, value);
}

void ProfileSettings::remove(const QString &key)
{
    if (m_values.remove(key))
        change(key, {});
}

void ProfileSettings::change(const QString &key, const QVariant &value)
{
    // What changes in one turn of the loop is written at once.
    if (m_changes.isEmpty())
        QMetaObject::invokeMethod(this, &ProfileSettings::write, Qt::QueuedConnection);
    m_changes.insert(key, value);
}

void ProfileSettings::write()
{
    if (m_changes.isEmpty())
        return;
    m_disk.start([file = m_file, changes = std::exchange(m_changes, {})] {
        mayBlock("the settings");
        QSettings stored(file, QSettings::IniFormat);
        for (auto change = changes.begin(); change != changes.end(); ++change) {
            if (change->isValid())
                stored.setValue(change.key(), *change);
            else
                stored.remove(change.key());
        }
    });
}

} // namespace salon::client
