// SPDX-License-Identifier: MIT
#include "tests/support/request_generator.h"
#include "tests/fuzz/mutation.h"
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

constexpr qint64 kMaxInteger = qint64(1) << 53;
constexpr qint64 kLongText = 300; // longer ones only now and then
constexpr int kMostItems = 3;

const QJsonArray kWrongTypes{QJsonValue::Null, true,          1.5,           -1,   u"x"_s,
                             QJsonArray{},     QJsonObject{}, QJsonArray{1}, u""_s};
const QJsonArray kWrongIds{u"0"_s,     u"01"_s, u"-1"_s,     u"99999999999999999999"_s,
                           u"1e3"_s,   u" 1"_s, u"\uFF11"_s, u"9223372036854775807"_s,
                           u"40404"_s, 1,       u"1; DROP"_s};
const QStringList kHostileTexts{
    u"\u202E\u2066evil"_s, u"a\u0007b"_s,    u"\u200B\u200D\uFEFF"_s, u" \t\n"_s,
    u"\u0000nul"_s,        u"\uFFFF"_s,      u"../../etc/passwd"_s,   u"'; DROP TABLE rooms; --"_s,
    u"%s%n%1"_s,           u"\u0085\u2028"_s};

bool isId(const QJsonObject &schema)
{
    return schema.value(u"pattern"_s).toString().startsWith(u"^[1-9]"_s);
}

} // namespace

QString RequestGenerator::text(qint64 most)
{
    static const QStringList kPieces{
        u"green "_s,     u"build"_s,  u" at ten, "_s,  u"\u05E9\u05DC\u05D5\u05DD"_s,
        u"\U0001F389"_s, u"\u6B21"_s, u"\"quoted\""_s, u"back\\slash"_s,
        u"e\u0301"_s,    u"line\n"_s, u"7"_s};
    const qint64 wanted = most <= kLongText || chance(5) ? m_random.bounded(most) + 1
                                                         : m_random.bounded(kLongText) + 1;
    QString made = u"t"_s;
    while (made.size() < wanted / 2)
        made += oneOf(kPieces);
    if (most <= kLongText) // names and topics have one line
        made.remove(u'\n');
    return made.left(wanted).trimmed();
}

QJsonValue RequestGenerator::value(const QString &key, const QJsonObject &schema)
{
    if (const QJsonArray known = m_known.value(key); !known.isEmpty() && chance(90))
        return oneOf(known);
    const QString type = schema.value(u"type"_s).toString();
    if (type == "object"_L1)
        return valid(schema);
    if (type == "boolean"_L1)
        return chance(50);
    if (type == "array"_L1) {
        QJsonArray array;
        for (int left = m_random.bounded(kMostItems + 1); left > 0; --left)
            array.append(value(key, schema.value(u"items"_s).toObject()));
        return array;
    }
    if (type == "integer"_L1) {
        const qint64 least = schema.value(u"minimum"_s).toInteger(0);
        const qint64 most = schema.value(u"maximum"_s).toInteger(kMaxInteger);
        return chance(90) ? std::min(least + m_random.bounded(20), most)
                          : (chance(50) ? least : most);
    }
    if (isId(schema))
        return QString::number(1 + m_random.bounded(5));
    if (schema.value(u"format"_s) == "uuid"_L1)
        return QUuid(m_random.generate(), quint16(m_random.generate()), 0x4000, 0x80, 0, 0, 0, 0, 0,
                     0, quint8(m_random.generate()))
            .toString(QUuid::WithoutBraces);
    return text(schema.value(u"maxLength"_s).toInteger(kLongText));
}

QJsonObject RequestGenerator::valid(const QJsonObject &schema)
{
    const QJsonObject properties = schema.value(u"properties"_s).toObject();
    const QJsonArray required = schema.value(u"required"_s).toArray();
    QJsonObject made;
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        if (required.contains(it.key()) || chance(30))
            made.insert(it.key(), value(it.key(), it.value().toObject()));
    }
    return made;
}

QJsonValue RequestGenerator::overLimit(const QJsonObject &schema)
{
    if (schema.contains(u"maxLength"_s))
        return QString(schema.value(u"maxLength"_s).toInteger() + 1, u'x');
    if (schema.contains(u"maximum"_s) && chance(50))
        return schema.value(u"maximum"_s).toInteger() + 1;
    if (schema.contains(u"minimum"_s))
        return schema.value(u"minimum"_s).toInteger() - 1;
    if (schema.contains(u"maxItems"_s)) {
        QJsonArray items;
        const QJsonValue item = value({}, schema.value(u"items"_s).toObject());
        for (qint64 left = schema.value(u"maxItems"_s).toInteger() + 1; left > 0; --left)
            items.append(item);
        return items;
    }
    return kMaxInteger + 1;
}

QJsonValue RequestGenerator::wrong(const QJsonValue &good, const QJsonObject &schema)
{
    if (good.isObject() && chance(60))
        return nearlyValid(schema);
    if (good.isArray() && !good.toArray().isEmpty() && chance(60)) {
        QJsonArray items = good.toArray();
        items.append(wrong(items.first(), schema.value(u"items"_s).toObject()));
        return items;
    }
    if (isId(schema) && chance(70))
        return oneOf(kWrongIds);
    if (good.isString() && chance(30))
        return oneOf(kHostileTexts);
    return chance(50) ? overLimit(schema) : QJsonValue(oneOf(kWrongTypes));
}

QJsonObject RequestGenerator::nearlyValid(const QJsonObject &schema)
{
    QJsonObject made = valid(schema);
    const QJsonObject properties = schema.value(u"properties"_s).toObject();
    if (properties.isEmpty())
        return made;
    const QString key = oneOf(properties.keys());
    const QJsonObject rule = properties.value(key).toObject();
    if (chance(20) && made.contains(key))
        made.remove(key);
    else
        made.insert(key, wrong(made.contains(key) ? made.value(key) : value(key, rule), rule));
    return made;
}

QByteArray RequestGenerator::hostile(const QByteArray &frame)
{
    static const QList<QByteArray> kTexts{
        "",
        "null",
        "[]",
        "\"text\"",
        "{}",
        "\xEF\xBB\xBF{}",
        "{\"type\":1,\"id\":\"1\"}",
        "{\"type\":\"reply\",\"id\":\"1\",\"data\":{}}",
        "{\"type\":\"users.get\",\"id\":\"\",\"data\":{}}",
        "{\"type\":\"users.get\",\"id\":\"\\u0000\",\"data\":{}}",
        "{\"type\":\"users.get\",\"id\":\"\\ud800\",\"data\":{}}",
        "{\"type\":\"users.get\",\"id\":\"\\u202e\",\"data\":[1e999]}",
        "{\"type\":\"users.get\",\"id\":\"1\",\"data\":{\"ids\":[" + QByteArray(400, '9') + "]}}",
        "{\"a\":" + QByteArray(5000, '[') + QByteArray(5000, ']') + "}",
        "{\"a\":" + QByteArray("{\"a\":").repeated(3000) + "1" + QByteArray(3001, '}'),
        "{\"type\":\"" + QByteArray(100'000, 'x') + "\",\"id\":\"1\",\"data\":{}}",
        "{\"" + QByteArray(50'000, 'k') + "\":1,\"" + QByteArray(50'000, 'k') + "\":2}",
    };
    static const QList<QByteArray> kWords{
        "\"",           "{",     "}",     "[[[[[[[[[[",  "\\u0000",
        "\\ud83d",      "1e999", "null",  ",,",          "\"id\":\"1\",",
        "\xE2\x80\xAE", "-0",    "1e400", "\"data\":{},"};
    if (chance(25))
        return oneOf(kTexts);
    return fuzz::mutated(frame, {frame, "{\"room\":\"1\"}"}, kWords, m_random);
}

} // namespace salon::test
