// SPDX-License-Identifier: MIT
#include "client/ui/error_sentences.h"
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

constexpr int kCodes = int(ErrorCode::ProtocolError) + 1;
constexpr auto kLastReason = Reason::SetupCodeExpired;

//! All that can go wrong, by its own word, and what a person is told.
QList<std::pair<QString, ErrorSentence>> everySentence()
{
    QList<std::pair<QString, ErrorSentence>> all;
    const auto word = [](std::string_view text) {
        return QString::fromLatin1(text.data(), qsizetype(text.size()));
    };
    for (int code = 0; code < kCodes; ++code)
        all.append({word(wireName(ErrorCode(code))), errorSentence(Error(ErrorCode(code), {}))});
    for (int i = 1; i <= int(kLastReason); ++i) {
        const Reason reason{i};
        all.append({word(wireName(reason)), errorSentence(Error(ErrorCode::Conflict, reason, {}))});
    }
    for (int i = 1; i <= int(ConnectionFailure::ReplyNotUnderstood); ++i)
        all.append({u"connection %1"_s.arg(i), errorSentence(ConnectionFailure(i), u"here"_s)});
    for (int i = 0; i <= int(LocalFailure::SessionNotRemembered); ++i)
        all.append({u"local %1"_s.arg(i), errorSentence(LocalFailure(i))});
    all.append({u"too many wrong passwords"_s,
                loginSentence({ConnectionFailure::None, Error::rateLimited(8000)})});
    all.append({u"too many wrong codes"_s,
                setUpSentence({ConnectionFailure::None, Error::rateLimited(8000)})});
    return all;
}

} // namespace

//! The table of sentences itself: each cause has one, and no other has the same.
class TestSentenceTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachIsASentence_data();
    void eachIsASentence();
    void noneIsSaidTwice();
    void everyReasonHasItsOwn();
    void reasonBeforeCode();
    void waitingTimes_data();
    void waitingTimes();
    void limits();
    void serverStandsApart();
    void traceComesLast();
    void causeAlone();
    void refusedLoginIsNotOrdinaryRate();
    void waitingMessagesSayWhen();
};

void TestSentenceTable::eachIsASentence_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("next");
    for (const auto &[word, sentence] : everySentence())
        QTest::addRow("%s", qPrintable(word)) << sentence.what << sentence.next;
}

void TestSentenceTable::eachIsASentence()
{
    QFETCH(QString, what);
    QFETCH(QString, next);
    for (const QString &text : {what, next}) {
        QVERIFY(text.size() > 12);
        QVERIFY2(text.front().isUpper() || text.front() == QChar(0x2068), qPrintable(text));
        QVERIFY2(text.endsWith(u'.') && !text.endsWith(u".."_s), qPrintable(text));
        QVERIFY2(!text.contains(QRegularExpression(u"[<>{}&%_]|  "_s)), qPrintable(text));
    }
    QVERIFY(what != next);
}

void TestSentenceTable::noneIsSaidTwice()
{
    QHash<QString, QString> said;
    for (const auto &[word, sentence] : everySentence()) {
        QVERIFY2(!said.contains(sentence.what),
                 qPrintable(word + u" and "_s + said.value(sentence.what)));
        said.insert(sentence.what, word);
    }
    QVERIFY(said.size() > 40);
}

void TestSentenceTable::everyReasonHasItsOwn()
{
    const QString ofCode = errorSentence(Error(ErrorCode::Conflict, {})).what;
    for (int i = 1; i <= int(kLastReason); ++i) {
        const Reason reason{i};
        QVERIFY(!wireName(reason).empty());
        QVERIFY2(errorSentence(Error(ErrorCode::Conflict, reason, {})).what != ofCode,
                 wireName(reason).data());
    }
}

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

void TestSentenceTable::causeAlone()
{
    Error error = Error::rateLimited(5000);
    error.trace = u"4f2a"_s;
    const ErrorSentence sentence = errorSentence(error);
    QCOMPARE(sentence.cause(), sentence.what + u" (id 4f2a)"_s);
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
    QCOMPARE(sentence.next, u"What you wrote waits, and is sent in 3 s."_s);
}

QTEST_GUILESS_MAIN(TestSentenceTable)
#include "tst_sentence_table.moc"
