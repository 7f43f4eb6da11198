// SPDX-License-Identifier: MIT
#include "server/store/sql_script.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::server;

class TestSqlScript : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void statements_data();
    void statements();
};

void TestSqlScript::statements_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("nothing") << u" \n;; -- only words; here\n/* ; */"_s << QStringList();
    QTest::newRow("two, the last one open")
        << u"SELECT 1; SELECT 2"_s << QStringList{u"SELECT 1"_s, u"SELECT 2"_s};
    QTest::newRow("string") << u"SELECT ';', 'it''s;', \"a;b\", [c;d], `e;f`; SELECT 2"_s
                            << QStringList{u"SELECT ';', 'it''s;', \"a;b\", [c;d], `e;f`"_s,
                                           u"SELECT 2"_s};
    QTest::newRow("comments") << u"SELECT 1 -- isn't; it\n+ 1; /* isn't; \n it */ SELECT 2"_s
                              << QStringList{u"SELECT 1  + 1"_s, u"SELECT 2"_s};
    QTest::newRow("comment marks in a string")
        << u"SELECT '--', '/*'; SELECT '*/'"_s
        << QStringList{u"SELECT '--', '/*'"_s, u"SELECT '*/'"_s};
    const QString trigger = u"CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN "
                            "UPDATE b SET c = CASE WHEN d THEN 1 ELSE 2 END; DELETE FROM e; end"_s;
    QTest::newRow("trigger") << trigger + u"; SELECT 2;"_s << QStringList{trigger, u"SELECT 2"_s};
    QTest::newRow("words that look like a trigger's")
        << u"CREATE TABLE week_end (begin_at, end_at, \"end\", x CHECK (CASE WHEN 1 THEN 1 END)); "
           "UPDATE trigger_begin SET begin = 1; SELECT 2"_s
        << QStringList{u"CREATE TABLE week_end (begin_at, end_at, \"end\", "
                       "x CHECK (CASE WHEN 1 THEN 1 END))"_s,
                       u"UPDATE trigger_begin SET begin = 1"_s, u"SELECT 2"_s};
    QTest::newRow("never closed") << u"SELECT 'a; b"_s << QStringList{u"SELECT 'a; b"_s};
}

void TestSqlScript::statements()
{
    QFETCH(QString, script);
    QFETCH(QStringList, expected);
    QCOMPARE(statementsOf(script), expected);
}

QTEST_APPLESS_MAIN(TestSqlScript)
#include "tst_sql_script.moc"
