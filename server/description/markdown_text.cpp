// SPDX-License-Identifier: MIT
#include "server/description/markdown_text.h"
#include "shared/wire/codec.h"
#include <QLocale>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qsizetype kLineWidth = 96;

//! The end of the JSON value that begins at `from`, which is well formed.
qsizetype endOfValue(QByteArrayView json, qsizetype from)
{
    int depth = 0;
    bool inString = false;
    for (qsizetype i = from; i < json.size(); ++i) {
        const char c = json[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (--depth <= 0)
                return depth < 0 ? i : i + 1;
        } else if (c == ',' && depth == 0) {
            return i;
        }
    }
    return json.size();
}

//! One member or item a line where the whole does not fit on one.
QByteArray broken(QByteArrayView json, int indent, qsizetype before)
{
    const bool isNested = json.startsWith('{') || json.startsWith('[');
    if (!isNested || before + json.size() <= kLineWidth)
        return json.toByteArray();
    const QByteArray margin(indent + 2, ' ');
    QByteArray text(1, json.front());
    for (qsizetype at = 1; at < json.size() - 1;) {
        const qsizetype end = endOfValue(json, at);
        const QByteArrayView item = json.sliced(at, end - at);
        const qsizetype colon = json.front() == '{' ? item.indexOf("\":") + 2 : 0;
        text += '\n' + margin + item.first(colon).toByteArray()
            + broken(item.sliced(colon), indent + 2, margin.size() + colon);
        at = end + 1;
        if (end < json.size() - 1)
            text += ',';
    }
    return text + '\n' + QByteArray(indent, ' ') + json.back();
}

QString span(const QJsonObject &schema, const QString &least, const QString &most)
{
    const qint64 low = schema.value(least).toInteger();
    const qint64 high = schema.value(most).toInteger(-1);
    if (high < 0 || high >= wire::kMaxInteger)
        return schema.contains(least) ? u"at least "_s + grouped(low) : QString();
    if (!schema.contains(least))
        return u"at most "_s + grouped(high);
    return low == high ? grouped(low) : grouped(low) + u" to "_s + grouped(high);
}

QString stringText(const QJsonObject &schema)
{
    if (schema[u"pattern"_s].toString().startsWith(u"^[1-9]"_s))
        return u"id"_s;
    if (schema[u"format"_s] == "uuid"_L1)
        return u"UUID"_s;
    QString text = u"text"_s;
    if (const QString length = span(schema, u"minLength"_s, u"maxLength"_s); !length.isEmpty())
        text += u", "_s + length + u" code points"_s;
    if (schema.contains(u"x-limit"_s))
        text += u" (`%1`)"_s.arg(schema[u"x-limit"_s].toString());
    return text;
}

} // namespace

QString code(const QString &text)
{
    return u'`' + text + u'`';
}

QString link(const QString &heading)
{
    QString anchor = heading.toLower();
    anchor.remove(u'.');
    return u'[' + heading + u"](#"_s + anchor + u')';
}

QString table(const QStringList &head, const QList<QStringList> &rows)
{
    const auto line = [](const QStringList &cells) {
        return u"| "_s + cells.join(u" | "_s) + u" |\n"_s;
    };
    QString text = line(head) + u'|' + u"---|"_s.repeated(head.size()) + u'\n';
    for (const QStringList &row : rows)
        text += line(row);
    return text;
}

QString grouped(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

QString typeText(const QJsonObject &schema)
{
    if (const QString to = schema[u"$ref"_s].toString(); !to.isEmpty()) {
        const QString name = to.sliced(to.lastIndexOf(u'/') + 1);
        return name == "event"_L1 ? u"[event](#events)"_s : link(name);
    }
    if (schema.contains(u"oneOf"_s))
        return typeText(schema[u"oneOf"_s][0].toObject()) + u" or null"_s;
    const QString type = schema[u"type"_s].toString();
    if (type == "array"_L1) {
        QString text = u"list of "_s + typeText(schema[u"items"_s].toObject());
        if (schema.contains(u"maxItems"_s))
            text += u", at most "_s + grouped(schema[u"maxItems"_s].toInteger());
        return text;
    }
    if (type == "string"_L1)
        return stringText(schema);
    if (type != "integer"_L1)
        return type;
    const QString range = span(schema, u"minimum"_s, u"maximum"_s);
    return range.isEmpty() ? type : type + u", "_s + range;
}

QString jsonBlock(const QByteArrayList &texts)
{
    QString block = u"```json\n"_s;
    for (const QByteArray &text : texts)
        block += QString::fromUtf8(broken(text, 0, 0)) + u'\n';
    return block + u"```\n"_s;
}

} // namespace salon::server
