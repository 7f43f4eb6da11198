// SPDX-License-Identifier: MIT
#include "server/service/password_rules.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

class TestPasswordRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void passwords_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("reason");
        QTest::newRow("phrase") << u"four geese on a bicycle"_s << u"good"_s;
        QTest::newRow("eight bytes") << u"x7Kq!p0z"_s << u"good"_s;
        QTest::newRow("eight bytes, four letters") << u"öüäß"_s << u"good"_s;
        QTest::newRow("spaces around") << u"  so be it "_s << u"good"_s;
        QTest::newRow("longest") << u"ab"_s.repeated(512) << u"good"_s;
        QTest::newRow("empty") << QString() << u"password_too_short"_s;
        QTest::newRow("seven bytes") << u"x7Kq!p0"_s << u"password_too_short"_s;
        QTest::newRow("too long") << u"ab"_s.repeated(512) + u'c' << u"too_large"_s;
        QTest::newRow("too long in bytes") << u"ö"_s.repeated(513) << u"too_large"_s;
        QTest::newRow("common") << u"password123"_s << u"password_too_common"_s;
        QTest::newRow("common in capitals") << u"PassWord123"_s << u"password_too_common"_s;
        QTest::newRow("keyboard") << u"1qaz2wsx"_s << u"password_too_common"_s;
        QTest::newRow("one letter") << QString(40, u'k') << u"password_too_common"_s;
    }
    void passwords()
    {
        QFETCH(QString, password);
        QFETCH(QString, reason);
        const auto result = checkNewPassword(password, u"data.new"_s);
        if (reason == u"good") {
            QVERIFY(result);
            return;
        }
        QVERIFY(!result);
        const Error &error = result.error();
        const auto word =
            error.reason == Reason::None ? wireName(error.code) : wireName(error.reason);
        QCOMPARE(QString::fromLatin1(word.data(), qsizetype(word.size())), reason);
        QCOMPARE(error.path, u"data.new"_s);
        QVERIFY(password.isEmpty() || !error.message.contains(password));
    }
};

QTEST_GUILESS_MAIN(TestPasswordRules)
#include "tst_password_rules.moc"
