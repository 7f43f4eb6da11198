// SPDX-License-Identifier: MIT
#include "server/description/description.h"
#include "server/description/kind_rows.h"
#include "server/dispatch/request_table.h"
#include "server/net/rest_routes.h"
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

//! What others write clients from: current, whole, and without a blank place.
class TestDescription : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void committedCopiesAreCurrent_data();
    void committedCopiesAreCurrent();
    void everyRequestHasAPath();
    void everyKindAndMemberIsExplained();
    void referencesLead_data();
    void referencesLead();
    void faultsAreListedOnce();
    void pageHasNoPlaceLeft();
};

void TestDescription::committedCopiesAreCurrent_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("now");
    QTest::newRow("schema") << u"resources/protocol/schema.json"_s << u"json-schema"_s
                            << jsonSchema();
    QTest::newRow("openapi") << u"resources/protocol/openapi.json"_s << u"openapi"_s << openApi();
    QTest::newRow("asyncapi") << u"resources/protocol/asyncapi.json"_s << u"asyncapi"_s
                              << asyncApi();
    QTest::newRow("page") << u"docs/protocol.md"_s << u"markdown"_s << protocolMarkdown();
}

void TestDescription::committedCopiesAreCurrent()
{
    QFETCH(const QString, path);
    QFETCH(const QString, format);
    QFETCH(const QByteArray, now);
    QFile file(qEnvironmentVariable("SALON_SOURCE_DIR") + u'/' + path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY2(file.readAll() == now,
             qPrintable(u"run: salond describe --format %1 > %2"_s.arg(format, path)));
}

void TestDescription::everyRequestHasAPath()
{
    const QJsonObject paths =
        QJsonDocument::fromJson(openApi()).object().value(u"paths"_s).toObject();
    QStringList described;
    for (const QJsonValue &item : paths) {
        for (const QJsonValue &operation : item.toObject())
            described.append(operation[u"x-kind"_s].toString());
    }
    for (const RequestRow &row : requestTable())
        QVERIFY2(described.contains(wire::fromUtf8(row.kind)) != row.isSocketOnly, row.kind.data());
    for (const KindRow &row : accountRequests())
        QVERIFY2(described.contains(row.kind), qPrintable(row.kind));
}

void TestDescription::everyKindAndMemberIsExplained()
{
    int members = 0;
    const auto check = [&](const QString &kind, const QString &summary, const DataRow &data) {
        QVERIFY2(!summary.isEmpty() && !summary.endsWith(u'.'), qPrintable(kind));
        for (const FieldRow &field : data.fields) {
            QVERIFY2(!field.schema[u"description"_s].toString().isEmpty(),
                     qPrintable(kind + u' ' + field.path));
            ++members;
        }
    };
    for (const auto *rows : {&socketRequests(), &accountRequests(), &eventKinds(), &pushKinds()}) {
        for (const KindRow &row : *rows) {
            check(row.kind, row.summary, row.data);
            check(row.kind, row.summary, row.reply);
        }
    }
    for (const EntityRow &row : entities())
        check(row.name, row.summary, row.data);
    QVERIFY(members > 150);
    for (int code = 0; code < kErrorCodeCount; ++code)
        QVERIFY(!meaning(ErrorCode(code)).empty());
    for (int reason = 1; reason < kReasonCount; ++reason)
        QVERIFY(!meaning(Reason(reason)).empty() && !wireName(Reason(reason)).empty());
}

void TestDescription::referencesLead_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::newRow("schema") << jsonSchema();
    QTest::newRow("openapi") << openApi();
    QTest::newRow("asyncapi") << asyncApi();
}

void TestDescription::referencesLead()
{
    QFETCH(const QByteArray, document);
    const QJsonObject root = QJsonDocument::fromJson(document).object();
    static const QRegularExpression form(u"\"\\$ref\": \"#/([^\"]+)\""_s);
    auto found = form.globalMatch(QString::fromUtf8(document));
    QVERIFY(found.hasNext());
    while (found.hasNext()) {
        const QString pointer = found.next().captured(1);
        QJsonValue at = root;
        for (const QString &key : pointer.split(u'/'))
            at = at[key];
        QVERIFY2(at.isObject(), qPrintable(pointer));
    }
}

void TestDescription::faultsAreListedOnce()
{
    for (const auto *rows : {&socketRequests(), &accountRequests()}) {
        for (const KindRow &row : *rows) {
            QStringList seen;
            for (const protocol::Fault &fault : row.faults) {
                const QString text =
                    QString::fromUtf8(QJsonDocument(QJsonObject{{u"code"_s, int(fault.code)},
                                                                {u"reason"_s, int(fault.reason)}})
                                          .toJson());
                QVERIFY2(!seen.contains(text), qPrintable(row.kind));
                seen.append(text);
                QVERIFY2(httpStatus(fault.code) > 0, qPrintable(row.kind));
            }
        }
    }
}

void TestDescription::pageHasNoPlaceLeft()
{
    const QByteArray page = protocolMarkdown();
    static const QRegularExpression place(u"\\{\\{\\w+\\}\\}"_s);
    QVERIFY(!QString::fromUtf8(page).contains(place));
    for (const RequestRow &row : requestTable())
        QVERIFY2(page.contains("\n### " + QByteArray(row.kind.data(), qsizetype(row.kind.size()))),
                 row.kind.data());
}

QTEST_APPLESS_MAIN(TestDescription)
#include "tst_description.moc"
