// SPDX-License-Identifier: MIT
#include "client/state/session_state.h"
#include "tests/client/state/fake_keychain.h"
#include "tests/support/salond_process.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
using namespace salon::client;

//! Logging in at a real server, and being remembered.
class TestSessionState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void remembersOverARestart();
    void emptyProfileHasNothing();
    void expiredSessionIsNothing();
    void wrongPasswordIsTold();
    void logOutRevokesAndForgets();
    void logInWhileTheKeychainThinks();

private:
    void logIn(SessionState &session)
    {
        QSignalSpy signedIn(&session, &SessionState::signedIn);
        QSignalSpy placed(&session, &SessionState::placeChanged);
        session.logIn(m_salond.url(), u"ada"_s, u"correct horse 7"_s);
        QTRY_COMPARE(signedIn.count(), 1);
        QTRY_COMPARE(placed.count(), 1);
    }

    SalondProcess m_salond{kCheapPasswords};
    QTemporaryDir m_folder;
    FakeKeychain::Content m_keychain;
};

void TestSessionState::initTestCase()
{
    const auto started = m_salond.start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    QVERIFY(m_salond.addUser(u"ada"_s, u"correct horse 7"_s));
}

void TestSessionState::remembersOverARestart()
{
    QString token;
    {
        SessionState session(m_folder.path(), std::make_unique<FakeKeychain>(m_keychain));
        logIn(session);
        QCOMPARE(session.keptIn(), SessionPlace::Keychain);
        token = session.account()->token;
    }
    SessionState next(m_folder.path(), std::make_unique<FakeKeychain>(m_keychain));
    QSignalSpy signedIn(&next, &SessionState::signedIn);
    QSignalSpy nothing(&next, &SessionState::nothingRemembered);
    next.resume();
    QCOMPARE(signedIn.count(), 0); // never inside the call: the caller may still be building
    QTRY_COMPARE(signedIn.count(), 1);
    QCOMPARE(nothing.count(), 0);
    QCOMPARE(next.account()->token, token);
    QCOMPARE(next.keptIn(), SessionPlace::Keychain);
}

void TestSessionState::emptyProfileHasNothing()
{
    QTemporaryDir empty;
    SessionState session(empty.path(), nullptr);
    QSignalSpy nothing(&session, &SessionState::nothingRemembered);
    session.resume();
    QTRY_COMPARE(nothing.count(), 1);
    QVERIFY(!session.account());
}

void TestSessionState::expiredSessionIsNothing()
{
    QTemporaryDir folder;
    {
        SessionVault vault(folder.path(), nullptr);
        bool isSaved = false;
        vault.save({m_salond.url(), {{1}, u"ada"_s, u"ada"_s}, u"old"_s, 1'000},
                   [&](SessionPlace) { isSaved = true; });
        QTRY_VERIFY(isSaved);
    }
    SessionState session(folder.path(), nullptr);
    QSignalSpy nothing(&session, &SessionState::nothingRemembered);
    session.resume();
    QTRY_COMPARE(nothing.count(), 1);
    QVERIFY(!session.account());
}

void TestSessionState::wrongPasswordIsTold()
{
    QTemporaryDir folder;
    SessionState session(folder.path(), nullptr);
    std::optional<Failure> told;
    connect(&session, &SessionState::logInFailed, this,
            [&](const Failure &failure) { told = failure; });
    session.logIn(m_salond.url(), u"ada"_s, u"wrong horse 7"_s);
    QTRY_VERIFY(told);
    QCOMPARE(told->error.reason, salon::Reason::WrongPassword);
    QVERIFY(!session.account());
}

void TestSessionState::logOutRevokesAndForgets()
{
    QTemporaryDir folder;
    SessionState session(folder.path(), nullptr);
    logIn(session);
    QCOMPARE(session.keptIn(), SessionPlace::File);
    const QString token = session.account()->token;
    QSignalSpy signedOut(&session, &SessionState::signedOut);
    session.logOut();
    QCOMPARE(signedOut.count(), 1);
    QVERIFY(!session.account());
    QTRY_VERIFY(!QFile::exists(folder.filePath(u"session.json"_s)));
    // The server refuses the token from now on.
    HttpApi api;
    std::optional<salon::ErrorCode> code;
    const auto ask = [&] {
        code.reset();
        api.renew(m_salond.url(), token, [&](const ApiResult<salon::protocol::Renewed> &reply) {
            const auto *failure = std::get_if<Failure>(&reply);
            code = failure ? failure->error.code : salon::ErrorCode::Internal;
        });
        return QTest::qWaitFor([&] { return code.has_value(); });
    };
    QTRY_VERIFY(ask() && code == salon::ErrorCode::SessionRevoked);
}

void TestSessionState::logInWhileTheKeychainThinks()
{
    // What the keychain says of the old session must not replace the one that was just made.
    QString old;
    {
        SessionState before(m_folder.path(), std::make_unique<FakeKeychain>(m_keychain));
        logIn(before);
        old = before.account()->token;
    }
    SessionState session(m_folder.path(), std::make_unique<FakeKeychain>(m_keychain));
    QSignalSpy signedIn(&session, &SessionState::signedIn);
    QSignalSpy nothing(&session, &SessionState::nothingRemembered);
    session.resume();
    session.logIn(m_salond.url(), u"ada"_s, u"correct horse 7"_s);
    QTRY_COMPARE(signedIn.count(), 1);
    QVERIFY(session.account()->token != old); // the keychain has answered long before
    QTRY_COMPARE(session.keptIn(), SessionPlace::Keychain);
    QCOMPARE(signedIn.count(), 1);
    QCOMPARE(nothing.count(), 0);
}

QTEST_GUILESS_MAIN(TestSessionState)
#include "tst_session_state.moc"
