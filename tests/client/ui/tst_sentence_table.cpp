// SPDX-License-Identifier: MIT
#include "client/ui/error_sentences.h"
#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! How a cause becomes a sentence: what comes first, and what is filled in.
class TestSentenceTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reasonBeforeCode();
    void waitingTimes_data();
    void waitingTimes();
    void limits();
    void serverStandsApart();
    void traceComesLast();
    void detailSaysWhoCanHelp();
    void clocks_data();
    void clocks();
    void refusedLoginIsNotOrdinaryRate();
    void waitingMessagesSayWhen();
};

void TestSentenceTable::reasonBeforeCode()
{
    const ErrorSentence full =
        errorSentence(Error(ErrorCode::Unavailable, Reason::StorageFull, u"no space left"_s));
    QVERIFY(full.what.contains(u"disk is full"_s));
    QCOMPARE(full.fixer, Fixer::Operator);
    QVERIFY(!full.toString().contains(u"no space left"_s)); // that one is for developers
    const ErrorSentence unknown = errorSentence(Error(ErrorCode::Forbidden, u"because"_s));
    QVERIFY(unknown.what.contains(u"not allowed"_s));
}

void TestSentenceTable::waitingTimes_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("words");
    QTest::newRow("unknown") << qint64(-1) << u"You can go on in a moment."_s;
    QTest::newRow("nothing") << qint64(0) << u"You can go on in a moment."_s;
    QTest::newRow("a blink") << qint64(1) << u"You can go on in 1 s."_s;
    QTest::newRow("never early") << qint64(8001) << u"You can go on in 9 s."_s;
    QTest::newRow("nearly two minutes") << qint64(119'000) << u"You can go on in 119 s."_s;
    QTest::newRow("two minutes") << qint64(120'000) << u"You can go on in 2 min."_s;
    QTest::newRow("rounded up") << qint64(120'001) << u"You can go on in 3 min."_s;
    QTest::newRow("an hour") << qint64(3'600'000) << u"You can go on in 60 min."_s;
}

void TestSentenceTable::waitingTimes()
{
    QFETCH(qint64, milliseconds);
    QFETCH(QString, words);
    Error error = Error::rateLimited(milliseconds);
    if (milliseconds < 0)
        error.retryAfterMs.reset();
    QCOMPARE(errorSentence(error).next, words);
}

void TestSentenceTable::limits()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QCOMPARE(errorSentence(Error::tooLarge(u"data.text"_s, 16'000)).next,
             u"Shorten it to at most 16,000 characters."_s);
    QCOMPARE(errorSentence(Error(ErrorCode::TooLarge, {})).next,
             u"Shorten it to fewer characters."_s);
}

void TestSentenceTable::serverStandsApart()
{
    const QString hostile = u"\u202Eevil.example {when} {names}"_s;
    const QString text = errorSentence(ConnectionFailure::Refused, hostile).what;
    QVERIFY2(text.startsWith(QChar(0x2068) + hostile + QChar(0x2069)), qPrintable(text));
    QVERIFY(errorSentence(ConnectionFailure::CertificateName, hostile).what.contains(hostile));
    QVERIFY(errorSentence(ConnectionFailure::TimedOut).what.startsWith(u"The server"_s));
    // A failure without a name of its own is still told.
    QVERIFY(!errorSentence(ConnectionFailure::None).what.isEmpty());
}

void TestSentenceTable::traceComesLast()
{
    Error error(ErrorCode::Internal, u"the inside"_s);
    error.trace = u"4f2a"_s;
    const ErrorSentence sentence = errorSentence(error);
    QVERIFY2(sentence.toString().endsWith(u"in the log. (id 4f2a)"_s),
             qPrintable(sentence.toString()));
    error.trace.clear();
    QVERIFY(!errorSentence(error).toString().contains(u"(id"_s));
}

void TestSentenceTable::detailSaysWhoCanHelp()
{
    Error error(ErrorCode::Internal, u"the inside"_s);
    QCOMPARE(errorSentence(error).detail(), u"Those who run the server can fix this · internal"_s);
    error.trace = u"4f2a"_s;
    QCOMPARE(errorSentence(error).detail(),
             u"Those who run the server can fix this · internal · id 4f2a"_s);
    const ErrorSentence plain{u"Give the room a name."_s};
    QCOMPARE(plain.detail(), QString());
    QCOMPARE(plain.text(), u"Give the room a name."_s);
}

void TestSentenceTable::clocks_data()
{
    constexpr qint64 kHour = 3'600'000, kDay = 24 * kHour;
    QTest::addColumn<qint64>("ahead");
    QTest::addColumn<QString>("words");
    QTest::newRow("an hour") << kHour << u"is an hour ahead of the server's."_s;
    QTest::newRow("a time zone") << -2 * kHour - 900'000 << u"is 2 hours behind the server's."_s;
    QTest::newRow("a day") << -kDay << u"is 24 hours behind the server's."_s;
    QTest::newRow("a month") << 31 * kDay << u"is 31 days ahead of the server's."_s;
}

void TestSentenceTable::clocks()
{
    QFETCH(const qint64, ahead);
    QFETCH(const QString, words);
    const QString what = clockSentence(ahead).what;
    QVERIFY2(what.endsWith(words), qPrintable(what));
}

void TestSentenceTable::refusedLoginIsNotOrdinaryRate()
{
    const Failure throttled{ConnectionFailure::None, Error::rateLimited(8000)};
    QVERIFY(loginSentence(throttled).what.contains(u"wrong passwords"_s));
    QCOMPARE(loginSentence(throttled).next, u"Try again in 8 s."_s);
    // A reason says more than the place where it came up.
    Failure busy = throttled;
    busy.error.reason = Reason::TooManySockets;
    QVERIFY(loginSentence(busy).what.contains(u"too many times at once"_s));
    const Failure refused{ConnectionFailure::Refused, Error::rateLimited(8000)};
    QVERIFY(loginSentence(refused, u"here"_s).what.contains(u"no Salon server answers"_s));
}

void TestSentenceTable::waitingMessagesSayWhen()
{
    const ErrorSentence sentence =
        waitingSentence(Error(ErrorCode::Unavailable, Reason::StorageFull, {}), 3000);
    QVERIFY(sentence.what.contains(u"disk is full"_s));
    QCOMPARE(sentence.next, u"What you wrote or did waits, and is sent in 3 s."_s);
}

QTEST_GUILESS_MAIN(TestSentenceTable)
#include "tst_sentence_table.moc"
