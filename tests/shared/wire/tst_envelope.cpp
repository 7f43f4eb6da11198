// SPDX-License-Identifier: MIT
#include "shared/wire/envelope.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;

//! What stands around the data of a frame, as other programs read it.
class TestEnvelope : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void replyWithoutTrace()
    {
        QCOMPARE(wire::replyFrame(u"17", R"({"a":1})"),
                 R"({"type":"reply","id":"17","data":{"a":1}})");
    }
    void replyWithTrace()
    {
        const QByteArray frame = wire::replyFrame(u"17", "{}", u"4f2a");
        QCOMPARE(frame, R"({"type":"reply","id":"17","trace":"4f2a","data":{}})");
        wire::JsonParser parser;
        const auto read = wire::readFrame(parser, frame);
        QVERIFY(read);
        QCOMPARE(read->id, u"17"_s);
        QCOMPARE(wire::frameTrace(*read), u"4f2a"_s);
    }
    void traceOfOthers_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::newRow("none") << QByteArray(R"({"type":"reply","id":"17","data":{}})");
        QTest::newRow("no text") << QByteArray(R"({"type":"reply","id":"17","trace":7,"data":{}})");
        QTest::newRow("null") << QByteArray(R"({"type":"reply","id":"17","trace":null})");
    }
    void traceOfOthers()
    {
        QFETCH(QByteArray, frame);
        wire::JsonParser parser;
        const auto read = wire::readFrame(parser, frame);
        QVERIFY(read);
        QCOMPARE(wire::frameTrace(*read), QString());
    }
};

QTEST_APPLESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
