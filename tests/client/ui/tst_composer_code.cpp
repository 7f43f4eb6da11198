// SPDX-License-Identifier: MIT
#include "client/ui/theme/theme.h"
#include "tests/client/ui/composer_fixture.h"
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextLayout>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Code in the composer: pasted, fenced, indented, in the font of code.
class TestComposerCode : public QObject, ComposerFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }

    void pastedCodeCanBeFenced_data()
    {
        QTest::addColumn<QString>("draft");
        QTest::addColumn<int>("cursor");
        QTest::addColumn<QString>("pasted");
        QTest::addColumn<QString>("becomes");
        const auto row = [](const char *name, QStringView draft, int cursor, QStringView pasted,
                            QStringView becomes) {
            QTest::newRow(name) << draft.toString() << cursor << pasted.toString()
                                << becomes.toString();
        };
        row("alone", u"", 0, u"if a:\n\tb()", u"```\nif a:\n\tb()\n```");
        row("with a line end", u"", 0, u"if a:\n    b()\n", u"```\nif a:\n    b()\n```");
        row("behind a text", u"see ", 4, u"a = 1;\nb();", u"see \n```\na = 1;\nb();\n```");
        row("before a text", u"works", 0, u"a = 1;\nb();", u"```\na = 1;\nb();\n```\nworks");
        row("within a text", u"see\n\nworks", 4, u"a = 1;\nb();",
            u"see\n```\na = 1;\nb();\n```\nworks");
        row("with marks of its own", u"", 0, u"a = `b`;\nc = f(`` ` ``, \"````\");",
            u"`````\na = `b`;\nc = f(`` ` ``, \"````\");\n`````");
        row("first line indented", u"", 0, u"    a = 1;\n  b();", u"```\n    a = 1;\n  b();\n```");
    }
    void pastedCodeCanBeFenced()
    {
        QFETCH(QString, draft);
        QFETCH(int, cursor);
        QFETCH(QString, pasted);
        QFETCH(QString, becomes);
        m_composer->setDraft(draft);
        QTextCursor place = m_edit->textCursor();
        place.setPosition(cursor);
        m_edit->setTextCursor(place);
        paste(pasted);
        const QString plain = draft.first(cursor) + pasted + draft.sliced(cursor);
        QCOMPARE(m_composer->draft(), plain);
        auto *bar = m_composer->findChild<QWidget *>(u"pasteBar"_s);
        QVERIFY(bar && bar->isVisible());
        QTest::mouseClick(bar->findChild<QPushButton *>(u"pasteAsCode"_s), Qt::LeftButton);
        QCOMPARE(m_composer->draft(), becomes);
        QVERIFY(!bar->isVisible());
        QVERIFY(m_edit->hasFocus());
        QTest::keyClick(m_edit, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_composer->draft(), plain);
    }

    void theOfferIsByKeyAndGoesAway_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<bool>("isFenced");
        const auto none = Qt::KeyboardModifiers();
        QTest::newRow("key") << int(Qt::Key_C) << (Qt::ControlModifier | Qt::ShiftModifier) << true;
        QTest::newRow("Esc") << int(Qt::Key_Escape) << none << false;
        QTest::newRow("typing") << int(Qt::Key_A) << none << false;
        QTest::newRow("sending") << int(Qt::Key_Return) << none << false;
    }
    void theOfferIsByKeyAndGoesAway()
    {
        QFETCH(int, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(bool, isFenced);
        paste(u"a = 1;\nb();"_s);
        auto *bar = m_composer->findChild<QWidget *>(u"pasteBar"_s);
        QVERIFY(bar->isVisible());
        QTest::keyClick(m_edit, Qt::Key(key), modifiers);
        QTRY_VERIFY(!bar->isVisible());
        QCOMPARE(m_composer->draft().startsWith(u"```\n"_s), isFenced);
        m_composer->setDraft(u"other"_s);
        QTest::keyClick(m_edit, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_composer->draft(), u"other"_s);
    }

    void noOfferForProseOrInAFence()
    {
        paste(u"Dear all,\nwe meet at ten.\nYours, Ada"_s);
        QVERIFY(!m_composer->findChild<QWidget *>(u"pasteBar"_s));
        m_composer->setDraft(u"```\n"_s);
        paste(u"a = 1;\nb();"_s);
        QVERIFY(!m_composer->findChild<QWidget *>(u"pasteBar"_s));
        QCOMPARE(m_composer->draft(), u"```\na = 1;\nb();"_s);
    }

    void tabIndentsWithinAFence()
    {
        m_composer->setDraft(u"```py\nif a:"_s);
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QTest::keyClicks(m_edit, u"b()"_s);
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(m_edit, u"c()"_s);
        QCOMPARE(m_composer->draft(), u"```py\nif a:\n    b()\n    c()"_s);
        QTest::keyClick(m_edit, Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(m_composer->draft(), u"```py\nif a:\n    b()\nc()"_s);
        m_edit->moveCursor(QTextCursor::Up, QTextCursor::KeepAnchor);
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QCOMPARE(m_composer->draft(), u"```py\nif a:\n        b()\n    c()"_s);
        QVERIFY(m_edit->hasFocus());
    }

    void enterBreaksTheLineWithinAFence()
    {
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        QTest::keyClicks(m_edit, u"```py"_s);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QTest::keyClicks(m_edit, u"if a:"_s);
        QTest::keyClick(m_edit, Qt::Key_Enter, Qt::KeypadModifier);
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QTest::keyClicks(m_edit, u"b()"_s);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(m_composer->draft(), u"```py\nif a:\n    b()\n    "_s);
        QTest::keyClick(m_edit, Qt::Key_Backtab, Qt::ShiftModifier);
        QTest::keyClicks(m_edit, u"```"_s);
        QCOMPARE(sent.size(), 0);
        QTest::keyClick(m_edit, Qt::Key_Return); // behind the end of it
        QCOMPARE(sent.value(0).value(1).toString(), u"```py\nif a:\n    b()\n```"_s);
    }

    void controlAndEnterSends_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("text") << u"hello"_s;
        QTest::newRow("in a fence") << u"```\na"_s;
        QTest::newRow("on a fence") << u"~~~ c"_s;
    }
    void controlAndEnterSends()
    {
        QFETCH(QString, text);
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        m_composer->setDraft(text);
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent.value(0).value(1).toString(), text);
    }

    void codeIsWrittenInTheFontOfCode()
    {
        m_composer->setDraft(u"iii\n```\niii\n```\niii"_s);
        const auto widthOf = [this](int line) {
            const QTextLayout *layout = m_edit->document()->findBlockByNumber(line).layout();
            return qRound(layout->lineAt(0).naturalTextWidth());
        };
        const QFontMetricsF code(Theme::current().code.font);
        QTRY_COMPARE(widthOf(2), qRound(code.horizontalAdvance(u"iii"_s)));
        QVERIFY(widthOf(0) < widthOf(2));
        QCOMPARE(widthOf(4), widthOf(0));
        // An end that is broken makes code of what follows.
        QTextCursor cursor(m_edit->document()->findBlockByNumber(3));
        cursor.insertText(u"x"_s);
        QTRY_COMPARE(widthOf(4), widthOf(2));
        QTest::keyClick(m_edit, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_composer->draft(), u"iii\n```\niii\n```\niii"_s);
        QTRY_COMPARE(widthOf(4), widthOf(0));
        Theme::setCurrent(Theme::make(Scheme::Light, Theme::kLargestText));
        QTRY_VERIFY(widthOf(2) > qRound(code.horizontalAdvance(u"iii"_s)));
        Theme::setCurrent(Theme::make(Scheme::Light));
    }

    void codeIsUndoneByItsSteps()
    {
        QTest::keyClicks(m_edit, u"```"_s);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QCOMPARE(m_composer->draft(), u"```\n    "_s);
        QTest::keyClick(m_edit, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(u"```\n"_s.startsWith(m_composer->draft()));
        QTest::keyClick(m_edit, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_composer->draft(), u"```\n    "_s);
    }

    void codeOfEightLinesDoesNotScroll()
    {
        m_composer->setDraft(u"```\n"_s + u"x\n"_s.repeated(6) + u"```"_s);
        QTRY_VERIFY(!m_edit->verticalScrollBar()->isVisible());
    }

    void tabsStayTabs()
    {
        m_composer->setDraft(u"```\n\ta"_s);
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QCOMPARE(m_composer->draft(), u"```\n\ta\n\t\t"_s);
    }

    void tabGoesOnElsewhere()
    {
        m_composer->setDraft(u"```\na\n```\nb"_s);
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QVERIFY(!m_edit->hasFocus());
        m_edit->setFocus();
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_composer->draft(), u"```\na\n```\nb\n"_s);
    }
};

QTEST_MAIN(TestComposerCode)
#include "tst_composer_code.moc"
