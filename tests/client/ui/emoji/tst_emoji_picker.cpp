// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_choices.h"
#include "client/ui/emoji/emoji_picker.h"
#include "client/ui/theme/theme.h"
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace salon::client;

namespace {

const EmojiTable &allEmoji()
{
    static const EmojiTable table([](const QString &) { return true; });
    return table;
}

} // namespace

class TestEmojiPicker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_choices = std::make_unique<EmojiChoices>();
        m_window = std::make_unique<QWidget>();
        m_window->resize(700, 600);
        m_other = new QLineEdit(m_window.get());
        m_other->setGeometry(10, 550, 300, 40);
        m_button = new QToolButton(m_window.get());
        m_button->setGeometry(600, 550, 40, 40);
        m_picker = new EmojiPicker(*m_choices, allEmoji());
        connect(m_button, &QToolButton::clicked, m_picker, [this] { m_picker->toggle(m_button); });
        m_window->show();
        m_other->setFocus();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_VERIFY(m_other->hasFocus());
        m_search = m_picker->findChild<QLineEdit *>(u"emojiSearch"_s);
        m_grid = m_picker->findChild<EmojiGrid *>(u"emojiGrid"_s);
    }

    void opensWithTheFocusInTheSearch()
    {
        open();
        QVERIFY(m_search->hasFocus());
        QVERIFY(m_window->rect().contains(m_picker->geometry()));
        QVERIFY(m_picker->geometry().bottom() < m_button->geometry().top());
        QCOMPARE(name(), u":grinning_face:"_s);
    }

    void typingFindsAndEnterPicks()
    {
        QSignalSpy picked(m_picker, &EmojiPicker::emojiPicked);
        open();
        QTest::keyClicks(m_search, u"tada"_s);
        QCOMPARE(name(), u":party_popper:"_s);
        QTest::keyClick(m_search, Qt::Key_Return);
        QCOMPARE(picked.value(0).value(0).toString(), u"\U0001F389"_s);
        QVERIFY(!m_picker->isVisible());
        QVERIFY(m_other->hasFocus());
        QCOMPARE(m_choices->recent(), QStringList{u"\U0001F389"_s});
    }

    void nothingFoundSaysSo()
    {
        QSignalSpy picked(m_picker, &EmojiPicker::emojiPicked);
        open();
        QTest::keyClicks(m_search, u"xyzzy"_s);
        auto *nothing = m_picker->findChild<QLabel *>(u"emojiNothing"_s);
        QVERIFY(nothing->isVisible());
        QTest::keyClick(m_search, Qt::Key_Return);
        QTest::keyClick(m_search, Qt::Key_Down);
        QCOMPARE(picked.size(), 0);
        m_search->clear();
        QVERIFY(!nothing->isVisible());
        QCOMPARE(name(), u":grinning_face:"_s);
    }

    void arrowsGoAround_data()
    {
        QTest::addColumn<QList<int>>("keys");
        QTest::addColumn<int>("index"); // in the first group
        QTest::newRow("right") << QList<int>{Qt::Key_Right} << 1;
        QTest::newRow("left at the start") << QList<int>{Qt::Key_Left} << 0;
        QTest::newRow("up at the start") << QList<int>{Qt::Key_Up} << 0;
        QTest::newRow("down") << QList<int>{Qt::Key_Down} << 8;
        QTest::newRow("down, left") << QList<int>{Qt::Key_Down, Qt::Key_Left} << 7;
        QTest::newRow("to the next line") << QList<int>(8, Qt::Key_Right) << 8;
        QTest::newRow("and back") << QList<int>{Qt::Key_Right, Qt::Key_Right, Qt::Key_Down,
                                                Qt::Key_Up}
                                  << 2;
    }
    void arrowsGoAround()
    {
        QFETCH(QList<int>, keys);
        QFETCH(int, index);
        open();
        for (const int key : keys)
            QTest::keyClick(m_search, Qt::Key(key));
        const Emoji *expected = allEmoji().group(0)[static_cast<size_t>(index)];
        QCOMPARE(name(), u':' + expected->name + u':');
    }

    void arrowsCrossGroupsAndScroll()
    {
        open();
        const size_t lines = (allEmoji().group(0).size() + 7) / 8;
        for (size_t i = 0; i < lines; ++i)
            QTest::keyClick(m_search, Qt::Key_Down);
        QCOMPARE(name(), u":waving_hand:"_s);
        QVERIFY(m_grid->viewport()->rect().contains(m_grid->tileRect(2, 0)));
        QVERIFY(m_grid->verticalScrollBar()->value() > 0);
        QTest::keyClick(m_search, Qt::Key_PageUp);
        QTest::keyClick(m_search, Qt::Key_PageDown);
        QCOMPARE(name(), u":waving_hand:"_s);
    }

    void everyTileIsReached()
    {
        open();
        QStringList seen;
        for (QString last; last != name(); QTest::keyClick(m_search, Qt::Key_Right)) {
            last = name();
            seen.append(last);
        }
        QCOMPARE(seen.size(), 1870);
        QCOMPARE(seen.last(), u":flag_wales:"_s);
    }

    void arrowsWithinWhatIsTypedAreTheFields()
    {
        open();
        QTest::keyClicks(m_search, u"cat"_s);
        m_search->setCursorPosition(1);
        const QString before = name();
        QTest::keyClick(m_search, Qt::Key_Left);
        QCOMPARE(m_search->cursorPosition(), 0);
        QCOMPARE(name(), before);
    }

    void aClickPicks()
    {
        QSignalSpy picked(m_picker, &EmojiPicker::emojiPicked);
        open();
        QTest::mouseClick(m_grid->viewport(), Qt::LeftButton, {}, m_grid->tileRect(1, 9).center());
        QCOMPARE(picked.value(0).value(0).toString(), allEmoji().group(0)[9]->text());
    }

    void aTabGoesToItsGroup()
    {
        open();
        auto *tab = button(u"Food and drink"_s);
        QTest::mouseClick(tab, Qt::LeftButton);
        QVERIFY(tab->isChecked());
        QCOMPARE(name(), u":grapes:"_s);
        QVERIFY(m_grid->viewport()->rect().contains(m_grid->tileRect(4, 0)));
        m_grid->verticalScrollBar()->setValue(0);
        QVERIFY(!tab->isChecked());
        QVERIFY(button(u"Smileys"_s)->isChecked());
    }

    void whatWasUsedStandsFirst()
    {
        m_choices->use(u"\U0001F389"_s);
        m_choices->use(u"\U0001F44B\U0001F3FF"_s);
        open();
        QSignalSpy picked(m_picker, &EmojiPicker::emojiPicked);
        QTest::keyClick(m_search, Qt::Key_Return);
        QCOMPARE(picked.value(0).value(0).toString(), u"\U0001F44B\U0001F3FF"_s);
        QVERIFY(button(u"Used last"_s)->isEnabled());
    }

    void theToneIsKept()
    {
        QSignalSpy picked(m_picker, &EmojiPicker::emojiPicked);
        open();
        QTest::mouseClick(m_picker->findChild<QToolButton *>(u"emojiTone"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"Medium dark"_s), Qt::LeftButton);
        QCOMPARE(m_choices->tone(), SkinTone::MediumDark);
        QVERIFY(m_search->hasFocus());
        QTest::keyClicks(m_search, u"wave"_s);
        QTest::keyClick(m_search, Qt::Key_Return);
        QCOMPARE(picked.value(0).value(0).toString(), u"\U0001F44B\U0001F3FE"_s);
    }

    void goesAway_data()
    {
        QTest::addColumn<QString>("how");
        for (const auto &how : {u"Esc"_s, u"button"_s, u"click outside"_s, u"resize"_s})
            QTest::newRow(qPrintable(how)) << how;
    }
    void goesAway()
    {
        QFETCH(QString, how);
        QSignalSpy picked(m_picker, &EmojiPicker::emojiPicked);
        open();
        if (how == "Esc"_L1)
            QTest::keyClick(m_search, Qt::Key_Escape);
        else if (how == "button"_L1)
            QTest::mouseClick(m_button, Qt::LeftButton);
        else if (how == "click outside"_L1)
            QTest::mouseClick(m_window.get(), Qt::LeftButton, {}, QPoint(5, 5));
        else
            m_window->resize(500, 500);
        QTRY_VERIFY(!m_picker->isVisible());
        QVERIFY(m_other->hasFocus());
        QCOMPARE(picked.size(), 0);
        open(); // and comes again
    }

    void opensBesideAPartOfAWidget()
    {
        QSignalSpy picked(m_picker, &EmojiPicker::emojiPicked);
        m_picker->open(m_other, QRect(0, 0, 30, 40));
        QVERIFY(m_picker->isVisible());
        QVERIFY(m_picker->geometry().bottom() < m_other->geometry().top());
        QTest::mouseClick(m_other, Qt::LeftButton);
        QVERIFY(!m_picker->isVisible());
        m_picker->open(m_window.get(), QRect(300, 0, 30, 30)); // above there is no room
        QVERIFY(m_picker->geometry().top() > 30);
        QVERIFY(m_window->rect().contains(m_picker->geometry()));
        QTest::keyClick(m_search, Qt::Key_Return);
        QCOMPARE(picked.size(), 1);
    }

    void fitsIntoSmallWindows()
    {
        m_window->resize(400, 300);
        m_button->move(350, 250);
        open();
        QVERIFY(m_window->rect().contains(m_picker->geometry()));
    }

    void targetsAreLargeEnough()
    {
        open();
        for (auto *each : m_picker->findChildren<QToolButton *>()) {
            if (!each->isVisible())
                continue;
            QVERIFY2(each->height() >= Theme::kSmallestTarget, qPrintable(each->toolTip()));
            QVERIFY2(each->width() >= Theme::kSmallestTarget, qPrintable(each->toolTip()));
            QVERIFY(!each->accessibleName().isEmpty());
        }
    }

private:
    void open()
    {
        QTest::mouseClick(m_button, Qt::LeftButton);
        QVERIFY(m_picker->isVisible());
    }
    QString name() const { return m_picker->findChild<QLabel *>(u"emojiName"_s)->text(); }
    QToolButton *button(const QString &title) const
    {
        for (auto *each : m_picker->findChildren<QToolButton *>()) {
            if (each->accessibleName() == title)
                return each;
        }
        return nullptr;
    }

    std::unique_ptr<EmojiChoices> m_choices;
    std::unique_ptr<QWidget> m_window;
    QLineEdit *m_other = nullptr;
    QToolButton *m_button = nullptr;
    EmojiPicker *m_picker = nullptr;
    QLineEdit *m_search = nullptr;
    EmojiGrid *m_grid = nullptr;
};

QTEST_MAIN(TestEmojiPicker)
#include "tst_emoji_picker.moc"
