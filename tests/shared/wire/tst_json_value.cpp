// SPDX-License-Identifier: MIT
#include "shared/wire/envelope.h"
#include <QTest>
#include <algorithm>
#include <limits>

using namespace salon;
using namespace Qt::StringLiterals;

class TestJsonValue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refuses_data();
    void refuses();
    void sixteenLevelsAreFine();
    void forgets();
    void keepsTextExactly_data();
    void keepsTextExactly();
    void integersOnly_data();
    void integersOnly();
    void loneSurrogateIsReplacedOnWriting();
    void errorsSurviveTheWire();
    void errorsOfANewerServer();
    void waitsThatATimerTakes_data();
    void waitsThatATimerTakes();
};

void TestJsonValue::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("path");
    QByteArray deep(17, '[');
    deep += QByteArray(17, ']');
    QByteArray wide = "{";
    for (int i = 0; i < 257; ++i)
        wide += (i ? ",\"k" : "\"k") + QByteArray::number(i) + "\":1";
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("cut") << QByteArray(R"({"a":)") << QString();
    QTest::newRow("trailing") << QByteArray("{} x") << QString();
    QTest::newRow("duplicate key") << QByteArray(R"({"data":{"a":1,"a":2}})") << u"data.a"_s;
    QTest::newRow("duplicate by escape") << QByteArray(R"({"a":1,"\u0061":2})") << u"a"_s;
    QTest::newRow("NUL") << QByteArray(R"({"list":["x","a\u0000b"]})") << u"list[1]"_s;
    QTest::newRow("NUL in a key") << QByteArray(R"({"a\u0000":1})") << QString();
    QTest::newRow("lone surrogate") << QByteArray(R"({"a":"\ud800"})") << QString();
    QTest::newRow("bad UTF-8") << QByteArray("{\"a\":\"\xC0\xAF\"}") << QString();
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}") << QString();
    QTest::newRow("too deep") << deep << u"[0]"_s.repeated(16);
    QTest::newRow("far too deep") << deep.repeated(100) << QString();
    const QByteArray longKey = "\"" + QByteArray(1000, 'k') + "\":1";
    QTest::newRow("long key in the path")
        << '{' + longKey + ',' + longKey + '}' << QString(64, u'k') + u'\u2026';
    QTest::newRow("too many keys") << wide + "}" << QString();
    QTest::newRow("raw control") << QByteArray("{\"a\":\"\x01\"}") << QString();
}

void TestJsonValue::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, path);
    wire::JsonParser parser;
    const auto value = parser.parse(json);
    QVERIFY(!value);
    QCOMPARE(value.error().code, ErrorCode::BadRequest);
    QCOMPARE(value.error().path, path);
    QVERIFY2(parser.parse("{\"fine\":1}"), "the parser goes on after a refusal");
}

void TestJsonValue::sixteenLevelsAreFine()
{
    wire::JsonParser parser;
    QVERIFY(parser.parse(QByteArray(16, '[') + "1" + QByteArray(16, ']')));
    QVERIFY(parser.parse(QByteArray("{\"a\":").repeated(15) + "{}" + QByteArray(15, '}')));
}

void TestJsonValue::forgets()
{
    wire::JsonParser parser;
    const auto value = parser.parse(R"({"password":"correct horse"})");
    QVERIFY(value);
    const std::string_view text = *value->member("password")->string();
    QCOMPARE(text, "correct horse");
    parser.forget();
    // The bytes are still the parser's own.
    QVERIFY(std::ranges::all_of(text, [](char c) { return c == '\0'; }));
    QVERIFY2(parser.parse("{\"fine\":1}"), "the parser goes on");
}

void TestJsonValue::keepsTextExactly_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("outer space") << u"  two \t"_s;
    QTest::newRow("byte order mark") << QString(QChar(0xFEFF)) + u"x"_s;
    QTest::newRow("only byte order marks") << QString(2, QChar(0xFEFF));
    QTest::newRow("control") << u"a\u0008b\u001f"_s;
    QTest::newRow("quotes") << u"\"\\/\n\r"_s;
    QTest::newRow("emoji") << u"\U0001F389 \u05E9\u05DC\u05D5\u05DD \u6B21"_s;
}

void TestJsonValue::keepsTextExactly()
{
    QFETCH(QString, text);
    wire::JsonParser parser;
    const QByteArray json = wire::encoded(text);
    const auto value = parser.parse(json);
    QVERIFY2(value, json.constData());
    const auto back = wire::decoded<QString>(*value, {});
    QVERIFY(back);
    QCOMPARE(*back, text);
}

void TestJsonValue::integersOnly_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("fine");
    QTest::newRow("zero") << QByteArray("0") << true;
    QTest::newRow("2^53") << QByteArray("9007199254740992") << true;
    QTest::newRow("above") << QByteArray("9007199254740993") << false;
    QTest::newRow("64 bits") << QByteArray("18446744073709551615") << false;
    QTest::newRow("float") << QByteArray("1.0") << false;
    QTest::newRow("exponent") << QByteArray("1e3") << false;
    QTest::newRow("string") << QByteArray("\"1\"") << false;
}

void TestJsonValue::integersOnly()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, fine);
    wire::JsonParser parser;
    const auto value = parser.parse(json);
    QVERIFY(value);
    QCOMPARE(bool(wire::decoded<qint64>(*value, {})), fine);
}

void TestJsonValue::loneSurrogateIsReplacedOnWriting()
{
    QCOMPARE(wire::encoded(QString(QChar(0xD800)) + u"x"_s), QByteArray("\"\xEF\xBF\xBDx\""));
}

void TestJsonValue::errorsSurviveTheWire()
{
    Error error(ErrorCode::TooLarge, Reason::StorageFull, u"said"_s);
    error.path = u"data.text"_s;
    error.limit = 7;
    error.retryAfterMs = 8;
    error.trace = u"t1"_s;
    wire::JsonParser parser;
    const auto frame = parser.parse(wire::errorFrame(u"17", error));
    QVERIFY(frame);
    const auto back = wire::decodeError(*frame->member("error"));
    QVERIFY(back);
    QCOMPARE(back->toString(), error.toString());
    QCOMPARE(back->reason, error.reason);
    QCOMPARE(back->limit, error.limit);
    QCOMPARE(back->retryAfterMs, error.retryAfterMs);
    QCOMPARE(back->trace, error.trace);
}

void TestJsonValue::errorsOfANewerServer()
{
    const auto read = [](const QByteArray &json) {
        wire::JsonParser parser;
        const auto object = parser.parse(json);
        return object ? wire::decodeError(*object) : std::nullopt;
    };
    const auto error =
        read(R"({"code":"too_sleepy","reason":"full_moon","message":"no","trace":"t1"})");
    QVERIFY(error);
    QCOMPARE(error->code, ErrorCode::ProtocolError);
    QCOMPARE(error->reason, Reason::None);
    QCOMPARE(error->message, u"no"_s);
    QCOMPARE(error->trace, u"t1"_s);
    QVERIFY(!read(R"({"message":"no"})"));
    QVERIFY(!read(R"({"code":7})"));
}

void TestJsonValue::waitsThatATimerTakes_data()
{
    constexpr qint64 kDay = 86'400'000;
    QTest::addColumn<qint64>("said");
    QTest::addColumn<qint64>("understood"); // -1 for nothing
    QTest::newRow("a minute") << qint64(60'000) << qint64(60'000);
    QTest::newRow("now") << qint64(0) << qint64(-1);
    QTest::newRow("yesterday") << -kDay << qint64(-1);
    QTest::newRow("a month") << 30 * kDay << kDay;
    QTest::newRow("for ever") << std::numeric_limits<qint64>::max() << kDay;
}

void TestJsonValue::waitsThatATimerTakes()
{
    QFETCH(qint64, said);
    QFETCH(qint64, understood);
    Error error(ErrorCode::Unavailable, u"busy"_s);
    error.retryAfterMs = said;
    wire::JsonParser parser;
    const auto frame = parser.parse(wire::errorFrame(u"17", error));
    QVERIFY(frame);
    const auto back = wire::decodeError(*frame->member("error"));
    QVERIFY(back);
    QCOMPARE(back->retryAfterMs.value_or(-1), understood);
}

QTEST_APPLESS_MAIN(TestJsonValue)
#include "tst_json_value.moc"
