// SPDX-License-Identifier: MIT
#include "server/service/token.h"
#include "tests/support/fake_clock.h"
#include <QFile>
#include <QHash>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

const QByteArray kKey = "0123456789abcdef0123456789abcdef";

QHash<QByteArray, QByteArray> fixtures()
{
    QHash<QByteArray, QByteArray> all;
    QFile file(QFINDTESTDATA("token_fixtures.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixtures");
    while (!file.atEnd()) {
        const QByteArrayList columns = file.readLine().trimmed().split('\t');
        all.insert(columns.value(0), columns.value(1));
    }
    return all;
}

} // namespace

class TestToken : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatOpensslSigned_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &expected) {
            QTest::newRow(name) << QByteArray(name) << expected;
        };
        for (const char *name : {"good", "order", "notyp", "exactkey", "exp1", "iat60"})
            row(name, u"good"_s);
        for (const char *name : {"expnow", "past"})
            row(name, u"session_expired"_s);
        for (const char *name :
             {"iat61", "otheriss", "hs512", "hs512lie", "noneSigned", "noneUnsigned", "hs256low",
              "crit", "jwe", "wrongkey", "noexp", "nojti", "expfloat", "expstring", "dupexp",
              "sub0", "notjson", "expiredOther"})
            row(name, u"unauthorized"_s);
    }
    void readsWhatOpensslSigned()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, expected);
        const QByteArray token = fixtures().value(name);
        QVERIFY(token.count('.') == 2);
        QCOMPARE(outcome(token), expected);
    }

    void everyFixtureIsUsed() { QCOMPARE(fixtures().size(), 26); }

    void signsAsOpensslDoes()
    {
        QCOMPARE(signer.sign(UserId{7}, SessionId{42}, 1'792'592'000'999),
                 fixtures().value("exactkey"));
    }

    void claimsComeBack()
    {
        const auto claims = signer.read(signer.sign(UserId{9}, SessionId{11}, 1'790'000'500'000));
        QVERIFY(claims);
        QCOMPARE(claims->user, UserId{9});
        QCOMPARE(claims->session, SessionId{11});
        QCOMPARE(claims->issuedAt, 1'790'000'000);
        QCOMPARE(claims->expiresAt, 1'790'000'500);
    }

    void expiresWithoutLeeway()
    {
        FakeClock moving;
        const TokenSigner its(kKey, u"salon.test"_s, moving);
        const QByteArray token = its.sign(UserId{7}, SessionId{42}, moving.now() + 10'000);
        moving.advance(9'999);
        QVERIFY(its.read(token));
        moving.advance(1);
        const auto late = its.read(token);
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::SessionExpired);
    }

    void everyChangedByteIsSeen()
    {
        const QByteArray token = fixtures().value("good");
        for (qsizetype i = 0; i < token.size(); ++i) {
            QByteArray forged = token;
            forged[i] = token[i] == 'A' ? 'B' : 'A';
            QVERIFY2(outcome(forged) == u"unauthorized", qPrintable(QString::number(i)));
            QVERIFY(outcome(token.first(i)) == u"unauthorized");
        }
    }

    void oddShapes_data()
    {
        QTest::addColumn<QByteArray>("token");
        const QByteArray good = fixtures().value("good");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("dots") << QByteArray("..");
        QTest::newRow("one dot") << QByteArray("a.b");
        QTest::newRow("four parts") << good + ".x";
        QTest::newRow("padding") << good + '=';
        QTest::newRow("line feed") << good + '\n';
        QTest::newRow("space before") << ' ' + good;
        QTest::newRow("stray bits") << good.chopped(1) + 'Z';
        QTest::newRow("NUL") << good + '\0';
        QTest::newRow("over-long") << QByteArray(TokenSigner::kLongest + 1, 'a');
        QTest::newRow("megabytes") << QByteArray(5'000'000, '.');
    }
    void oddShapes()
    {
        QFETCH(QByteArray, token);
        QCOMPARE(outcome(token), u"unauthorized"_s);
    }

    void clockThatGoesBack()
    {
        constexpr qint64 kDay = 24 * 3'600'000;
        const QByteArray token = signer.sign({7}, {8}, clock.now() + 30 * kDay);
        clock.advance(-kDay);
        QCOMPARE(outcome(token), u"good"_s);
        const TokenSigner restarted{kKey, u"salon.test"_s, clock};
        QVERIFY(!restarted.read(token)); // it may be anybody's clock that was wrong
        restarted.noteSigned(clock.now() + kDay);
        QVERIFY(restarted.read(token));
        restarted.noteSigned(0);
        QVERIFY(restarted.read(token));
        clock.advance(kDay);
    }

private:
    QString outcome(const QByteArray &token) const
    {
        const auto claims = signer.read(token);
        if (claims)
            return u"good"_s;
        const auto name = wireName(claims.error().code);
        return QString::fromLatin1(name.data(), qsizetype(name.size()));
    }

    FakeClock clock{1'790'000'000'000};
    TokenSigner signer{kKey, u"salon.test"_s, clock};
};

QTEST_GUILESS_MAIN(TestToken)
#include "tst_token.moc"
