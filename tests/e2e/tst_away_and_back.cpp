// SPDX-License-Identifier: MIT
#include "client/ui/composer.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kPatienceMs = 20'000;

} // namespace

//! What one sees while the server is away or the session is over, and that nothing typed meanwhile
//! is lost, doubled or out of order.
class TestAwayAndBack : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void serverAwayAndBack();
    void stoppedOnPurpose();
    void failedCanBeRetriedOrDeleted();
    void sessionEndedElsewhere();
    void loggedOutElsewhere();
    void sessionRunsOut();
    void accountSwitchedOff();

private:
    void begin(const QByteArray &configuration = {});
    HttpClient elsewhere(const QString &user) const;
    void expectBlocked(const QString &why);
    void logInAgain();

    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<WindowUser> m_ada;
};

void TestAwayAndBack::init()
{
    m_ada.reset();
    m_salond.reset();
}

void TestAwayAndBack::cleanup()
{
    if (QTest::currentTestFailed() && m_salond)
        qInfo().noquote() << QString::fromUtf8(m_salond->log().right(2000));
}

void TestAwayAndBack::begin(const QByteArray &configuration)
{
    m_salond = std::make_unique<SalondProcess>(configuration + kCheapPasswords);
    QVERIFY(m_salond->start());
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond->addUser(u"grace"_s, kPassword));
    m_ada = std::make_unique<WindowUser>();
    m_ada->start({m_salond->url(), u"ada"_s, kPassword});
    QTRY_VERIFY(m_ada->isSignedIn());
    QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
    m_ada->say(u"before"_s);
    QTRY_VERIFY(m_ada->rowOf(u"before"_s)
                && m_ada->rowOf(u"before"_s)->delivery == Delivery::Delivered);
}

HttpClient TestAwayAndBack::elsewhere(const QString &user) const
{
    HttpClient http(m_salond->port());
    if (const auto login = http.login(user, kPassword))
        http.setToken(login->token.toLatin1());
    return http;
}

void TestAwayAndBack::serverAwayAndBack()
{
    begin();
    m_salond->kill();
    QElapsedTimer away;
    away.start();
    QTRY_VERIFY(!m_ada->isOnline());
    QVERIFY(m_ada->banner().isEmpty());
    QTRY_VERIFY(!m_ada->banner().isEmpty());
    QVERIFY2(away.elapsed() >= 2'000, "a short interruption is not worth a word");
    QTRY_VERIFY(m_ada->banner().contains(u"no Salon server answers on it"_s));
    const QRegularExpression seconds(
        u"127\\.0\\.0\\.1:\\d+ is there, .* Trying again in \\d+ s\\.$"_s);
    QVERIFY2(m_ada->banner().contains(seconds), qPrintable(m_ada->banner()));

    m_ada->say(u"first while away"_s);
    m_ada->say(u"second while away"_s);
    m_ada->type(u"half a thou"_s);
    QTRY_COMPARE(m_ada->texts(),
                 (QStringList{u"before"_s, u"first while away"_s, u"second while away"_s}));
    QVERIFY(m_ada->isShown(u"first while away"_s, Delivery::Pending));
    QVERIFY(m_ada->find<QWidget>(u"composerEdit"_s)->isVisible());

    QVERIFY(m_salond->start());
    const HttpClient grace = elsewhere(u"grace"_s);
    for (const auto &text :
         {R"({"key":"5a10a000-0000-4000-8000-000000000001","text":"grace one"})",
          R"({"key":"5a10a000-0000-4000-8000-000000000002","text":"grace two"})"})
        QCOMPARE(grace.post("/api/rooms/general/messages", text).status, 201);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
    QTRY_COMPARE(m_ada->banner(), u"Connected"_s);
    QTRY_VERIFY(m_ada->isShown(u"second while away"_s, Delivery::Delivered));
    QTRY_COMPARE(m_ada->texts(),
                 (QStringList{u"before"_s, u"grace one"_s, u"grace two"_s, u"first while away"_s,
                              u"second while away"_s}));
    QCOMPARE(m_ada->draft(), u"half a thou"_s);
    QTRY_COMPARE(m_ada->banner(), QString());
    const QByteArray page = elsewhere(u"grace"_s).get("/api/rooms/general/messages").body;
    for (const char *text : {"first while away", "second while away", "grace one", "grace two"})
        QCOMPARE(page.count(text), 1);
}

void TestAwayAndBack::stoppedOnPurpose()
{
    begin();
    QCOMPARE(m_salond->stop(), 0);
    QTRY_VERIFY(m_ada->banner().contains(u"The server was stopped, or is being started anew."_s));
    QTRY_VERIFY(m_ada->banner().contains(u"Trying again in"_s));
    QVERIFY(m_salond->start());
    m_ada->click(u"connectionRetry"_s);
    QTRY_VERIFY(m_ada->isOnline());
}

void TestAwayAndBack::failedCanBeRetriedOrDeleted()
{
    begin();
    m_salond->kill();
    QTRY_VERIFY(!m_ada->isOnline());
    const auto kept = u"too long for a day"_s, dropped = u"too long for ever"_s;
    m_ada->say(kept);
    m_ada->say(dropped);
    const auto restart = [this](const QByteArray &limits) {
        QFile file(m_salond->configurationFile());
        if (file.open(QIODevice::WriteOnly))
            file.write(kCheapPasswords + limits);
        file.close();
        return m_salond->start().has_value();
    };
    QVERIFY(restart("[limits]\nmessage_text = 9\n"));
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isShown(kept, Delivery::Failed)
                                 && m_ada->isShown(dropped, Delivery::Failed),
                             kPatienceMs);
    // The same as a click on the row's links; where they lie is the timeline's own test.
    TimelineView *timeline = m_ada->window().pane()->timeline();
    Q_EMIT timeline->deleteRequested(m_ada->rowOf(dropped)->id);
    QTRY_COMPARE(m_ada->texts(), (QStringList{u"before"_s, kept}));

    m_salond->kill();
    QTRY_VERIFY(!m_ada->isOnline());
    QVERIFY(restart({}));
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
    QVERIFY(m_ada->isShown(kept, Delivery::Failed));
    Q_EMIT timeline->retryRequested(m_ada->rowOf(kept)->id);
    QTRY_VERIFY(m_ada->isShown(kept, Delivery::Delivered));
    const QByteArray page = elsewhere(u"grace"_s).get("/api/rooms/general/messages").body;
    QCOMPARE(page.count(kept.toUtf8()), 1);
    QCOMPARE(page.count(dropped.toUtf8()), 0);
}

//! The window stays, nothing can be written in it, and both say why; the login lies over it.
void TestAwayAndBack::expectBlocked(const QString &why)
{
    QTRY_VERIFY_WITH_TIMEOUT(WindowUser::loginDialog(), kPatienceMs);
    const auto *reason = WindowUser::loginDialog()->findChild<QLabel *>(u"loginReason"_s);
    QVERIFY(reason->isVisible());
    QVERIFY2(reason->text().contains(why), qPrintable(reason->text()));
    QVERIFY(m_ada->window().isVisible());
    QCOMPARE(WindowUser::loginDialog()->parentWidget(), &m_ada->window());
    QVERIFY(m_ada->texts().contains(u"before"_s));
    QVERIFY(!m_ada->find<QWidget>(u"composerEdit"_s)->isVisible());
    const auto *blocked = m_ada->find<QLabel>(u"composerBlocked"_s);
    QVERIFY(blocked->isVisible());
    QVERIFY2(blocked->text().contains(why), qPrintable(blocked->text()));
}

void TestAwayAndBack::logInAgain()
{
    QDialog *dialog = WindowUser::loginDialog();
    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QLineEdit *>(u"loginUser"_s)->text(), u"ada"_s);
    QCOMPARE(dialog->findChild<QLineEdit *>(u"loginServer"_s)->text(),
             u"127.0.0.1:%1"_s.arg(m_salond->port()));
    WindowUser::fill(dialog, u"loginPassword"_s, kPassword);
    WindowUser::click(dialog, u"loginSubmit"_s);
    QTRY_VERIFY(m_ada->isSignedIn());
    QTRY_VERIFY(!WindowUser::loginDialog());
    QVERIFY(m_ada->find<QWidget>(u"composerEdit"_s)->isVisible());
    QCOMPARE(m_ada->notice(), QString());
}

void TestAwayAndBack::sessionEndedElsewhere()
{
    begin();
    m_ada->type(u"half a thou"_s);
    const HttpClient ada = elsewhere(u"ada"_s);
    const auto sessions = HttpClient::decodedBody<protocol::SessionList>(ada.get("/api/sessions"));
    QVERIFY(sessions);
    for (const auto &session : sessions->sessions) {
        if (!session.current)
            QCOMPARE(
                ada.request("DELETE", "/api/sessions/" + session.id.toString().toLatin1()).status,
                200);
    }
    expectBlocked(u"This session was ended, here or on another device."_s);
    logInAgain();
    QCOMPARE(m_ada->draft(), u"half a thou"_s);
    m_ada->say(u"ght"_s);
    QTRY_COMPARE(m_ada->texts(), (QStringList{u"before"_s, u"half a thought"_s}));
    QTRY_VERIFY(m_ada->isShown(u"half a thought"_s, Delivery::Delivered));
}

void TestAwayAndBack::loggedOutElsewhere()
{
    // While the server is away the session ends: what was written meanwhile waits for the login.
    begin();
    m_salond->kill();
    QTRY_VERIFY(!m_ada->isOnline());
    m_ada->say(u"written while away"_s);
    QTRY_COMPARE(m_ada->countOf(u"written while away"_s), 1);
    QVERIFY(m_salond->start());
    QVERIFY(elsewhere(u"grace"_s).get("/api/sessions").status == 200);
    QCOMPARE(m_salond
                 ->command({u"user"_s, u"set-password"_s, u"ada"_s, u"--password-stdin"_s},
                           kPassword.toUtf8() + '\n')
                 .exitCode,
             0);
    expectBlocked(u"This session was ended, here or on another device."_s);
    QVERIFY(m_ada->isShown(u"written while away"_s, Delivery::Pending));
    logInAgain();
    QTRY_VERIFY(m_ada->isShown(u"written while away"_s, Delivery::Delivered));
    QCOMPARE(
        elsewhere(u"grace"_s).get("/api/rooms/general/messages").body.count("written while away"),
        1);
}

void TestAwayAndBack::sessionRunsOut()
{
    begin("[server]\nsession_life = \"3s\"\n");
    m_ada->type(u"half a thou"_s);
    expectBlocked(u"Your session has run out."_s);
    const auto *reason = WindowUser::loginDialog()->findChild<QLabel *>(u"loginReason"_s);
    QVERIFY(reason->text().contains(u"Sign in again; your drafts"_s));
    logInAgain();
    QCOMPARE(m_ada->draft(), u"half a thou"_s);
}

void TestAwayAndBack::accountSwitchedOff()
{
    begin();
    m_ada->type(u"half a thou"_s);
    QCOMPARE(m_salond->command({u"user"_s, u"disable"_s, u"ada"_s}).exitCode, 0);
    expectBlocked(u"This session was ended, here or on another device."_s);
    QDialog *dialog = WindowUser::loginDialog();
    WindowUser::fill(dialog, u"loginPassword"_s, kPassword);
    WindowUser::click(dialog, u"loginSubmit"_s);
    QTRY_VERIFY(
        WindowUser::loginError(u"loginPassword"_s).contains(u"This account is switched off."_s));
    QVERIFY(m_ada->texts().contains(u"before"_s));
    dialog->reject();
    QTRY_VERIFY(!WindowUser::loginDialog());
    QVERIFY(m_ada->window().isVisible());
    m_ada->click(u"noticeAction"_s);
    QTRY_VERIFY(WindowUser::loginDialog());
}

QTEST_MAIN(TestAwayAndBack)
#include "tst_away_and_back.moc"
