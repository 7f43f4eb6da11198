// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QDir>
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
    void tooManyWrongCodes();
    void shortPassword();
    void nameTooLong();
    void codeMakesTheAccountAndSignsIn();
    void codeWorksOnce();

private:
    QString address() const { return u"127.0.0.1:%1"_s.arg(m_salond->port()); }
    //! The code in salond's output.
    QString printedCode() const
    {
        static const QRegularExpression pattern(
            u"[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}"_s);
        return pattern.match(QString::fromUtf8(m_salond->log())).captured();
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
    static void savePicture(const QString &name)
    {
        const QDir pictures(QStringLiteral(SALON_PICTURES));
        QVERIFY(pictures.mkpath(u"."_s));
        QVERIFY(WindowUser::loginDialog()->grab().save(pictures.filePath(name)));
    }

    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<WindowUser> m_ada;
};

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
    QTRY_VERIFY(!WindowUser::loginError(kCode).isEmpty());
    const QString error = WindowUser::loginError(kCode);
    QVERIFY2(error.contains(u"This is not the set-up code that the server printed"_s),
             qPrintable(error));
    const auto id =
        QRegularExpression(u" id (\\S+)$"_s).match(WindowUser::loginErrorDetail(kCode)).captured(1);
    QVERIFY(!id.isEmpty());
    QTRY_VERIFY(m_salond->log().contains("\"trace\":\"" + id.toLatin1() + '"'));
    QVERIFY(!m_ada->isSignedIn());
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
    QVERIFY(WindowUser::loginError(kCode).contains(u"Try again in"_s));
}

void TestFirstAccount::shortPassword()
{
    typeServer(address());
    QTRY_VERIFY(isSetUp());
    submit(printedCode(), u"ada"_s, u"short"_s);
    QTRY_VERIFY2(WindowUser::loginError(kPasswordField).contains(u"This password is too short."_s),
                 qPrintable(WindowUser::loginError(kPasswordField)));
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
    WindowUser::logIn(address(), u"grace"_s, kPassword);
    QTRY_VERIFY(m_ada->isSignedIn());
}

QTEST_MAIN(TestFirstAccount)
#include "tst_first_account.moc"
