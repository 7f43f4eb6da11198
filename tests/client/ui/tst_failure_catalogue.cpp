// SPDX-License-Identifier: MIT
#include "client/ui/failure_catalogue.h"
#include "tests/support/injected_failures.h"
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

QString text(std::string_view word)
{
    return QString::fromLatin1(word.data(), qsizetype(word.size()));
}

QList<ErrorSentence> everyFailure()
{
    QList<ErrorSentence> all;
    for (const FailureArea &area : failureCatalogue())
        all += area.failures;
    return all;
}

QStringList everyId()
{
    QStringList ids;
    for (const ErrorSentence &each : everyFailure())
        ids.append(each.id);
    return ids;
}

//! Where each is injected; one that stands twice is there twice.
QStringList everyRegistered()
{
    QStringList ids;
    const auto add = [&ids](const auto &registered) {
        for (const std::string_view id : registered)
            ids.append(text(id));
    };
    add(kInjectedOnTheWay);
    add(kInjectedOnALine);
    add(kInjectedAtLogin);
    add(kInjectedAtSetUp);
    add(kInjectedInRooms);
    add(kInjectedByRefusal);
    add(kInjectedByClosing);
    add(kInjectedByJumping);
    add(kInjectedByPinning);
    add(kInjectedByReacting);
    add(kInjectedByEditing);
    add(kInjectedHere);
    add(kInjectedByLeaving);
    for (const WithReason &each : kOnlyScripted)
        ids.append(text(each.id));
    for (const WithReason &each : kScriptedReasons)
        ids.append(text(each.id));
    for (const WithReason &each : kNotInjected)
        ids.append(text(each.id));
    return ids;
}

} // namespace

//! The catalogue of failures as a whole: each row is a sentence of its own, is caused by a test,
//! and stands in the manual.
class TestFailureCatalogue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachIsASentence_data();
    void eachIsASentence();
    void noneIsSaidTwice();
    void idsStayReadable();
    void whatCanBeToldIsInIt();
    void eachIsInjected();
    void theManualHasIt();
};

void TestFailureCatalogue::eachIsASentence_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("next");
    for (const ErrorSentence &each : everyFailure())
        QTest::addRow("%s", qPrintable(each.id)) << each.what << each.next;
}

void TestFailureCatalogue::eachIsASentence()
{
    QFETCH(const QString, what);
    QFETCH(const QString, next);
    for (const QString &sentence : {what, next}) {
        QVERIFY(sentence.size() > 12);
        QVERIFY2(sentence.front().isUpper() || sentence.front() == u'{', qPrintable(sentence));
        QVERIFY2(sentence.endsWith(u'.') && !sentence.endsWith(u".."_s), qPrintable(sentence));
        QVERIFY2(!sentence.contains(QRegularExpression(u"[<>&%_]|  "_s)), qPrintable(sentence));
    }
    QVERIFY(what != next);
}

void TestFailureCatalogue::noneIsSaidTwice()
{
    QHash<QString, QString> said;
    for (const ErrorSentence &each : everyFailure()) {
        QVERIFY2(!said.contains(each.what), qPrintable(each.id + u" and "_s + said[each.what]));
        said.insert(each.what, each.id);
    }
    QVERIFY(said.size() > 60);
}

void TestFailureCatalogue::idsStayReadable()
{
    static const QRegularExpression word(u"^[a-z]+(_[a-z]+)*$"_s);
    const QStringList ids = everyId();
    for (const QString &id : ids)
        QVERIFY2(word.match(id).hasMatch() && id.size() <= 32, qPrintable(id));
    QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), ids.size());
}

void TestFailureCatalogue::whatCanBeToldIsInIt()
{
    const QStringList ids = everyId();
    const auto has = [&ids](const ErrorSentence &sentence) { return ids.contains(sentence.id); };
    for (int i = 1; i <= int(ConnectionFailure::Unknown); ++i)
        QVERIFY(has(errorSentence(ConnectionFailure(i))));
    for (int i = 0; i <= int(LocalFailure::ProfileNotMade); ++i)
        QVERIFY(has(errorSentence(LocalFailure(i))));
    for (int i = 0; i < kErrorCodeCount; ++i)
        QCOMPARE(errorSentence(Error(ErrorCode(i), {})).id, text(wireName(ErrorCode(i))));
    for (int i = 1; i < kReasonCount; ++i)
        QCOMPARE(errorSentence(Error(ErrorCode::Conflict, Reason(i), {})).id,
                 text(wireName(Reason(i))));
    for (const ErrorSentence &each : everyFailure())
        QVERIFY(!each.detail().isEmpty() && each.detail().endsWith(each.id));
}

void TestFailureCatalogue::eachIsInjected()
{
    QStringList ids = everyId(), registered = everyRegistered();
    ids.sort();
    registered.sort();
    QCOMPARE(registered, ids);
    for (const WithReason &each : kOnlyScripted)
        QVERIFY(each.why.size() > 40);
    for (const WithReason &each : kScriptedReasons)
        QVERIFY(each.why.size() > 40);
    for (const WithReason &each : kNotInjected)
        QVERIFY(each.why.size() > 40);
}

void TestFailureCatalogue::theManualHasIt()
{
    QFile page(qEnvironmentVariable("SALON_SOURCE_DIR") + u"/docs/user/failures.md"_s);
    QVERIFY(page.open(QIODevice::ReadOnly));
    QVERIFY2(QString::fromUtf8(page.readAll()) == failureCatalogueMarkdown(),
             "docs/user/failures.md is not what `salon --print-failures` prints");
}

QTEST_GUILESS_MAIN(TestFailureCatalogue)
#include "tst_failure_catalogue.moc"
