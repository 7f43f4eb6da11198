// SPDX-License-Identifier: MIT
#include "client/ui/text/shown_text.h"
#include "tests/client/ui/text/hostile_messages.h"
#include "tests/client/ui/text/thrown_together.h"

#include <QElapsedTimer>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon::client;

//! Messages that were made to take long or to break what reads them.
class TestMarkupHostile : public QObject {
    Q_OBJECT
private:
    static void verify(const QString &sent, const MarkupText &text, int &last)
    {
        QCOMPARE(text.offsets.size(), size_t(text.text.size()) + 1);
        QVERIFY(std::ranges::is_sorted(text.offsets));
        QVERIFY(text.offsets.front() >= last && text.offsets.back() <= sent.size());
        last = text.offsets.back();
        int end = 0;
        for (const MarkupRun &run : text.runs) {
            QVERIFY(run.start >= end && run.length > 0);
            end = run.end();
        }
        QVERIFY(end <= text.text.size());
    }
    static void verify(const QString &sent)
    {
        const Markup markup = markupOf(sent);
        QVERIFY(!markup.blocks.empty());
        int last = 0;
        for (const MarkupBlock &block : markup.blocks) {
            if (block.kind != MarkupBlock::Kind::Table)
                verify(sent, block.content, last);
            for (const auto &row : block.table.rows) {
                for (const MarkupText &cell : row)
                    verify(sent, cell, last);
            }
        }
        for (const MarkupLink &link : markup.links) {
            const QString scheme = link.url.scheme();
            QVERIFY(link.url.isEmpty() || scheme == u"http" || scheme == u"https"
                    || scheme == u"mailto");
        }
        const ShownText shown = ShownText::of(markup);
        QVERIFY(std::ranges::is_sorted(shown.offsets));
        if (!QStringView(sent).trimmed().isEmpty())
            QVERIFY(!shown.text.isEmpty());
    }

private Q_SLOTS:
    void isReadInTime_data()
    {
        QTest::addColumn<QString>("sent");
        for (const HostileMessage &message : hostileMessages())
            QTest::newRow(message.name) << message.text;
    }
    void isReadInTime()
    {
        QFETCH(QString, sent);
        QElapsedTimer timer;
        timer.start();
        verify(sent);
        const double first = double(timer.nsecsElapsed()) / 1e6;
        timer.start();
        markupOf(sent);
        qInfo("%.1f ms to read (%.1f with all checks)", double(timer.nsecsElapsed()) / 1e6, first);
        QVERIFY(timer.elapsed() < 500); // of a debug build or a sanitizer's, on a busy computer
    }

    void anythingIsRead()
    {
        const int seed = qMax(1, qEnvironmentVariableIntValue("SALON_SEED"));
        qInfo("seed %d (SALON_SEED)", seed);
        ThrownTogether texts{static_cast<quint32>(seed)};
        for (int i = 0; i < 20'000; ++i) {
            const QString sent = texts.next();
            verify(sent);
            if (QTest::currentTestFailed()) {
                qInfo() << sent;
                return;
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestMarkupHostile)
#include "tst_markup_hostile.moc"
