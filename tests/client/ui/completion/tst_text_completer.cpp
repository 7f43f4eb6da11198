// SPDX-License-Identifier: MIT
#include "client/ui/completion/completion_popup.h"
#include "client/ui/completion/emoji_completion.h"
#include "client/ui/completion/name_completion.h"
#include "client/ui/completion/text_completer.h"
#include "client/ui/emoji/emoji_choices.h"
#include "client/ui/emoji/emoji_table.h"
#include <QAccessible>
#include <QInputMethodEvent>
#include <QListView>
#include <QPlainTextEdit>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace salon::client;

namespace {

const EmojiTable &allEmoji()
{
    static const EmojiTable table([](const QString &) { return true; });
    return table;
}

} // namespace

//! Somebody types into an edit in a window; what the completer shows, takes and leaves alone.
class TestTextCompleter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(600, 400);
        m_edit = new QPlainTextEdit;
        auto *column = new QVBoxLayout(m_window.get());
        column->addStretch(1);
        column->addWidget(m_edit);
        m_edit->setFixedHeight(60);
        m_choices = std::make_unique<EmojiChoices>();
        m_completer = new TextCompleter(m_edit);
        m_completer->addSource(new EmojiCompletion(allEmoji, *m_choices, m_edit));
        m_people = new NameCompletion(u'@', u"People"_s, m_edit);
        m_people->setNames({{.name = u"ada"_s, .shown = u"Ada Lovelace"_s},
                            {.name = u"alan"_s},
                            {.name = u"grace"_s}});
        m_completer->addSource(m_people);
        connect(m_edit, &QPlainTextEdit::textChanged, m_completer, &TextCompleter::textEdited);
        m_window->show();
        m_edit->setFocus();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_VERIFY(m_edit->hasFocus());
    }

    void emojiByName_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("first");
        const auto row = [](const char *name, QStringView typed, QStringView first) {
            QTest::newRow(name) << typed.toString() << first.toString();
        };
        row("two letters", u":ta", u":tada:");
        row("one letter", u":t", u"");
        row("within a text", u"well :thumbs_u", u":thumbs_up:");
        row("by a sign", u":+1", u":+1:");
        row("in brackets", u"(:tad", u":tada:");
        row("in a word", u"x:tada", u"");
        row("a time", u"10:30", u"");
        row("an address", u"http://ab", u"");
        row("two colons", u"std::tad", u"");
        row("a smiley", u":-)", u"");
        row("no such", u":xyzzy", u"");
    }
    void emojiByName()
    {
        QFETCH(QString, typed);
        QTest::keyClicks(m_edit, typed);
        QTEST(rows().value(0), "first");
        QCOMPARE(m_edit->toPlainText(), typed);
    }

    void keysTake_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("Enter") << int(Qt::Key_Return);
        QTest::newRow("Enter of the number pad") << int(Qt::Key_Enter);
        QTest::newRow("Tab") << int(Qt::Key_Tab);
    }
    void keysTake()
    {
        QFETCH(int, key);
        QTest::keyClicks(m_edit, u"hi :tada"_s);
        QTest::keyClick(m_edit, Qt::Key(key));
        QCOMPARE(m_edit->toPlainText(), u"hi \U0001F389"_s);
        QVERIFY(!m_completer->isOpen());
        QVERIFY(m_edit->hasFocus());
        QCOMPARE(m_choices->recent(), QStringList{u"\U0001F389"_s});
    }

    void namesGoOnWithASpace()
    {
        QTest::keyClicks(m_edit, u"@a"_s);
        QCOMPARE(rows(), QStringList({u"Ada Lovelace"_s, u"@alan"_s}));
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QCOMPARE(m_edit->toPlainText(), u"@ada "_s);
        m_edit->setPlainText(u" then"_s);
        m_edit->moveCursor(QTextCursor::Start);
        QTest::keyClicks(m_edit, u"@gr"_s);
        QTest::keyClick(m_edit, Qt::Key_Tab);
        QCOMPARE(m_edit->toPlainText(), u"@grace then"_s);
    }

    void arrowsChoose()
    {
        QTest::keyClicks(m_edit, u"@"_s);
        QCOMPARE(rows().size(), 3);
        QTest::keyClick(m_edit, Qt::Key_Down);
        QTest::keyClick(m_edit, Qt::Key_Down);
        QTest::keyClick(m_edit, Qt::Key_Down); // around the end
        QTest::keyClick(m_edit, Qt::Key_Up); // and back
        QTest::keyClick(m_edit, Qt::Key_Return);
        QCOMPARE(m_edit->toPlainText(), u"@grace "_s);
    }

    void theMouseChooses()
    {
        QTest::keyClicks(m_edit, u"@a"_s);
        auto *list = m_window->findChild<QListView *>(u"completionList"_s);
        const QRect second = list->visualRect(list->model()->index(1, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, second.center());
        QCOMPARE(m_edit->toPlainText(), u"@alan "_s);
        QVERIFY(m_edit->hasFocus());
    }

    void escClosesUntilAnotherWord()
    {
        QTest::keyClicks(m_edit, u"@a"_s);
        QTest::keyClick(m_edit, Qt::Key_Escape);
        QVERIFY(!m_completer->isOpen());
        QTest::keyClicks(m_edit, u"d"_s);
        QVERIFY(!m_completer->isOpen());
        QTest::keyClick(m_edit, Qt::Key_Return); // is the edit's own again
        QCOMPARE(m_edit->toPlainText(), u"@ad\n"_s);
        QTest::keyClicks(m_edit, u"@a"_s);
        QVERIFY(m_completer->isOpen());
    }

    void closedItTakesNoKey()
    {
        QTest::keyClicks(m_edit, u"plain"_s);
        for (const auto key : {Qt::Key_Return, Qt::Key_Tab})
            QTest::keyClick(m_edit, key);
        QCOMPARE(m_edit->toPlainText(), u"plain\n\t"_s);
    }

    void whatIsWholeNeedsNoList()
    {
        QTest::keyClicks(m_edit, u"@grac"_s);
        QVERIFY(m_completer->isOpen());
        QTest::keyClicks(m_edit, u"e"_s);
        QVERIFY(!m_completer->isOpen());
    }

    void closingColonMakesTheEmoji_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("becomes");
        const auto row = [](const char *name, QStringView typed, QStringView becomes) {
            QTest::newRow(name) << typed.toString() << becomes.toString();
        };
        row("name", u"yes :party_popper:", u"yes \U0001F389");
        row("alias", u":+1:", u"\U0001F44D");
        row("in capitals", u":Tada:", u"\U0001F389");
        row("after another", u":tada::tada:", u"\U0001F389\U0001F389");
        row("no such", u":xyzzy:", u":xyzzy:");
        row("in a word", u"a:tada:", u"a:tada:");
        row("empty", u"::", u"::");
        row("people have none", u"@ada:", u"@ada:");
    }
    void closingColonMakesTheEmoji()
    {
        QFETCH(QString, typed);
        QTest::keyClicks(m_edit, typed);
        QTEST(m_edit->toPlainText(), "becomes");
    }

    void undoGivesTheNameBack()
    {
        QTest::keyClicks(m_edit, u":tada:"_s);
        QTest::keyClick(m_edit, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_edit->toPlainText(), u":tada:"_s);
    }

    void theToneIsTheChosenOne()
    {
        m_choices->setTone(SkinTone::Dark);
        QTest::keyClicks(m_edit, u":wave:"_s);
        QCOMPARE(m_edit->toPlainText(), u"\U0001F44B\U0001F3FF"_s);
    }

    void inputMethodsAreLeftAlone()
    {
        QTest::keyClicks(m_edit, u"@"_s);
        QVERIFY(m_completer->isOpen());
        QInputMethodEvent composing(u"a"_s, {});
        QCoreApplication::sendEvent(m_edit, &composing);
        QVERIFY(!m_completer->isOpen());
        QTest::keyClick(m_edit, Qt::Key_Down); // of the input method's own list, were there one
        QCOMPARE(m_edit->toPlainText(), u"@"_s);
        QInputMethodEvent done;
        done.setCommitString(u"al"_s);
        QCoreApplication::sendEvent(m_edit, &done);
        QCOMPARE(rows(), QStringList{u"@alan"_s});
    }

    void aMovedCursorCloses()
    {
        QTest::keyClicks(m_edit, u"hi @a"_s);
        QVERIFY(m_completer->isOpen());
        QTest::keyClick(m_edit, Qt::Key_Home);
        QVERIFY(!m_completer->isOpen());
        QTest::keyClick(m_edit, Qt::Key_End);
        QVERIFY(!m_completer->isOpen()); // nobody typed
    }

    void losingTheFocusCloses()
    {
        QTest::keyClicks(m_edit, u"@a"_s);
        m_edit->clearFocus();
        QVERIFY(!m_completer->isOpen());
    }

    void namesThatComeLateAreShown()
    {
        QTest::keyClicks(m_edit, u"@z"_s);
        QVERIFY(!m_completer->isOpen());
        m_people->setNames({{.name = u"zoe"_s}});
        QCOMPARE(rows(), QStringList{u"@zoe"_s});
    }

    void silentInCode()
    {
        bool isSilent = true;
        m_completer->setSilent([&isSilent] { return isSilent; });
        QTest::keyClicks(m_edit, u"@a :tada:"_s);
        QVERIFY(!m_completer->isOpen());
        QCOMPARE(m_edit->toPlainText(), u"@a :tada:"_s);
        isSilent = false;
        QTest::keyClicks(m_edit, u" @a"_s);
        QVERIFY(m_completer->isOpen());
    }

    void theListIsWithinTheWindow()
    {
        QTest::keyClicks(m_edit, u":fa"_s);
        auto *popup = m_window->findChild<CompletionPopup *>();
        QVERIFY(m_window->rect().contains(popup->geometry()));
        const QRect edit(m_edit->mapTo(m_window.get(), QPoint()), m_edit->size());
        QVERIFY(popup->geometry().bottom() < edit.bottom());
        m_window->resize(300, 200);
        QTRY_VERIFY(!m_completer->isOpen());
        QTest::keyClicks(m_edit, u"c"_s);
        QVERIFY(m_window->rect().contains(popup->geometry()));
    }

    void aScreenReaderFindsTheRows()
    {
        QTest::keyClicks(m_edit, u"@a"_s);
        auto *list = m_window->findChild<QListView *>(u"completionList"_s);
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(list);
        QCOMPARE(interface->text(QAccessible::Name), u"People"_s);
        QCOMPARE(interface->child(0)->text(QAccessible::Name), u"Ada Lovelace @ada"_s);
        QTest::keyClicks(m_edit, u"l"_s);
        QCOMPARE(interface->childCount(), 1);
        QCOMPARE(interface->child(0)->text(QAccessible::Name), u"@alan"_s);
    }

private:
    //! Labels of what is offered; empty while nothing is.
    QStringList rows() const
    {
        QStringList labels;
        if (!m_completer->isOpen())
            return labels;
        const auto *model = m_window->findChild<QListView *>(u"completionList"_s)->model();
        for (int row = 0; row < model->rowCount(); ++row)
            labels.append(model->index(row, 0).data().toString());
        return labels;
    }

    std::unique_ptr<EmojiChoices> m_choices;
    std::unique_ptr<QWidget> m_window;
    QPlainTextEdit *m_edit = nullptr;
    TextCompleter *m_completer = nullptr;
    NameCompletion *m_people = nullptr;
};

QTEST_MAIN(TestTextCompleter)
#include "tst_text_completer.moc"
