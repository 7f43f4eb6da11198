// SPDX-License-Identifier: MIT
#include "client/ui/cursor_rest.h"
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QStyleHints>
#include <QTest>

using namespace salon::client;

//! How often somebody's text field is painted.
class PaintCount : public QObject {
    Q_OBJECT
public:
    explicit PaintCount(QPlainTextEdit &edit) { edit.viewport()->installEventFilter(this); }
    int count = 0;

private:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

class TestCursorRest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void standsStillAfterAWhile();
    void blinksAgain_data();
    void blinksAgain();
    void blinksWhenItIsGone();

private:
    static int flashTime() { return QGuiApplication::styleHints()->cursorFlashTime(); }
};

void TestCursorRest::standsStillAfterAWhile()
{
    const int usual = flashTime();
    QVERIFY(usual > 0);
    QPlainTextEdit edit;
    const CursorRest rest(usual * 2);
    edit.show();
    edit.setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&edit));
    PaintCount painted(edit);
    QTRY_VERIFY(painted.count > 0); // it blinks
    QTRY_COMPARE(flashTime(), 0);
    QTest::qWait(usual / 2); // the last change is painted
    painted.count = 0;
    QTest::qWait(usual * 2);
    QCOMPARE(painted.count, 0);
}

void TestCursorRest::blinksAgain_data()
{
    QTest::addColumn<bool>("byKey");
    QTest::newRow("key") << true;
    QTest::newRow("click") << false;
}

void TestCursorRest::blinksAgain()
{
    QFETCH(bool, byKey);
    const int usual = flashTime();
    QList<int> times;
    QPlainTextEdit edit;
    const CursorRest rest(20);
    edit.show();
    edit.setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&edit));
    QTRY_COMPARE(flashTime(), 0);
    connect(QGuiApplication::styleHints(), &QStyleHints::cursorFlashTimeChanged, &edit,
            [&times] { times.append(flashTime()); });
    if (byKey)
        QTest::keyClick(&edit, Qt::Key_A);
    else
        QTest::mouseClick(edit.viewport(), Qt::LeftButton);
    QCOMPARE(times.value(0), usual);
    QTRY_COMPARE(flashTime(), 0);
}

void TestCursorRest::blinksWhenItIsGone()
{
    const int usual = flashTime();
    {
        QPlainTextEdit edit;
        const CursorRest rest(20);
        edit.show();
        edit.setFocus();
        QTRY_COMPARE(flashTime(), 0);
    }
    QCOMPARE(flashTime(), usual);
}

QTEST_MAIN(TestCursorRest)
#include "tst_cursor_rest.moc"
