// SPDX-License-Identifier: MIT
#include "client/ui/completion/name_completion.h"
#include "client/ui/composer.h"
#include "client/ui/emoji/emoji_choices.h"
#include "client/ui/emoji/emoji_picker.h"
#include "client/ui/theme/theme.h"
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

class TestComposer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_composer = std::make_unique<Composer>();
        m_composer->setEmojiChoices(m_choices);
        m_composer->resize(600, m_composer->sizeHint().height());
        m_composer->setPaneHeight(700);
        m_composer->openRoom(RoomId{1}, {});
        m_composer->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_composer.get()));
        m_edit = m_composer->findChild<QPlainTextEdit *>(u"composerEdit"_s);
        m_edit->setFocus();
    }

    void enterSendsToTheRoom()
    {
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        QTest::keyClicks(m_edit, u"hello"_s);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent[0][0].value<RoomId>(), RoomId{1});
        QCOMPARE(sent[0][1].toString(), u"hello"_s);
        QCOMPARE(m_composer->draft(), QString());
    }

    void shiftEnterBreaksTheLine()
    {
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        QTest::keyClicks(m_edit, u"one"_s);
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(m_edit, u"two"_s);
        QCOMPARE(sent.size(), 0);
        QCOMPARE(m_composer->draft(), u"one\ntwo"_s);
    }

    void blankIsNotSent()
    {
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        QTest::keyClicks(m_edit, u"   "_s);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(sent.size(), 0);
        QCOMPARE(m_composer->draft(), u"   "_s);
    }

    void textIsExact()
    {
        const QString text = u"\uFEFFa\u00A0b\tc  \U0001F44D\n\nd "_s;
        m_composer->setDraft(text);
        QCOMPARE(m_composer->draft(), text);
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(sent.value(0).value(1).toString(), text);
    }

    void tooLongCannotBeSent()
    {
        m_composer->setLimit(10);
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        auto *counter = m_composer->findChild<QLabel *>(u"composerCounter"_s);
        QTest::keyClicks(m_edit, u"12345678"_s);
        QVERIFY(!counter->isVisible());
        QTest::keyClicks(m_edit, u"9"_s);
        QVERIFY(counter->isVisible());
        QCOMPARE(counter->text(), u"9 / 10"_s);
        QTest::keyClicks(m_edit, u"01"_s);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(sent.size(), 0);
        QCOMPARE(m_composer->draft(), u"12345678901"_s);
        QTest::keyClick(m_edit, Qt::Key_Backspace);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(sent.size(), 1);
    }

    void emojiCountAsOne()
    {
        m_composer->setLimit(2);
        m_composer->setDraft(u"\U0001F44D\U0001F44D"_s);
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(sent.size(), 1);
    }

    void growsToEightLinesThenScrolls()
    {
        const int one = m_composer->height();
        QVERIFY(!m_edit->verticalScrollBar()->isVisible());
        int last = one;
        for (int lines = 2; lines <= 8; ++lines) {
            m_composer->setDraft(u"x\n"_s.repeated(lines - 1));
            QVERIFY2(m_composer->height() > last, qPrintable(QString::number(lines)));
            QTRY_VERIFY(!m_edit->verticalScrollBar()->isVisible());
            last = m_composer->height();
        }
        m_composer->setDraft(u"x\n"_s.repeated(30));
        QCOMPARE(m_composer->height(), last);
        QTRY_VERIFY(m_edit->verticalScrollBar()->isVisible());
        m_composer->setDraft({});
        QCOMPARE(m_composer->height(), one);
    }

    void draftsCarryTheirRoom()
    {
        QSignalSpy changed(m_composer.get(), &Composer::draftChanged);
        QTest::keyClicks(m_edit, u"a"_s);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].value<RoomId>(), RoomId{1});
        m_composer->openRoom(RoomId{2}, u"kept"_s);
        QCOMPARE(changed.size(), 1); // what was opened is no change
        QCOMPARE(m_composer->draft(), u"kept"_s);
        QTest::keyClicks(m_edit, u"!"_s);
        QCOMPARE(changed.last()[0].value<RoomId>(), RoomId{2});
        QCOMPARE(changed.last()[1].toString(), u"kept!"_s);
        QTest::keyClick(m_edit, Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(m_edit, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_composer->draft(), u"kept"_s); // never the other room's text
    }

    void blockedSaysWhy()
    {
        m_composer->setDraft(u"half"_s);
        m_composer->setBlocked(u"because"_s);
        QVERIFY(!m_edit->isVisible());
        QCOMPARE(m_composer->findChild<QLabel *>(u"composerBlocked"_s)->text(), u"because"_s);
        m_composer->setBlocked({});
        QVERIFY(m_edit->isVisible());
        QCOMPARE(m_composer->draft(), u"half"_s);
    }

    void completesNamesAndEmoji()
    {
        m_composer->people()->setNames({{.name = u"grace"_s, .shown = u"Grace Hopper"_s}});
        m_composer->rooms()->setNames({{.name = u"general"_s}});
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        QSignalSpy changed(m_composer.get(), &Composer::draftChanged);
        for (const auto &typed : {u"@gr"_s, u"#gen"_s, u":tad"_s}) {
            QTest::keyClicks(m_edit, typed);
            QTest::keyClick(m_edit, Qt::Key_Return); // of the list
        }
        QCOMPARE(sent.size(), 0);
        QCOMPARE(changed.last().value(1).toString(), u"@grace #general \U0001F389"_s);
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(sent.value(0).value(1).toString(), u"@grace #general \U0001F389"_s);
    }

    void heartsAreRed()
    {
        if (!EmojiTable::current().find(u"red_heart"_s))
            QSKIP("no font with emoji here");
        const auto redPixels = [this] {
            const QImage image = m_edit->grab().toImage();
            int red = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor color = image.pixelColor(x, y);
                    red += color.red() > 150 && color.green() < 100 && color.blue() < 100 ? 1 : 0;
                }
            }
            return red;
        };
        m_edit->setCursorWidth(0);
        m_composer->setDraft(u"a heart: \u2764"_s);
        QCOMPARE(redPixels(), 0);
        m_composer->setDraft(u"a heart: \u2764\uFE0F"_s);
        QTRY_VERIFY(redPixels() > 30);
        QCOMPARE(m_composer->draft(), u"a heart: \u2764\uFE0F"_s);
    }

    void nothingIsCompletedInCode_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<bool>("isCompleted");
        QTest::newRow("text") << u"a "_s << true;
        QTest::newRow("behind a single mark") << u"`a "_s << false;
        QTest::newRow("behind two") << u"`a` "_s << true;
        QTest::newRow("in a fence") << u"```\n"_s << false;
        QTest::newRow("in a fence with a language") << u"x\n~~~ py\na\n"_s << false;
        QTest::newRow("behind a fence") << u"```\na\n```\n"_s << true;
        QTest::newRow("a shorter mark ends no fence") << u"````\na\n```\n"_s << false;
        QTest::newRow("another mark ends no fence") << u"```\na\n~~~\n"_s << false;
        QTest::newRow("on the fence") << u"``` "_s << false;
    }
    void nothingIsCompletedInCode()
    {
        QFETCH(QString, before);
        QFETCH(bool, isCompleted);
        m_composer->setDraft(before);
        QTest::keyClicks(m_edit, u":tada:"_s);
        QCOMPARE(m_composer->draft(), before + (isCompleted ? u"\U0001F389"_s : u":tada:"_s));
    }

    void anotherRoomClosesTheList()
    {
        m_composer->people()->setNames({{.name = u"grace"_s}});
        QTest::keyClicks(m_edit, u"@g"_s);
        auto *popup = m_composer->findChild<QWidget *>(u"completionPopup"_s);
        QVERIFY(popup->isVisible());
        m_composer->openRoom(RoomId{2}, u"@g"_s);
        QVERIFY(!popup->isVisible());
    }

    void thePickerInsertsWhereOneWrites_data()
    {
        QTest::addColumn<bool>("isByKey");
        QTest::newRow("button") << false;
        QTest::newRow("Ctrl+.") << true;
    }
    void thePickerInsertsWhereOneWrites()
    {
        QFETCH(bool, isByKey);
        m_composer->setDraft(u"ab"_s);
        m_edit->moveCursor(QTextCursor::Left);
        if (isByKey)
            QTest::keyClick(m_edit, Qt::Key_Period, Qt::ControlModifier);
        else
            QTest::mouseClick(m_composer->findChild<QToolButton *>(u"composerEmoji"_s),
                              Qt::LeftButton);
        auto *picker = m_composer->findChild<EmojiPicker *>();
        QTRY_VERIFY(picker && picker->isVisible());
        auto *search = picker->findChild<QLineEdit *>(u"emojiSearch"_s);
        QTest::keyClicks(search, u"tada"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_composer->draft(), u"a\U0001F389b"_s);
        QVERIFY(m_edit->hasFocus());
        QTest::keyClicks(m_edit, u"c"_s);
        QCOMPARE(m_composer->draft(), u"a\U0001F389cb"_s);
    }

    void noPickerWhereNothingCanBeWritten()
    {
        auto *button = m_composer->findChild<QToolButton *>(u"composerEmoji"_s);
        QVERIFY(button->isVisible());
        m_composer->setBlocked(u"because"_s);
        QVERIFY(!button->isVisible());
        QTest::keyClick(m_composer.get(), Qt::Key_Period, Qt::ControlModifier);
        QVERIFY(!m_composer->findChild<EmojiPicker *>());
        m_composer->setBlocked({});
        QVERIFY(button->isVisible());
    }

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

private:
    void paste(const QString &text)
    {
        QGuiApplication::clipboard()->setText(text);
        QTest::keyClick(m_edit, Qt::Key_V, Qt::ControlModifier);
    }

    EmojiChoices m_choices;
    std::unique_ptr<Composer> m_composer;
    QPlainTextEdit *m_edit = nullptr;
};

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
