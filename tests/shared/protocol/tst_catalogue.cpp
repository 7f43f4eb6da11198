// SPDX-License-Identifier: MIT
#include "shared/protocol/catalogue.h"
#include "shared/wire/envelope.h"
#include "tests/support/sample.h"
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace salon;
using namespace salon::protocol;
using salon::test::forEachKind;
using salon::test::forEachReply;
using salon::test::Sample;
using namespace Qt::StringLiterals;

namespace {

Result<> decodes(const QJsonObject &json, auto kind)
{
    using T = typename decltype(kind)::type;
    wire::JsonParser parser;
    const auto value = parser.parse(QJsonDocument(json).toJson());
    if (!value)
        return value.error();
    auto result = wire::decoded<T>(*value, {}, "data");
    if (!result)
        return result.error();
    return {};
}

template <class T>
QJsonObject sampleJson()
{
    return QJsonDocument::fromJson(wire::encoded(Sample<T>::make())).object();
}

} // namespace

class TestCatalogue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void roundTrip();
    void missingFields();
    void wrongTypes();
    void overTheLimit();
    void unknownKeysAreIgnored();
    void eventsInArrays();
    void framesCarryIdAndKind();
};

void TestCatalogue::roundTrip()
{
    int seen = 0;
    const auto check = [&]<class T>(std::type_identity<T>) {
        const QByteArray json = wire::encoded(Sample<T>::make());
        const QByteArray once = json;
        wire::JsonParser parser;
        const auto value = parser.parse(once);
        QVERIFY2(value, once.constData());
        const auto back = wire::decoded<T>(*value, {});
        QVERIFY2(back, once.constData());
        QCOMPARE(wire::encoded(*back), once);
        ++seen;
    };
    forEachKind(check);
    forEachReply(check);
    QCOMPARE(seen, 32 + 8 + 11 + 7 + 32 + 8);
}

void TestCatalogue::missingFields()
{
    const auto check = [&]<class T>(std::type_identity<T> kind) {
        const QJsonObject whole = sampleJson<T>();
        const auto one = [&](const auto &field) {
            using Value = typename std::remove_cvref_t<decltype(field)>::Value;
            const QString key = wire::fromUtf8(field.key);
            QJsonObject less = whole;
            less.remove(key);
            const auto result = decodes(less, kind);
            QCOMPARE(bool(result), wire::kIsOptional<Value>);
            if (!result)
                QCOMPARE(result.error().path, u"data."_s + key);
        };
        std::apply([&](const auto &...fields) { (one(fields), ...); }, T::fields());
    };
    forEachKind(check);
    forEachReply(check);
}

void TestCatalogue::wrongTypes()
{
    const auto check = [&]<class T>(std::type_identity<T> kind) {
        const QJsonObject whole = sampleJson<T>();
        for (const QString &key : whole.keys()) {
            QJsonObject wrong = whole;
            wrong.insert(key, 1.5);
            const auto result = decodes(wrong, kind);
            QVERIFY2(!result, qPrintable(key));
            QCOMPARE(result.error().code, ErrorCode::BadRequest);
            QCOMPARE(result.error().path, u"data."_s + key);
        }
    };
    forEachKind(check);
    forEachReply(check);
}

void TestCatalogue::overTheLimit()
{
    int refused = 0;
    const auto check = [&]<class T>(std::type_identity<T> kind) {
        const QJsonObject schema = wire::Codec<T>::definition();
        const QJsonObject properties = schema.value(u"properties"_s).toObject();
        for (const QString &key : properties.keys()) {
            const QJsonObject property = properties.value(key).toObject();
            QJsonObject over = sampleJson<T>();
            if (property.contains(u"maxLength"_s)) {
                const int most = property.value(u"maxLength"_s).toInt();
                over.insert(key, QString(most + 1, u'x'));
            } else if (property.contains(u"maximum"_s)) {
                over.insert(key, property.value(u"maximum"_s).toInteger() + 1);
            } else if (property.contains(u"maxItems"_s)) {
                QJsonArray items;
                const QJsonValue item = over.value(key).toArray().at(0);
                for (int i = 0; i <= property.value(u"maxItems"_s).toInt(); ++i)
                    items.append(item);
                over.insert(key, items);
            } else {
                continue;
            }
            const auto result = decodes(over, kind);
            QVERIFY2(!result, qPrintable(key));
            QCOMPARE(result.error().path, u"data."_s + key);
            ++refused;
        }
    };
    Requests::forEach(check);
    AccountRequests::forEach(check);
    QVERIFY(refused > 20);
    wire::Limits small;
    small.messageText = 3;
    wire::JsonParser parser;
    const QByteArray json = wire::encoded(Sample<PostMessage>::make());
    const auto result = wire::decoded<PostMessage>(*parser.parse(json), small, "data");
    QVERIFY2(!result && result.error().code == ErrorCode::TooLarge, "the operator's limit counts");
    QCOMPARE(result.error().limit, 3);
}

void TestCatalogue::unknownKeysAreIgnored()
{
    forEachKind([&]<class T>(std::type_identity<T> kind) {
        QJsonObject more = sampleJson<T>();
        more.insert(u"later_addition"_s, QJsonObject{{u"x"_s, 1.5}});
        QVERIFY(decodes(more, kind));
    });
}

void TestCatalogue::eventsInArrays()
{
    const RoomEvent event{{5}, 9, 77, {6}, MessagePosted{3, u"k"_s, u"hi"_s, Seq(2)}};
    const QByteArray json = wire::encoded(event);
    QCOMPARE(json,
             QByteArray(R"({"type":"message.posted","room":"5","seq":9,"at":77,"by":"6",)"
                        R"("data":{"n":3,"key":"k","text":"hi","reply_to":2}})"));
    wire::JsonParser parser;
    const auto back = wire::decoded<RoomEvent>(*parser.parse(json), {});
    QVERIFY(back);
    QCOMPARE(back->message()->text, u"hi"_s);
    QCOMPARE(back->message()->replyTo, 2);
}

void TestCatalogue::framesCarryIdAndKind()
{
    wire::JsonParser parser;
    QString id;
    const auto frame = wire::readFrame(parser, wire::requestFrame(u"17", JoinRoom{{3}}), &id);
    QVERIFY(frame);
    QCOMPARE(id, u"17"_s);
    QCOMPARE(frame->type, u"room.join"_s);
    const auto broken = wire::readFrame(parser, R"({"id":"18","type":7})", &id);
    QVERIFY(!broken);
    QCOMPARE(id, u"18"_s);
    QCOMPARE(broken.error().path, u"type"_s);
    const auto longId = QByteArray(R"({"type":"x","id":")") + QByteArray(65, 'i') + "\"}";
    QVERIFY(!wire::readFrame(parser, longId));
}

QTEST_APPLESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
