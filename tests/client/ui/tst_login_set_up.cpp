// SPDX-License-Identifier: MIT
#include "client/ui/password_edit.h"
#include "tests/client/ui/login_dialog_fixture.h"
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! The login dialog where it makes the first account of a server.
class TestLoginSetUp : public QObject, LoginDialogFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void setUpAsksForMore_data();
    void setUpAsksForMore();
    void setUpSaysWhatWasTyped();
    void setUpBusyAndBack();
    void modesHaveTheirOwnFields();
};

void TestLoginSetUp::setUpAsksForMore_data()
{
    QTest::addColumn<QStringList>("typed");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QStringList &typed, const QString &field,
                        const QString &words) { QTest::newRow(name) << typed << field << words; };
    row("no code", {u" "_s, u"ada"_s, u"x"_s, u"x"_s}, u"setUpCode"_s,
        u"Type the code that the server printed."_s);
    row("no name", {u"7KQ2M"_s, {}, u"x"_s, u"x"_s}, u"loginUser"_s, u"Choose a user name."_s);
    row("no password", {u"7KQ2M"_s, u"ada"_s, {}, {}}, u"loginPassword"_s, u"Choose a password."_s);
    row("typed once", {u"7KQ2M"_s, u"ada"_s, u"x"_s, {}}, u"setUpPasswordAgain"_s,
        u"This is not the same password."_s);
    row("typed otherwise", {u"7KQ2M"_s, u"ada"_s, u"x"_s, u"X"_s}, u"setUpPasswordAgain"_s,
        u"This is not the same password."_s);
}

void TestLoginSetUp::setUpAsksForMore()
{
    QFETCH(QStringList, typed);
    QFETCH(QString, field);
    QFETCH(QString, words);
    QSignalSpy asked(m_dialog.get(), &LoginDialog::setUpRequested);
    m_dialog->setSetUp(true);
    fillSetUp(typed);
    QTest::mouseClick(submit(), Qt::LeftButton);
    QCOMPARE(errorUnder(field), words);
    QVERIFY(edit(field)->hasFocus());
    QVERIFY(!m_dialog->isBusy());
    QCOMPARE(asked.size(), 0);
}

void TestLoginSetUp::setUpSaysWhatWasTyped()
{
    QSignalSpy asked(m_dialog.get(), &LoginDialog::setUpRequested);
    QSignalSpy logIns(m_dialog.get(), &LoginDialog::loginRequested);
    m_dialog->setSetUp(true);
    fillSetUp({u" 7kq2m-00000 "_s, u" ada "_s, u" secret "_s, u" secret "_s});
    m_dialog->findChild<PasswordEdit *>(u"setUpPasswordAgain"_s)->setRevealed(true);
    QTest::mouseClick(submit(), Qt::LeftButton);
    QCOMPARE(logIns.size(), 0);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0],
             (QVariantList{QUrl(u"http://localhost:9000"_s), u"7kq2m-00000"_s, u"ada"_s,
                           u" secret "_s}));
    QCOMPARE(edit(u"setUpPasswordAgain"_s)->echoMode(), QLineEdit::Password);
}

void TestLoginSetUp::setUpBusyAndBack()
{
    m_dialog->setSetUp(true);
    QCOMPARE(submit()->text(), u"Make the first account"_s);
    fillSetUp({u"7KQ2M"_s, u"ada"_s, u"secret"_s, u"secret"_s});
    QTest::mouseClick(submit(), Qt::LeftButton);
    QCOMPARE(submit()->text(), u"Making the account…"_s);
    QVERIFY(!edit(u"setUpCode"_s)->isEnabled());
    m_dialog->showError(LoginDialog::Field::Code, {u"Wrong."_s});
    QCOMPARE(errorUnder(u"setUpCode"_s), u"Wrong."_s);
    QVERIFY(edit(u"setUpCode"_s)->hasFocus());
    m_dialog->setSetUp(false);
    QCOMPARE(submit()->text(), u"Sign in"_s);
    QCOMPARE(edit(u"loginUser"_s)->text(), u"ada"_s);
}

void TestLoginSetUp::modesHaveTheirOwnFields()
{
    const auto isThere = [this](const QString &name) {
        return m_dialog->findChild<QWidget *>(name)->isVisible();
    };
    for (const auto &name : {u"setUpCode"_s, u"setUpPasswordAgain"_s, u"setUpExplanation"_s})
        QVERIFY(!isThere(name));
    m_dialog->setReason({u"Your session has run out."_s});
    m_dialog->setSetUp(true);
    for (const auto &name : {u"setUpCode"_s, u"setUpPasswordAgain"_s, u"setUpExplanation"_s,
                             u"loginServer"_s, u"loginUser"_s, u"loginPassword"_s})
        QVERIFY(isThere(name));
    QVERIFY(!isThere(u"loginReason"_s));
    QVERIFY(edit(u"setUpCode"_s)->hasFocus());
    QCOMPARE(m_dialog->windowTitle(), u"Set up this server"_s);
    // Nothing of it is cut, in a window that was made for fewer fields.
    const auto *explanation = m_dialog->findChild<QLabel *>(u"setUpExplanation"_s);
    QTRY_VERIFY(explanation->height() >= explanation->heightForWidth(explanation->width()));
    QTRY_VERIFY(submit()->mapTo(m_dialog.get(), QPoint(0, submit()->height())).y()
                <= m_dialog->height());
    m_dialog->setSetUp(false);
    QVERIFY(!isThere(u"setUpCode"_s));
    QCOMPARE(m_dialog->windowTitle(), u"Sign in to Salon"_s);
}

QTEST_MAIN(TestLoginSetUp)
#include "tst_login_set_up.moc"
