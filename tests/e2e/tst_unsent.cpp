// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/http_client.h"
#include "tests/support/pictures.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QDir>
#include <QLabel>
#include <QRadioButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kPatienceMs = 20'000;

} // namespace

//! What the server does not have, or does not want: what one can do about it, and that no word of
//! it is lost on the way.
class TestUnsent : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void nothingUnsentIsNotAskedAbout();
    void keptOverALogOut();
    void deletedAtALogOut();
    void sentBeforeALogOut();
    void refusedOnesCannotBeSentFirst();
    void refusedIsEdited();
    void editIsGivenUp();
    void editOutlivesTheProgram();
    void pauseCountsDown();

private:
    void restart(const QByteArray &limits);
    void logIn();
    void sayOffline(const QStringList &texts);
    void refuse(const QString &text);
    void logOut() { m_ada->choose(u"accountHeader"_s, u"logOut"_s); }
    void chooseAtLogOut(const QString &choice);
    QDialog *logOutDialog() { return m_ada->dialog(u"logOutDialog"_s); }
    void beginEdit(const QString &text);
    QByteArray page() const;

    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<WindowUser> m_ada;
};

void TestUnsent::init()
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords);
    QVERIFY(m_salond->start());
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
    m_ada = std::make_unique<WindowUser>();
    m_ada->start({m_salond->url(), u"ada"_s, kPassword});
    QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
    QTRY_VERIFY(m_ada->isSignedIn());
}

void TestUnsent::cleanup()
{
    if (QTest::currentTestFailed() && m_salond)
        qInfo().noquote() << QString::fromUtf8(m_salond->log().right(2000));
    m_ada.reset();
    m_salond.reset();
}

void TestUnsent::restart(const QByteArray &limits)
{
    m_salond->kill();
    QTRY_VERIFY(!m_ada->isOnline());
    QFile file(m_salond->configurationFile());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(kCheapPasswords + limits);
    file.close();
    QVERIFY(m_salond->start());
    m_ada->chat().connection().retryNow();
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
}

void TestUnsent::logIn()
{
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(m_salond->url().toString(), u"ada"_s, kPassword);
    QTRY_VERIFY(m_ada->isSignedIn());
}

void TestUnsent::sayOffline(const QStringList &texts)
{
    m_salond->kill();
    QTRY_VERIFY(!m_ada->isOnline());
    for (const QString &text : texts) {
        m_ada->say(text);
        QTRY_VERIFY(m_ada->isShown(text, Delivery::Pending));
    }
}

//! A message that the server refuses for good.
void TestUnsent::refuse(const QString &text)
{
    sayOffline({text});
    restart("[limits]\nmessage_text = 9\n");
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isShown(text, Delivery::Failed), kPatienceMs);
}

void TestUnsent::chooseAtLogOut(const QString &choice)
{
    QTRY_VERIFY(logOutDialog());
    auto *button = logOutDialog()->findChild<QRadioButton *>(choice);
    QVERIFY(button && button->isVisible());
    button->click();
    savePicture(logOutDialog(), choice + u".png"_s);
    WindowUser::click(logOutDialog(), u"logOutSubmit"_s);
}

QByteArray TestUnsent::page() const
{
    HttpClient http(m_salond->port());
    if (const auto login = http.login(u"ada"_s, kPassword))
        http.setToken(login->token.toLatin1());
    return http.get("/api/rooms/general/messages").body;
}

void TestUnsent::nothingUnsentIsNotAskedAbout()
{
    m_ada->say(u"there"_s);
    QTRY_VERIFY(m_ada->isShown(u"there"_s, Delivery::Delivered));
    logOut();
    QTRY_VERIFY(WindowUser::loginDialog());
    QVERIFY(!m_ada->window().isVisible());
}

void TestUnsent::keptOverALogOut()
{
    sayOffline({u"first"_s, u"second"_s});
    logOut();
    QTRY_VERIFY(logOutDialog());
    QCOMPARE(logOutDialog()->findChild<QLabel *>(u"logOutSentence"_s)->text(),
             u"Waiting to be sent: 2."_s);
    chooseAtLogOut(u"logOutKeep"_s);
    QVERIFY(m_salond->start());
    logIn();
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isShown(u"second"_s, Delivery::Delivered), kPatienceMs);
    QCOMPARE(m_ada->texts(), (QStringList{u"first"_s, u"second"_s}));
    QCOMPARE(page().count("\"text\":\"first\""), 1);
}

void TestUnsent::deletedAtALogOut()
{
    sayOffline({u"first"_s});
    logOut();
    chooseAtLogOut(u"logOutDelete"_s);
    QVERIFY(m_salond->start());
    logIn();
    m_ada->say(u"later"_s);
    QTRY_VERIFY(m_ada->isShown(u"later"_s, Delivery::Delivered));
    QCOMPARE(m_ada->texts(), QStringList{u"later"_s});
    QCOMPARE(page().count("\"text\":\"first\""), 0);
}

void TestUnsent::sentBeforeALogOut()
{
    sayOffline({u"first"_s, u"second"_s});
    logOut();
    QTRY_VERIFY(logOutDialog());
    const auto *consequence = logOutDialog()->findChild<QLabel *>(u"logOutConsequence"_s);
    QVERIFY(consequence->text().contains(u"no connection"_s));
    chooseAtLogOut(u"logOutSend"_s);
    QVERIFY(!WindowUser::loginDialog());
    QVERIFY(logOutDialog());
    QVERIFY(m_salond->start());
    QTRY_VERIFY_WITH_TIMEOUT(WindowUser::loginDialog(), kPatienceMs);
    QVERIFY(!m_ada->window().isVisible());
    for (const char *text : {"\"text\":\"first\"", "\"text\":\"second\""})
        QCOMPARE(page().count(text), 1);
}

void TestUnsent::refusedOnesCannotBeSentFirst()
{
    refuse(u"too long for it"_s);
    logOut();
    QTRY_VERIFY(logOutDialog());
    QCOMPARE(logOutDialog()->findChild<QLabel *>(u"logOutSentence"_s)->text(),
             u"Refused by the server: 1."_s);
    QVERIFY(!logOutDialog()->findChild<QRadioButton *>(u"logOutSend"_s)->isVisible());
    WindowUser::click(logOutDialog(), u"logOutCancel"_s);
    QTRY_VERIFY(!logOutDialog());
    QVERIFY(m_ada->isSignedIn());
    QVERIFY(m_ada->isShown(u"too long for it"_s, Delivery::Failed));
}

//! As a click on the row's link does; where that lies is the timeline's own test.
void TestUnsent::beginEdit(const QString &text)
{
    QVERIFY(m_ada->rowOf(text));
    Q_EMIT m_ada->window().pane()->timeline()->editRequested(m_ada->rowOf(text)->id);
    QCOMPARE(m_ada->draft(), text);
}

void TestUnsent::refusedIsEdited()
{
    refuse(u"too long for it"_s);
    m_ada->type(u"half a"_s); // which is no part of it
    beginEdit(u"too long for it"_s);
    QVERIFY(m_ada->find<QWidget>(u"replyBar"_s)->isVisible());
    savePicture(&m_ada->window(), u"edit_refused.png"_s);
    for (int i = 0; i < 7; ++i)
        QTest::keyClick(m_ada->find<QWidget>(u"composerEdit"_s), Qt::Key_Backspace);
    m_ada->say({});
    QTRY_VERIFY(m_ada->isShown(u"too long"_s, Delivery::Delivered));
    QCOMPARE(m_ada->texts(), QStringList{u"too long"_s});
    QCOMPARE(m_ada->draft(), u"half a"_s);
    QVERIFY(!m_ada->find<QWidget>(u"replyBar"_s)->isVisible());
}

void TestUnsent::editIsGivenUp()
{
    refuse(u"too long for it"_s);
    beginEdit(u"too long for it"_s);
    m_ada->type(u", and longer"_s);
    QTest::keyClick(m_ada->find<QWidget>(u"composerEdit"_s), Qt::Key_Escape);
    QCOMPARE(m_ada->draft(), QString());
    QVERIFY(m_ada->isShown(u"too long for it"_s, Delivery::Failed));
    m_ada->quit();
    m_ada->start();
    QTRY_VERIFY(m_ada->isShown(u"too long for it"_s, Delivery::Failed));
}

void TestUnsent::editOutlivesTheProgram()
{
    refuse(u"too long for it"_s);
    m_ada->type(u"a draft"_s);
    beginEdit(u"too long for it"_s);
    m_ada->type(u", and longer"_s);
    QTest::qWait(600); // longer than texts are gathered before they are written
    const auto copied = std::make_unique<QTemporaryDir>();
    const QDir profile(m_ada->profile());
    for (const QString &name : profile.entryList({u"local.db*"_s}, QDir::Files))
        QVERIFY(QFile::copy(profile.filePath(name), copied->filePath(name)));
    // What lies there now is what a power cut would leave.
    m_ada->quit();
    for (const QString &name : profile.entryList({u"local.db*"_s}, QDir::Files))
        QVERIFY(QFile::remove(profile.filePath(name)));
    for (const QString &name : QDir(copied->path()).entryList(QDir::Files))
        QVERIFY(QFile::copy(copied->filePath(name), profile.filePath(name)));
    m_ada->start();
    QTRY_VERIFY(m_ada->isShown(u"too long for it, and longer"_s, Delivery::Failed));
    QCOMPARE(m_ada->draft(), u"a draft"_s);
}

void TestUnsent::pauseCountsDown()
{
    restart("[limits]\nmessages_per_second = 1\nmessage_burst = 1\n");
    m_ada->say(u"one"_s);
    m_ada->say(u"two"_s);
    QTRY_VERIFY(m_ada->notice().contains(u"waits"_s));
    savePicture(&m_ada->window(), u"sending_paused.png"_s);
    QTRY_VERIFY(m_ada->isShown(u"two"_s, Delivery::Delivered));
    QTRY_COMPARE(m_ada->notice(), QString());
}

QTEST_MAIN(TestUnsent)
#include "tst_unsent.moc"
