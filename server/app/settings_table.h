// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/settings.h"
#include <QVariant>
#include <functional>
#include <vector>

namespace salon::server {

//! One key of the configuration: where it stands, what it means, and what it may be.
struct SettingRow {
    QString section;
    QString key;
    QString documentation;
    QMetaType::Type type; //!< LongLong, Bool, QString or QStringList
    std::function<QVariant(const Settings &)> read;
    //! Sets a value of the right type; the error says what was expected.
    std::function<Result<>(Settings &, const QVariant &)> write;
};

const std::vector<SettingRow> &settingsTable();

} // namespace salon::server
