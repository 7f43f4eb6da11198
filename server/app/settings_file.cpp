// SPDX-License-Identifier: MIT
// Reading of settings: TOML and environment.
#include "server/app/settings_table.h"
#include <QFile>
#include <algorithm>

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#endif
#include <toml++/toml.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

QString typeName(QMetaType::Type type)
{
    switch (type) {
    case QMetaType::LongLong:
        return u"a whole number"_s;
    case QMetaType::Bool:
        return u"true or false"_s;
    case QMetaType::QString:
        return u"a string"_s;
    default:
        return u"a list of strings"_s;
    }
}

QString fromToml(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

//! The value in the row's type; invalid when it is of another.
QVariant valueOf(const toml::node &node, QMetaType::Type type)
{
    if (type == QMetaType::LongLong && node.is_integer())
        return QVariant(qint64(*node.value<int64_t>()));
    if (type == QMetaType::Bool && node.is_boolean())
        return *node.value<bool>();
    if (type == QMetaType::QString && node.is_string())
        return fromToml(*node.value<std::string_view>());
    const toml::array *array = node.as_array();
    if (type != QMetaType::QStringList || !array)
        return {};
    QStringList items;
    for (const toml::node &item : *array) {
        if (!item.is_string())
            return {};
        items.append(fromToml(*item.value<std::string_view>()));
    }
    return items;
}

const SettingRow *findRow(const QString &section, const QString &key)
{
    const auto &table = settingsTable();
    const auto row = std::ranges::find_if(
        table, [&](const SettingRow &r) { return r.section == section && r.key == key; });
    return row == table.end() ? nullptr : &*row;
}

Error wrong(const QString &file, const toml::source_region &where, const QString &what)
{
    return Error::badRequest(u"%1:%2"_s.arg(file).arg(where.begin.line), what);
}

//! Where each key was last set, FILE:LINE or the variable.
using Places = QHash<QString, QString>;

Result<> readSection(Settings &settings, Places &places, const QString &file,
                     const QString &section, const toml::table &table)
{
    for (const auto &[key, node] : table) {
        const QString name = fromToml(key.str());
        const QString whole = section + u'.' + name;
        const SettingRow *row = findRow(section, name);
        if (!row)
            return wrong(file, key.source(),
                         u"unknown key %1; see salond print-config"_s.arg(whole));
        const QVariant value = valueOf(node, row->type);
        if (!value.isValid())
            return wrong(file, node.source(), u"%1: expected %2"_s.arg(whole, typeName(row->type)));
        if (auto written = row->write(settings, value); !written)
            return wrong(file, node.source(), u"%1: %2"_s.arg(whole, written.error().message));
        places.insert(whole, u"%1:%2"_s.arg(file).arg(node.source().begin.line));
    }
    return {};
}

Result<> readFile(Settings &settings, Places &places, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::badRequest(path, u"cannot be read: "_s + file.errorString());
    const QByteArray bytes = file.readAll();
    const auto parsed = toml::parse(std::string_view(bytes.data(), size_t(bytes.size())));
    if (!parsed)
        return wrong(path, parsed.error().source(), fromToml(parsed.error().description()));
    for (const auto &[key, node] : parsed.table()) {
        const QString section = fromToml(key.str());
        const bool known = std::ranges::any_of(
            settingsTable(), [&](const SettingRow &row) { return row.section == section; });
        if (!known || !node.is_table())
            return wrong(path, key.source(),
                         u"unknown key %1; see salond print-config"_s.arg(section));
        TRY(readSection(settings, places, path, section, *node.as_table()));
    }
    return {};
}

Result<> readVariable(Settings &settings, Places &places, const QString &name, const QString &text)
{
    for (const SettingRow &row : settingsTable()) {
        if (name != row.variable())
            continue;
        QVariant value = text;
        if (row.type == QMetaType::LongLong) {
            bool isNumber = false;
            value = text.toLongLong(&isNumber);
            if (!isNumber)
                return Error::badRequest(name, u"expected "_s + typeName(row.type));
        } else if (row.type == QMetaType::Bool) {
            if (text != "true"_L1 && text != "false"_L1)
                return Error::badRequest(name, u"expected "_s + typeName(row.type));
            value = text == "true"_L1;
        } else if (row.type == QMetaType::QStringList) {
            value = text.split(u',', Qt::SkipEmptyParts);
        }
        if (auto written = row.write(settings, value); !written)
            return written.error().at(name);
        places.insert(row.section + u'.' + row.key, name);
        return {};
    }
    return Error::badRequest(name, u"unknown variable; see salond print-config"_s);
}

} // namespace

Result<Settings> loadSettings(const QString &file, const QStringList &environment)
{
    Settings settings;
    Places places;
    if (!file.isEmpty())
        TRY(readFile(settings, places, file));
    for (const QString &variable : environment) {
        const qsizetype equals = variable.indexOf(u'=');
        if (variable.startsWith("SALOND_"_L1) && equals > 0)
            TRY(readVariable(settings, places, variable.left(equals), variable.mid(equals + 1)));
    }
    if (auto fitting = settings.check(); !fitting) {
        const Error &error = fitting.error();
        const QString place = places.value(error.path);
        if (place.isEmpty())
            return error;
        return Error::badRequest(place, error.path + u": "_s + error.message);
    }
    settings.net.bodyBytes = qsizetype(settings.limits.clientFrame);
    settings.net.frameBytes = qsizetype(settings.limits.clientFrame);
    return settings;
}

} // namespace salon::server
