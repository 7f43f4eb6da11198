// SPDX-License-Identifier: MIT
#include "client/ui/theme/appearance.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;

//! Texts that their widget has no room for, each with the widget's name.
QStringList cutTexts(QWidget *window)
{
    QStringList cut;
    for (const QLabel *label : window->findChildren<QLabel *>()) {
        if (!label->isVisible() || label->text().isEmpty())
            continue;
        const int needed =
            label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        // Names and topics end in "…"; their tooltip has the whole.
        const bool isElided = label->minimumSizeHint().width() < label->sizeHint().width();
        const bool isWide =
            label->wordWrap() || isElided || label->width() >= label->sizeHint().width();
        if (!isWide || label->height() < needed)
            cut.append(label->objectName() + u": "_s + label->text());
    }
    for (const QAbstractButton *button : window->findChildren<QAbstractButton *>()) {
        if (button->isVisible() && !button->text().isEmpty()
            && (button->width() < button->sizeHint().width()
                || button->height() < button->sizeHint().height()))
            cut.append(button->objectName() + u": "_s + button->text());
    }
    for (const QLineEdit *edit : window->findChildren<QLineEdit *>()) {
        if (edit->isVisible() && edit->height() < edit->sizeHint().height())
            cut.append(edit->objectName());
    }
    return cut;
}

QStringList smallTargets(QWidget *window)
{
    QStringList small;
    for (const QAbstractButton *button : window->findChildren<QAbstractButton *>()) {
        // What is drawn inside a field belongs to the field.
        if (!button->isVisible() || qobject_cast<QLineEdit *>(button->parentWidget()))
            continue;
        if (button->height() < Theme::kSmallestTarget || button->width() < Theme::kSmallestTarget)
            small.append(u"%1: %2x%3"_s.arg(button->objectName())
                             .arg(button->width())
                             .arg(button->height()));
    }
    return small;
}

QStringList reachedByTab(QWidget *window)
{
    QStringList names;
    for (int i = 0; i < 40; ++i) {
        QTest::keyClick(window, Qt::Key_Tab);
        const QWidget *focus = window->focusWidget();
        if (focus && !focus->objectName().isEmpty() && !names.contains(focus->objectName()))
            names.append(focus->objectName());
    }
    return names;
}

} // namespace

//! With large letters, and without a mouse.
class TestEverybodyCanUseIt : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_salond.start());
        QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    }

    void cleanup() { m_ada.reset(); }

    void noTextIsCut_data()
    {
        QTest::addColumn<int>("textSize");
        QTest::newRow("usual") << int(Theme::kDefaultText);
        QTest::newRow("1.5 times") << int(Theme::kLargestText);
    }
    void noTextIsCut()
    {
        QFETCH(int, textSize);
        begin(textSize);
        m_ada->start();
        QTRY_VERIFY(WindowUser::loginDialog());
        compare(WindowUser::loginDialog());
        WindowUser::logIn(m_salond.url().authority(), u"ada"_s, u"wrong"_s);
        QTRY_VERIFY(!WindowUser::loginError(u"loginPassword"_s).isEmpty());
        QTRY_COMPARE(cutTexts(WindowUser::loginDialog()), QStringList());
        WindowUser::fill(WindowUser::loginDialog(), u"loginPassword"_s, kPassword);
        WindowUser::click(WindowUser::loginDialog(), u"loginSubmit"_s);
        QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
        compare(&m_ada->window());
        for (const auto &[button, dialog, close] :
             {std::tuple{u"createRoom"_s, u"createRoomDialog"_s, u"createRoomCancel"_s},
              std::tuple{u"browseRooms"_s, u"browseRoomsDialog"_s, u"browseClose"_s}}) {
            m_ada->click(button);
            QTRY_VERIFY(m_ada->dialog(dialog));
            compare(m_ada->dialog(dialog));
            WindowUser::click(m_ada->dialog(dialog), close);
            QTRY_VERIFY(!m_ada->dialog(dialog));
        }
        m_ada->choose(u"roomMenu"_s, u"changeTopic"_s);
        QTRY_VERIFY(m_ada->dialog(u"topicDialog"_s));
        compare(m_ada->dialog(u"topicDialog"_s));
    }

    void tabReachesEverything()
    {
        begin(Theme::kDefaultText);
        m_ada->start({m_salond.url(), u"ada"_s, kPassword});
        QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
        m_ada->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_ada->window()));
        m_ada->say(u"something to read"_s);
        QTRY_COMPARE(m_ada->countOf(u"something to read"_s), 1);
        m_ada->type(u"something to send"_s);
        const QStringList reached = reachedByTab(&m_ada->window());
        for (const auto &name :
             {u"accountHeader"_s, u"roomFilter"_s, u"browseRooms"_s, u"createRoom"_s, u"roomList"_s,
              u"showMembers"_s, u"roomMenu"_s, u"timeline"_s, u"composerEdit"_s, u"composerSend"_s,
              u"memberList"_s})
            QVERIFY2(reached.contains(name), qPrintable(name + u" not in "_s + reached.join(u' ')));
    }

    void shortcutsFindRooms()
    {
        begin(Theme::kDefaultText);
        m_ada->start({m_salond.url(), u"ada"_s, kPassword});
        QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
        m_ada->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_ada->window()));
        QTest::keyClick(&m_ada->window(), Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(m_ada->window().focusWidget()->objectName(), u"roomFilter"_s);
        const int before = Theme::current().textSize;
        QTest::keyClick(&m_ada->window(), Qt::Key_Plus, Qt::ControlModifier);
        QTRY_COMPARE(Theme::current().textSize, before + 1);
        QTest::keyClick(&m_ada->window(), Qt::Key_0, Qt::ControlModifier);
        QTRY_COMPARE(Theme::current().textSize, int(Theme::kDefaultText));
    }

private:
    void begin(int textSize)
    {
        m_ada = std::make_unique<WindowUser>();
        QSettings(m_ada->profile() + u"/salon.ini"_s, QSettings::IniFormat)
            .setValue(u"look/text_size"_s, textSize);
    }
    static void compare(QWidget *window)
    {
        QTRY_COMPARE(cutTexts(window).join(u" | "_s), QString());
        QTRY_COMPARE(smallTargets(window).join(u" | "_s), QString());
    }

    SalondProcess m_salond{kCheapPasswords};
    std::unique_ptr<WindowUser> m_ada;
};

QTEST_MAIN(TestEverybodyCanUseIt)
#include "tst_everybody_can_use_it.moc"
