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
    QString allowed; //!< what it may be, in words that follow on "expected"

    //! "server.listen"
    QString name() const { return section + u'.' + key; }
    //! Of the environment, which stands over the file: "SALOND_SERVER_LISTEN".
    QString variable() const
    {
        return QStringLiteral("SALOND_") + section.toUpper() + u'_' + key.toUpper();
    }
};

//! What the keys of a section are for.
struct SettingSection {
    QString name;
    QString sentences;
};

//! Every key, by section.
const std::vector<SettingRow> &settingsTable();
//! Every section, in the order of the table.
const std::vector<SettingSection> &settingSections();

} // namespace salon::server
