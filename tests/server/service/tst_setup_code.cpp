// SPDX-License-Identifier: MIT
#include "server/service/setup_code.h"
#include "tests/support/fake_clock.h"
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

class TestSetupCode : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isReadable()
    {
        static const QRegularExpression form(
            u"^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$"_s);
        QSet<QString> seen;
        QSet<QChar> letters;
        for (int i = 0; i < 200; ++i) {
            const QString code = m_code.make();
            QVERIFY2(form.match(code).hasMatch(), qPrintable(code));
            seen.insert(code);
            for (const QChar c : code)
                letters.insert(c);
        }
        QCOMPARE(seen.size(), 200);
        QCOMPARE(letters.size(), 33); // all of the alphabet, and the dash
    }

    void isTakenAsPeopleWriteIt_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("as it is") << u"-"_s << u"-"_s;
        QTest::newRow("without dashes") << u"-"_s << QString();
        QTest::newRow("with spaces") << u"-"_s << u" "_s;
        QTest::newRow("o for zero") << u"0"_s << u"o"_s;
        QTest::newRow("l for one") << u"1"_s << u"l"_s;
        QTest::newRow("I for one") << u"1"_s << u"I"_s;
    }
    void isTakenAsPeopleWriteIt()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QString code = m_code.make();
        while (!code.contains(from))
            code = m_code.make();
        QVERIFY(m_code.check(code.replace(from, to)));
        QVERIFY(m_code.check(code.toLower()));
    }

    void isRefused_data()
    {
        QTest::addColumn<QString>("code"); // "%1" is the true one
        QTest::newRow("nothing") << QString();
        QTest::newRow("something else") << u"AAAAA-AAAAA-AAAAA-AAAAA"_s;
        QTest::newRow("too long") << u"%10"_s;
        QTest::newRow("too short") << u"%1-"_s;
    }
    void isRefused()
    {
        QFETCH(QString, code);
        QString given = m_code.make();
        if (code == "%1-"_L1)
            given.chop(1);
        else
            given = code == "%10"_L1 ? given + u'0' : code;
        compareReason(given, Reason::WrongSetupCode);
    }

    void thereIsNoneBeforeItIsMade()
    {
        const SetupCode none(m_clock);
        for (const QString &code : {QString(), u"-"_s, u"00000-00000-00000-00000"_s})
            QCOMPARE(none.check(code).error().reason, Reason::WrongSetupCode);
    }

    void aNewOneMakesTheOldOneVoid()
    {
        const QString old = m_code.make();
        const QString fresh = m_code.make();
        compareReason(old, Reason::WrongSetupCode);
        QVERIFY(m_code.check(fresh));
    }

    void livesForAnHour()
    {
        const QString code = m_code.make();
        m_clock.advance(60 * 60 * 1000 - 1);
        QVERIFY(m_code.check(code));
        m_clock.advance(1);
        compareReason(code, Reason::SetupCodeExpired);
        compareReason(u"AAAAA"_s, Reason::WrongSetupCode); // only the true one is told
        QVERIFY(m_code.check(m_code.make()));
    }

private:
    void compareReason(const QString &code, Reason reason)
    {
        const auto checked = m_code.check(code);
        QVERIFY2(!checked, qPrintable(code));
        QCOMPARE(checked.error().code, ErrorCode::Unauthorized);
        QCOMPARE(checked.error().reason, reason);
    }

    FakeClock m_clock;
    SetupCode m_code{m_clock};
};

QTEST_GUILESS_MAIN(TestSetupCode)
#include "tst_setup_code.moc"
