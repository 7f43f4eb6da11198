// SPDX-License-Identifier: MIT
#include "client/ui/completion/name_completion.h"
#include "client/ui/emoji/emoji_picker.h"
#include "tests/client/ui/composer_fixture.h"
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

class TestComposer : public QObject, ComposerFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }

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
        QFont gray = m_edit->font(); // where letters have coloured edges, some of those are red
        gray.setStyleStrategy(QFont::NoSubpixelAntialias);
        m_edit->setFont(gray);
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
};

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
