// SPDX-License-Identifier: MIT
#include "client/net/broken_rule.h"
#include "shared/protocol/catalogue.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! The client finds what the server would refuse, under the limits that the server announced.
class TestBrokenRule : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void messageText_data();
    void messageText();
    void absentPartsAreFine();
    void firstOfSeveralIsTold();
};

static const QString kKey = u"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b11"_s;

void TestBrokenRule::messageText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("code"); // -1: fine
    const QString owl = u"🦉"_s; // two code units, one code point
    QTest::newRow("short") << u"hi"_s << -1;
    QTest::newRow("as long as allowed") << QString(5, u'x') << -1;
    QTest::newRow("as many code points as allowed") << owl.repeated(5) << -1;
    QTest::newRow("too long") << QString(6, u'x') << int(ErrorCode::TooLarge);
    QTest::newRow("too many code points") << owl.repeated(6) << int(ErrorCode::TooLarge);
    QTest::newRow("blank") << u" \n "_s << int(ErrorCode::BadRequest);
}

void TestBrokenRule::messageText()
{
    QFETCH(QString, text);
    QFETCH(int, code);
    wire::Limits limits;
    limits.messageText = 5;
    const auto broken = brokenRule(protocol::PostMessage{{1}, kKey, text, {}}, limits);
    QCOMPARE(broken ? int(broken->code) : -1, code);
    if (!broken)
        return;
    QCOMPARE(broken->path, u"data.text"_s);
    if (broken->code == ErrorCode::TooLarge)
        QCOMPARE(broken->limit, std::optional<qint64>(5));
}

void TestBrokenRule::absentPartsAreFine()
{
    QVERIFY(!brokenRule(protocol::CreateRoom{u"general"_s, {}}, {}));
    QVERIFY(!brokenRule(protocol::Renew{}, {}));
}

void TestBrokenRule::firstOfSeveralIsTold()
{
    const protocol::CreateRoom create{QString(81, u'r'), QString(251, u't')};
    const auto broken = brokenRule(create, {});
    QVERIFY(broken);
    QCOMPARE(broken->path, u"data.name"_s);
}

QTEST_APPLESS_MAIN(TestBrokenRule)
#include "tst_broken_rule.moc"
