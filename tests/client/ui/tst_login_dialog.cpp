// SPDX-License-Identifier: MIT
#include "client/platform/profile_settings.h"
#include "client/ui/login_flow.h"
#include "client/ui/password_edit.h"
#include "tests/client/ui/login_dialog_fixture.h"
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What the dialog asks, refuses, tells and remembers. That it really lets somebody in is tested
//! against a server.
class TestLoginDialog : public QObject, LoginDialogFixture {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void asksForWhatIsMissing_data();
    void asksForWhatIsMissing();
    void saysWhatWasTyped();
    void enterSubmits();
    void busyTakesNothing();
    void cancelGivesUpTheAttempt();
    void escapeClosesWhenIdle();
    void errorStandsUnderItsField();
    void errorGoesWhenItsFieldChanges();
    void remedyBelowTheError();
    void saysThatNothingIsEncrypted();
    void remembersServerAndUserOnly();
    void startsAtTheFirstEmptyField();
    void passwordIsHiddenWhenSent();
    void reasonAboveTheFields();
    void growsForTheSentence();
    void addressIsToldOnce();
    void goesWhileAnAddressIsTyped();
    void addressThatStandsThereIsTold();
    void fieldOfAFailure_data();
    void fieldOfAFailure();
};

void TestLoginDialog::init()
{
    open();
}

void TestLoginDialog::asksForWhatIsMissing_data()
{
    QTest::addColumn<QStringList>("typed");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("words");
    const auto server = u"loginServer"_s, user = u"loginUser"_s, password = u"loginPassword"_s;
    QTest::newRow("nothing") << QStringList{{}, {}, {}} << server
                             << u"Type the address of your server."_s;
    QTest::newRow("no address") << QStringList{u"a b"_s, u"ada"_s, u"x"_s} << server
                                << u"This is not an address. It looks like chat.example.org."_s;
    QTest::newRow("only spaces for a name")
        << QStringList{u"localhost"_s, u"  "_s, u"x"_s} << user << u"Type your user name."_s;
    QTest::newRow("no password") << QStringList{u"localhost"_s, u"ada"_s, {}} << password
                                 << u"Type your password."_s;
}

void TestLoginDialog::asksForWhatIsMissing()
{
    QFETCH(QStringList, typed);
    QFETCH(QString, field);
    QFETCH(QString, words);
    QSignalSpy asked(m_dialog.get(), &LoginDialog::loginRequested);
    fill(typed[0], typed[1], typed[2]);
    QTest::mouseClick(submit(), Qt::LeftButton);
    QCOMPARE(errorUnder(field), words);
    QVERIFY(edit(field)->hasFocus());
    QVERIFY(!m_dialog->isBusy());
    QCOMPARE(asked.size(), 0);
}

void TestLoginDialog::saysWhatWasTyped()
{
    QSignalSpy asked(m_dialog.get(), &LoginDialog::loginRequested);
    fill(u" localhost:9000 "_s, u" ada "_s, u" secret "_s);
    QTest::mouseClick(submit(), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toUrl(), QUrl(u"http://localhost:9000"_s));
    QCOMPARE(asked[0][1].toString(), u"ada"_s);
    QCOMPARE(asked[0][2].toString(), u" secret "_s); // a password is exact
    QVERIFY(m_dialog->isBusy());
}

void TestLoginDialog::enterSubmits()
{
    QSignalSpy asked(m_dialog.get(), &LoginDialog::loginRequested);
    fill(u"localhost"_s, u"ada"_s, u"secret"_s);
    QTest::keyClick(edit(u"loginPassword"_s), Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
}

void TestLoginDialog::busyTakesNothing()
{
    QSignalSpy asked(m_dialog.get(), &LoginDialog::loginRequested);
    fill(u"localhost"_s, u"ada"_s, u"secret"_s);
    QVERIFY(!cancel()->isVisible());
    QTest::mouseClick(submit(), Qt::LeftButton);
    QTest::mouseClick(submit(), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    for (const auto &field : {u"loginServer"_s, u"loginUser"_s, u"loginPassword"_s})
        QVERIFY(!edit(field)->isEnabled());
    QCOMPARE(submit()->text(), u"Signing in…"_s);
    QVERIFY(cancel()->isVisible());
    QVERIFY(cancel()->hasFocus());
}

void TestLoginDialog::cancelGivesUpTheAttempt()
{
    QSignalSpy cancelled(m_dialog.get(), &LoginDialog::cancelled);
    QSignalSpy rejected(m_dialog.get(), &QDialog::rejected);
    m_dialog->setBusy(true);
    QTest::mouseClick(cancel(), Qt::LeftButton);
    QCOMPARE(cancelled.size(), 1);
    QCOMPARE(rejected.size(), 0);
    QVERIFY(m_dialog->isVisible());
    QVERIFY(!m_dialog->isBusy());
    QVERIFY(edit(u"loginPassword"_s)->hasFocus());
    QCOMPARE(submit()->text(), u"Sign in"_s);
}

void TestLoginDialog::escapeClosesWhenIdle()
{
    QSignalSpy rejected(m_dialog.get(), &QDialog::rejected);
    m_dialog->setBusy(true);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QCOMPARE(rejected.size(), 0);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
}

void TestLoginDialog::errorStandsUnderItsField()
{
    fill(u"localhost"_s, u"ada"_s, u"secret"_s);
    m_dialog->setBusy(true);
    m_dialog->showError(LoginDialog::Field::User, {u"Not <b>so</b>."_s});
    QCOMPARE(errorUnder(u"loginUser"_s), u"Not <b>so</b>."_s);
    QCOMPARE(m_dialog->findChild<QLabel *>(u"loginUserError"_s)->textFormat(), Qt::PlainText);
    QCOMPARE(edit(u"loginUser"_s)->accessibleDescription(), u"Not <b>so</b>."_s);
    QCOMPARE(errorUnder(u"loginServer"_s), QString());
    QCOMPARE(errorUnder(u"loginPassword"_s), QString());
    QVERIFY(edit(u"loginUser"_s)->hasFocus());
    QCOMPARE(edit(u"loginUser"_s)->selectedText(), u"ada"_s);
    QVERIFY(!m_dialog->isBusy());
}

void TestLoginDialog::errorGoesWhenItsFieldChanges()
{
    m_dialog->showError(LoginDialog::Field::Password, {u"Wrong."_s});
    QTest::keyClicks(edit(u"loginServer"_s), u"x"_s);
    QCOMPARE(errorUnder(u"loginPassword"_s), u"Wrong."_s);
    QTest::keyClicks(edit(u"loginPassword"_s), u"x"_s);
    QCOMPARE(errorUnder(u"loginPassword"_s), QString());
}

void TestLoginDialog::remedyBelowTheError()
{
    QSignalSpy chosen(m_dialog.get(), &LoginDialog::remedyChosen);
    auto *remedy = m_dialog->findChild<QAbstractButton *>(u"loginServerRemedy"_s);
    QVERIFY(!remedy->isVisible());
    fill(u"localhost"_s, u"ada"_s, u"secret"_s);
    m_dialog->showError(LoginDialog::Field::Server, {u"Not so."_s}, {u"Do it"_s, true});
    QVERIFY(remedy->isVisible());
    QCOMPARE(remedy->text(), u"Do it"_s);
    // Enter signs in, it never chooses what is dangerous.
    QSignalSpy asked(m_dialog.get(), &LoginDialog::loginRequested);
    QTest::keyClick(edit(u"loginServer"_s), Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(chosen.size(), 0);
    QVERIFY(!remedy->isVisible());
    m_dialog->showError(LoginDialog::Field::Server, {u"Not so."_s}, {u"Do it"_s, true});
    QTest::mouseClick(remedy, Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    // It belongs to the address that was tried.
    QTest::keyClicks(edit(u"loginServer"_s), u"x"_s);
    QVERIFY(!remedy->isVisible());
    m_dialog->showError(LoginDialog::Field::Password, {u"Wrong."_s});
    QVERIFY(!remedy->isVisible());
}

void TestLoginDialog::saysThatNothingIsEncrypted()
{
    const auto hint = u"Not encrypted: others on the way can read it."_s;
    for (const auto &address : {u"chat.example.org"_s, u"localhost"_s, u"https://10.1.2.3"_s}) {
        edit(u"loginServer"_s)->setText(address);
        QCOMPARE(errorUnder(u"loginServer"_s), QString());
    }
    edit(u"loginServer"_s)->setText(u"http://chat.example.org"_s);
    QCOMPARE(errorUnder(u"loginServer"_s), hint);
}

void TestLoginDialog::remembersServerAndUserOnly()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"salon.ini"_s);
    {
        ProfileSettings settings(file);
        open(&settings);
        fill(u"localhost:9000"_s, u"ada"_s, u"very secret"_s);
        QTest::mouseClick(submit(), Qt::LeftButton);
        m_dialog.reset();
    }
    QFile kept(file);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(!kept.readAll().contains("very secret"));
    ProfileSettings settings(file);
    open(&settings);
    QCOMPARE(edit(u"loginServer"_s)->text(), u"localhost:9000"_s);
    QCOMPARE(edit(u"loginUser"_s)->text(), u"ada"_s);
    QCOMPARE(edit(u"loginPassword"_s)->text(), QString());
    m_dialog.reset();
}

void TestLoginDialog::startsAtTheFirstEmptyField()
{
    QVERIFY(edit(u"loginServer"_s)->hasFocus());
    m_dialog = std::make_unique<LoginDialog>();
    m_dialog->setServer(u"localhost"_s);
    m_dialog->setUser(u"ada"_s);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    QVERIFY(edit(u"loginPassword"_s)->hasFocus());
}

void TestLoginDialog::passwordIsHiddenWhenSent()
{
    auto *password = m_dialog->findChild<PasswordEdit *>(u"loginPassword"_s);
    fill(u"localhost"_s, u"ada"_s, u"secret"_s);
    QCOMPARE(password->echoMode(), QLineEdit::Password);
    password->setRevealed(true);
    QCOMPARE(password->echoMode(), QLineEdit::Normal);
    QTest::mouseClick(submit(), Qt::LeftButton);
    QCOMPARE(password->echoMode(), QLineEdit::Password);
}

void TestLoginDialog::reasonAboveTheFields()
{
    const auto *reason = m_dialog->findChild<QLabel *>(u"loginReason"_s);
    QVERIFY(!reason->isVisible());
    m_dialog->setReason({u"Your session has run out."_s});
    QVERIFY(reason->isVisible());
    QVERIFY(reason->mapTo(m_dialog.get(), QPoint()).y()
            < edit(u"loginServer"_s)->mapTo(m_dialog.get(), QPoint()).y());
    m_dialog->setReason({});
    QVERIFY(!reason->isVisible());
}

void TestLoginDialog::growsForTheSentence()
{
    m_dialog->resize(520, 10);
    const int before = m_dialog->height();
    m_dialog->showError(LoginDialog::Field::Server,
                        {u"A sentence of several lines. "_s.repeated(9)});
    QTRY_VERIFY(m_dialog->height() > before);
    const auto *label = m_dialog->findChild<QLabel *>(u"loginServerError"_s);
    QTRY_VERIFY(label->height() >= label->heightForWidth(label->width()));
}

void TestLoginDialog::addressIsToldOnce()
{
    QSignalSpy told(m_dialog.get(), &LoginDialog::serverEntered);
    QTest::keyClicks(edit(u"loginServer"_s), u"a b"_s);
    edit(u"loginUser"_s)->setFocus();
    QCOMPARE(told.size(), 0); // no address
    edit(u"loginServer"_s)->setText(u"localhost:9000"_s);
    edit(u"loginServer"_s)->setFocus();
    edit(u"loginUser"_s)->setFocus();
    QCOMPARE(told.size(), 1);
    QCOMPARE(told[0][0].toUrl(), QUrl(u"http://localhost:9000"_s));
    edit(u"loginServer"_s)->setFocus();
    edit(u"loginServer"_s)->end(false);
    QTest::keyClick(edit(u"loginServer"_s), Qt::Key_Backspace);
    QTest::keyClicks(edit(u"loginServer"_s), u"0"_s); // as it was
    edit(u"loginUser"_s)->setFocus();
    QCOMPARE(told.size(), 1);
}

void TestLoginDialog::goesWhileAnAddressIsTyped()
{
    QTest::keyClicks(edit(u"loginServer"_s), u"localhost"_s);
    QSignalSpy told(m_dialog.get(), &LoginDialog::serverEntered);
    m_dialog.reset();
    QCOMPARE(told.size(), 0);
}

void TestLoginDialog::addressThatStandsThereIsTold()
{
    m_dialog = std::make_unique<LoginDialog>();
    QSignalSpy told(m_dialog.get(), &LoginDialog::serverEntered);
    m_dialog->setServer(u"localhost"_s);
    QCOMPARE(told.size(), 0);
    m_dialog->show();
    QTRY_COMPARE(told.size(), 1);
}

void TestLoginDialog::fieldOfAFailure_data()
{
    using Field = LoginDialog::Field;
    QTest::addColumn<Failure>("failure");
    QTest::addColumn<int>("field");
    const auto row = [](const char *name, const Failure &failure, Field field) {
        QTest::newRow(name) << failure << int(field);
    };
    row("not reached", {ConnectionFailure::Refused, {}}, Field::Server);
    row("no encryption agreed on", {ConnectionFailure::TlsFailed, {}}, Field::Server);
    row("a wrong certificate", {ConnectionFailure::CertificateName, {}}, Field::Server);
    row("not allowed unencrypted", {ConnectionFailure::NotEncrypted, {}}, Field::Server);
    row("another protocol", {{}, Error(ErrorCode::UnsupportedProtocol, {})}, Field::Server);
    row("another program", {{}, Error(ErrorCode::MethodNotAllowed, {})}, Field::Server);
    row("an older server", {{}, Error(ErrorCode::UnknownKind, {})}, Field::Server);
    row("name too long", {{}, Error::tooLarge(u"data.username"_s, 256)}, Field::User);
    row("wrong password", {{}, Error(ErrorCode::Unauthorized, Reason::WrongPassword, {})},
        Field::Password);
    row("switched off", {{}, Error(ErrorCode::Forbidden, Reason::AccountDisabled, {})},
        Field::Password);
    row("wrong code", {{}, Error(ErrorCode::Unauthorized, Reason::WrongSetupCode, {})},
        Field::Code);
    row("old code", {{}, Error(ErrorCode::Unauthorized, Reason::SetupCodeExpired, {})},
        Field::Code);
    row("code too long", {{}, Error::tooLarge(u"code"_s, 64)}, Field::Code);
    row("throttled", {{}, Error::rateLimited(8000)}, Field::Password);
}

void TestLoginDialog::fieldOfAFailure()
{
    QFETCH(Failure, failure);
    QFETCH(int, field);
    QCOMPARE(int(fieldOf(failure)), field);
}

QTEST_MAIN(TestLoginDialog)
#include "tst_login_dialog.moc"
