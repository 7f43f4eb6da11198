// SPDX-License-Identifier: MIT
// Printing of settings: as TOML, and as a page of the administrator's guide.
#include "server/app/settings_table.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

//! A basic string of TOML.
QString quoted(const QString &text)
{
    QString out = u"\""_s;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            out += u'\\';
        if (c.unicode() < 0x20 || c.unicode() == 0x7F)
            out += u"\\u%1"_s.arg(uint(c.unicode()), 4, 16, QChar(u'0'));
        else
            out += c;
    }
    return out + u'"';
}

QString tomlOf(const SettingRow &row, const Settings &settings)
{
    const QVariant value = row.read(settings);
    if (row.type == QMetaType::LongLong)
        return QString::number(value.toLongLong());
    if (row.type == QMetaType::Bool)
        return value.toBool() ? u"true"_s : u"false"_s;
    if (row.type == QMetaType::QString)
        return quoted(value.toString());
    QStringList items;
    for (const QString &item : value.toStringList())
        items.append(quoted(item));
    return u'[' + items.join(", "_L1) + u']';
}

struct Unit {
    qint64 size;
    QString name;
};

//! "15 min", "1 MiB": the value in the largest unit of which it is a whole number; empty when the
//! key names no unit, or nothing would be shorter.
QString readable(const SettingRow &row, qint64 value)
{
    static const QList<Unit> times{{3'600'000, u"h"_s}, {60'000, u"min"_s}, {1'000, u"s"_s}};
    static const QList<Unit> sizes{{1024 * 1024, u"MiB"_s}, {1024, u"KiB"_s}};
    const QList<Unit> units = row.key.endsWith("_ms"_L1) ? times
        : row.key.endsWith("_bytes"_L1)                  ? sizes
                                                         : QList<Unit>();
    for (const Unit &unit : units) {
        if (value >= unit.size && value % unit.size == 0)
            return u"%1 %2"_s.arg(value / unit.size).arg(unit.name);
    }
    return {};
}

QString entryOf(const SettingRow &row, const Settings &settings)
{
    QString usual = u'`' + tomlOf(row, settings) + u'`';
    if (row.type == QMetaType::LongLong) {
        const QString inWords = readable(row, row.read(settings).toLongLong());
        usual += inWords.isEmpty() ? QString() : u", which is "_s + inWords;
    }
    return u"### %1\n\n%2.\n\n- may be: %3\n- default: %4\n- environment: `%5`\n\n"_s.arg(
        row.name(), row.documentation, row.allowed, usual, row.variable());
}

} // namespace

QString printSettings(const Settings &settings)
{
    QString out = u"# Configuration of salond %1: every key, with the value in force.\n"_s.arg(
        QStringLiteral(SALON_VERSION));
    for (const SettingSection &section : settingSections()) {
        out += u"\n[%1]\n"_s.arg(section.name);
        for (const SettingRow &row : settingsTable()) {
            if (row.section == section.name)
                out += u"# %1\n%2 = %3\n"_s.arg(row.documentation, row.key, tomlOf(row, settings));
        }
    }
    return out;
}

QString settingsMarkdown()
{
    const Settings defaults;
    QString page =
        u"# Configuration\n\nMade by `salond print-config --format markdown`; a test compares the "
        "two.\n\n"
        "`salond` runs without any configuration. What shall be different stands in a TOML file "
        "that is given with `--config FILE`; `salond print-config > salond.toml` begins one with "
        "the defaults. A variable of the environment stands over the file: "
        "`SALOND_SERVER_LISTEN` over `listen` in the section `[server]`, with the items of a list "
        "separated by commas. A key that does not exist, or a value that it may not have, is an "
        "error: `salond check-config` names file, line and key without starting. What is changed "
        "takes effect at the next start.\n\n"
        "Keys that end in `_ms` are milliseconds, those that end in `_bytes` are bytes.\n\n"_s;
    for (const SettingSection &section : settingSections()) {
        page += u"## %1\n\n%2\n\n"_s.arg(section.name, section.sentences);
        for (const SettingRow &row : settingsTable()) {
            if (row.section == section.name)
                page += entryOf(row, defaults);
        }
    }
    return page.trimmed() + u'\n';
}

} // namespace salon::server
