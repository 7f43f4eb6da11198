// SPDX-License-Identifier: MIT
#include "client/ui/refused_change.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! What is told of something that waited and was not taken.
class TestRefusedChange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void named_data();
    void named();
    void inTheOpenRoom();
    void longOnesAreCut();
    void namesStandApart();
};

namespace {

WantedChange wish(WantedChange::What what, bool isOn = true)
{
    return {{5}, 3, what, u"👍"_s, isOn};
}

} // namespace

void TestRefusedChange::named_data()
{
    using enum WantedChange::What;
    QTest::addColumn<WantedChange>("change");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("begins");
    QTest::newRow("reaction") << wish(Reaction) << u"lunch"_s
                              << u"In general, your reaction to “lunch” was not added. As many"_s;
    QTest::newRow("reaction taken back")
        << wish(Reaction, false) << u"lunch"_s
        << u"In general, your reaction to “lunch” was not taken back. As many"_s;
    QTest::newRow("pin") << wish(Pin) << u"the plan"_s
                         << u"In general, “the plan” was not pinned. As many messages"_s;
    QTest::newRow("pin taken away")
        << wish(Pin, false) << u"the plan"_s
        << u"In general, the pin of “the plan” was not taken away. As many messages"_s;
    QTest::newRow("deletion") << wish(Deletion) << u"in haste"_s
                              << u"In general, “in haste” was not deleted. This is longer"_s;
    QTest::newRow("markup, lines")
        << wish(Pin) << u"**the**\n plan %1"_s << u"In general, “the plan %1” was not pinned."_s;
    QTest::newRow("not at hand") << wish(Pin) << QString()
                                 << u"In general, a message was not pinned."_s;
}

void TestRefusedChange::named()
{
    QFETCH(const WantedChange, change);
    QFETCH(const QString, text);
    QFETCH(const QString, begins);
    const ErrorSentence told =
        refusedSentence(change, Error(ErrorCode::TooLarge, {}), Elsewhere{u"general"_s, text});
    QVERIFY2(told.what.startsWith(begins), qPrintable(told.what));
    QVERIFY(!told.next.isEmpty() && !told.id.isEmpty());
}

void TestRefusedChange::inTheOpenRoom()
{
    const Error why(ErrorCode::TooLarge, {});
    QCOMPARE(refusedSentence(wish(WantedChange::What::Pin), why).text(), pinSentence(why).text());
}

void TestRefusedChange::longOnesAreCut()
{
    const ErrorSentence told = refusedSentence(wish(WantedChange::What::Pin), {},
                                               Elsewhere{u"general"_s, QString(400, u'x')});
    QVERIFY2(told.what.contains(u"xxx…"_s), qPrintable(told.what));
    QVERIFY2(told.what.size() < 200, qPrintable(told.what));
}

void TestRefusedChange::namesStandApart()
{
    const ErrorSentence told =
        refusedSentence(wish(WantedChange::What::Pin), {}, Elsewhere{u"ترجمة"_s, u"الترجمة"_s});
    QVERIFY2(told.what.contains(QChar(0x2068) + u"ترجمة"_s + QChar(0x2069)), qPrintable(told.what));
    QVERIFY2(told.what.contains(QChar(0x2068) + u"الترجمة"_s + QChar(0x2069)),
             qPrintable(told.what));
}

QTEST_GUILESS_MAIN(TestRefusedChange)
#include "tst_refused_change.moc"
