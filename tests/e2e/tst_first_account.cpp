// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/injected_failures.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const QByteArray kConfiguration =
    kCheapPasswords + "[throttle]\nname_attempts = 3\nfirst_wait_ms = 90000\n";
const auto kPassword = u"correct horse 7"_s;
const auto kCode = u"setUpCode"_s;
const auto kServer = u"loginServer"_s;
const auto kPasswordField = u"loginPassword"_s;

} // namespace

//! The first start of a server, from its window: the code that it printed makes the first account.
class TestFirstAccount : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void offersTheFirstAccount();
    void signInFindsThatThereIsNobody();
    void wrongCode();
    void oldCode();
    void tooManyWrongCodes();
    void shortPassword();
    void commonPassword();
    void nameTooLong();
    void codeMakesTheAccountAndSignsIn();
    void codeWorksOnce();
    void allWereShown();

private:
    QString address() const { return u"127.0.0.1:%1"_s.arg(m_salond->port()); }
    //! The code in salond's output, of its latest start.
    QString printedCode() const
    {
        static const QRegularExpression pattern(
            u"[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}"_s);
        QRegularExpressionMatch match;
        (void)QString::fromUtf8(m_salond->log()).lastIndexOf(pattern, -1, &match);
        return match.captured();
    }
    static bool isSetUp()
    {
        QDialog *dialog = WindowUser::loginDialog();
        return dialog && dialog->findChild<QWidget *>(kCode)->isVisible();
    }
    //! Types the address, and goes on to the next field.
    static void typeServer(const QString &address)
    {
        auto *edit = WindowUser::loginDialog()->findChild<QLineEdit *>(kServer);
        edit->setFocus();
        WindowUser::fill(WindowUser::loginDialog(), kServer, address);
        QTest::keyClick(edit, Qt::Key_Tab);
    }
    static void submit(const QString &code, const QString &user, const QString &password)
    {
        QDialog *dialog = WindowUser::loginDialog();
        WindowUser::fill(dialog, kCode, code);
        WindowUser::fill(dialog, u"loginUser"_s, user);
        WindowUser::fill(dialog, kPasswordField, password);
        WindowUser::fill(dialog, u"setUpPasswordAgain"_s, password);
        WindowUser::click(dialog, u"loginSubmit"_s);
    }
    //! Below that field comes a sentence with these words, by the row of that id, and the log knows
    //! the request.
    void expectError(const QString &field, const QString &words, const QString &id);
    static void savePicture(const QString &name)
    {
        const QDir pictures(QStringLiteral(SALON_PICTURES));
        QVERIFY(pictures.mkpath(u"."_s));
        QVERIFY(WindowUser::loginDialog()->grab().save(pictures.filePath(name)));
    }

    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<WindowUser> m_ada;
    ShownFailures m_shown;
};

void TestFirstAccount::expectError(const QString &field, const QString &words, const QString &id)
{
    QTRY_VERIFY(!WindowUser::loginError(field).isEmpty());
    const QString error = WindowUser::loginError(field);
    QVERIFY2(error.contains(words), qPrintable(error));
    const QString detail = WindowUser::loginErrorDetail(field);
    QVERIFY2(idIn(detail) == id, qPrintable(detail));
    QTRY_VERIFY2(m_salond->hasLogged(traceIn(detail)), qPrintable(detail));
    QVERIFY(!m_ada->isSignedIn());
    m_shown.add(id);
}

void TestFirstAccount::init()
{
    m_ada.reset();
    m_salond = std::make_unique<SalondProcess>(kConfiguration);
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(QString::fromUtf8(m_salond->log())));
    m_ada = std::make_unique<WindowUser>();
    m_ada->start();
    QTRY_VERIFY(WindowUser::loginDialog());
    QVERIFY(!isSetUp());
}

void TestFirstAccount::cleanup()
{
    if (QTest::currentTestFailed())
        qInfo().noquote() << QString::fromUtf8(m_salond->log().right(2000));
    m_ada.reset();
}

void TestFirstAccount::offersTheFirstAccount()
{
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    QCOMPARE(WindowUser::loginDialog()->windowTitle(), u"Set up this server"_s);
    QVERIFY(WindowUser::loginDialog()->findChild<QLineEdit *>(kCode)->hasFocus());
    savePicture(u"first_account.png"_s);
    // Another address, another server: it may have accounts.
    SalondProcess other(kConfiguration);
    QVERIFY(other.start());
    QVERIFY(other.addUser(u"grace"_s, kPassword));
    typeServer(u"127.0.0.1:%1"_s.arg(other.port()));
    QTRY_VERIFY(!isSetUp());
}

void TestFirstAccount::signInFindsThatThereIsNobody()
{
    WindowUser::logIn(address(), u"ada"_s, kPassword);
    QTRY_VERIFY(isSetUp());
    QDialog *dialog = WindowUser::loginDialog();
    QCOMPARE(dialog->findChild<QLineEdit *>(u"loginUser"_s)->text(), u"ada"_s);
    QVERIFY(dialog->findChild<QWidget *>(u"loginSubmit"_s)->isEnabled());
    QCOMPARE(WindowUser::loginError(kPasswordField), QString());
}

void TestFirstAccount::wrongCode()
{
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    submit(u"00000-00000-00000-00000"_s, u"ada"_s, kPassword);
    expectError(kCode, u"This is not the set-up code that the server printed"_s,
                u"wrong_setup_code"_s);
}

void TestFirstAccount::oldCode()
{
#ifndef SALON_STEADY_CLOCK
    m_shown.add(u"setup_code_expired"_s);
    QSKIP("the clock of a process cannot be moved here");
#else
    QFile ahead(m_salond->besideData(u"ahead"_s));
    QVERIFY(ahead.open(QIODevice::WriteOnly));
    QCOMPARE(m_salond->stop(), 0);
    m_salond->setEnvironment(u"LD_PRELOAD"_s, QStringLiteral(SALON_STEADY_CLOCK));
    m_salond->setEnvironment(u"STEADY_AHEAD"_s, ahead.fileName());
    m_salond->setEnvironment(u"ASAN_OPTIONS"_s, u"verify_asan_link_order=0"_s);
    QVERIFY(m_salond->start());
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    QVERIFY(ahead.resize(3'601));
    submit(printedCode(), u"ada"_s, kPassword);
    expectError(kCode, u"This set-up code is older than an hour. Start the server again"_s,
                u"setup_code_expired"_s);
#endif
}

void TestFirstAccount::tooManyWrongCodes()
{
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    const auto isThrottled = [] {
        if (WindowUser::loginError(kCode).contains(u"too many wrong set-up codes"_s))
            return true;
        submit(u"wrong"_s, u"ada"_s, kPassword);
        return false;
    };
    QTRY_VERIFY(isThrottled());
    expectError(kCode, u"so the server makes you wait. Try again in"_s, u"too_many_codes"_s);
}

void TestFirstAccount::shortPassword()
{
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    submit(printedCode(), u"ada"_s, u"short"_s);
    expectError(kPasswordField, u"This password is too short."_s, u"password_too_short"_s);
}

void TestFirstAccount::commonPassword()
{
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    submit(printedCode(), u"ada"_s, u"password123"_s);
    expectError(kPasswordField, u"This password is one of those that are tried first."_s,
                u"password_too_common"_s);
}

void TestFirstAccount::nameTooLong()
{
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    submit(printedCode(), QString(33, u'a'), kPassword);
    QTRY_VERIFY2(
        WindowUser::loginError(u"loginUser"_s).contains(u"longer than the server accepts"_s),
        qPrintable(WindowUser::loginError(u"loginUser"_s)));
}

void TestFirstAccount::codeMakesTheAccountAndSignsIn()
{
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    QVERIFY(!printedCode().isEmpty());
    submit(printedCode().toLower(), u"ada"_s, kPassword); // as people write it
    QTRY_VERIFY(m_ada->isSignedIn());
    QVERIFY(!WindowUser::loginDialog());
    QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
    m_ada->say(u"the first word"_s);
    QTRY_VERIFY(m_ada->isShown(u"the first word"_s, Delivery::Delivered));
    // It is an account like any other.
    HttpClient http(m_salond->port());
    QVERIFY(http.login(u"ada"_s, kPassword));
    QVERIFY(http.get("/api/server").body.contains("\"needs_setup\":false"));
}

void TestFirstAccount::codeWorksOnce()
{
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    const QString code = printedCode();
    QVERIFY(m_salond->addUser(u"grace"_s, kPassword)); // somebody is faster
    submit(code, u"ada"_s, kPassword);
    QTRY_VERIFY(!isSetUp());
    const auto *reason = WindowUser::loginDialog()->findChild<QLabel *>(u"loginReason"_s);
    QVERIFY(reason->isVisible());
    QVERIFY2(reason->text().contains(u"This server has its first account already. Sign in"_s),
             qPrintable(reason->text()));
    const QString detail = WindowUser::loginReasonDetail();
    QCOMPARE(idIn(detail), u"setup_done"_s);
    QTRY_VERIFY2(m_salond->hasLogged(traceIn(detail)), qPrintable(detail));
    m_shown.add(u"setup_done"_s);
    WindowUser::logIn(address(), u"grace"_s, kPassword);
    QTRY_VERIFY(m_ada->isSignedIn());
}

void TestFirstAccount::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedAtSetUp), QString());
}

QTEST_MAIN(TestFirstAccount)
#include "tst_first_account.moc"
