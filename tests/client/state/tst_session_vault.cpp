// SPDX-License-Identifier: MIT
#include "client/state/session_vault.h"
#include "tests/client/state/fake_keychain.h"
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

static const Account kAda{QUrl(u"http://127.0.0.1:8008"_s),
                          {{7}, u"ada"_s, u"Ada"_s},
                          u"a.token.of-ada"_s,
                          1'800'000'000'000};

//! Where the token lies, and that it is found again.
class TestSessionVault : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void keychainKeepsTheToken();
    void fileKeepsTheToken_data();
    void fileKeepsTheToken();
    void fileIsForItsOwnerOnly();
    void newProfileNeverAsksTheKeychain();
    void saysWhenNothingTakesIt();
    void keychainThatLostItFindsNothing();
    void damagedFileIsNoSession();
    void clearedIsGoneFromBoth();
    void clearWinsOverASaveUnderWay();
    void keychainThatAnswersLate();

private:
    std::unique_ptr<SessionVault> vault(bool hasKeychain)
    {
        return std::make_unique<SessionVault>(
            m_folder->path(), hasKeychain ? std::make_unique<FakeKeychain>(m_keychain) : nullptr);
    }
    std::optional<SessionPlace> saved(SessionVault &vault)
    {
        std::optional<SessionPlace> place;
        vault.save(kAda, [&](SessionPlace where) { place = where; });
        (void)QTest::qWaitFor([&] { return place.has_value(); });
        return place;
    }
    //! As the next start of the program would find it.
    std::pair<std::optional<Account>, SessionPlace> loaded(bool hasKeychain)
    {
        const auto next = vault(hasKeychain);
        std::pair<std::optional<Account>, SessionPlace> result;
        bool isDone = false;
        next->load([&](const std::optional<Account> &account, SessionPlace place) {
            result = {account, place};
            isDone = true;
        });
        (void)QTest::qWaitFor([&] { return isDone; });
        return result;
    }
    QString path() const { return m_folder->filePath(u"session.json"_s); }
    QByteArray fileContent() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    FakeKeychain::Content m_keychain;
};

void TestSessionVault::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_keychain = {};
}

void TestSessionVault::keychainKeepsTheToken()
{
    const auto first = vault(true);
    QCOMPARE(saved(*first), SessionPlace::Keychain);
    QVERIFY(!fileContent().contains(kAda.token.toUtf8()));
    const auto [account, place] = loaded(true);
    QVERIFY(account);
    QCOMPARE(account->token, kAda.token);
    QCOMPARE(account->user.displayName, kAda.user.displayName);
    QCOMPARE(account->server, kAda.server);
    QCOMPARE(account->expiresAt, kAda.expiresAt);
    QCOMPARE(place, SessionPlace::Keychain);
}

void TestSessionVault::fileKeepsTheToken_data()
{
    QTest::addColumn<bool>("hasKeychain");
    QTest::newRow("no keychain") << false;
    QTest::newRow("a keychain that refuses") << true;
}

void TestSessionVault::fileKeepsTheToken()
{
    QFETCH(bool, hasKeychain);
    m_keychain.refuses = true;
    const auto first = vault(hasKeychain);
    QCOMPARE(saved(*first), SessionPlace::File);
    const auto [account, place] = loaded(hasKeychain);
    QVERIFY(account);
    QCOMPARE(account->token, kAda.token);
    QCOMPARE(place, SessionPlace::File);
}

void TestSessionVault::fileIsForItsOwnerOnly()
{
    const auto first = vault(false);
    QCOMPARE(saved(*first), SessionPlace::File);
    const auto owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    QCOMPARE(QFile::permissions(path()), owner);
    QFile::setPermissions(path(), owner | QFile::ReadGroup | QFile::ReadOther);
    QVERIFY(loaded(false).first);
    QCOMPARE(QFile::permissions(path()), owner);
}

void TestSessionVault::newProfileNeverAsksTheKeychain()
{
    QVERIFY(!loaded(true).first);
    QCOMPARE(m_keychain.reads, 0);
}

void TestSessionVault::saysWhenNothingTakesIt()
{
    m_keychain.refuses = true;
    SessionVault nowhere(u"/proc/no/such/folder"_s, std::make_unique<FakeKeychain>(m_keychain));
    QCOMPARE(saved(nowhere), SessionPlace::Nowhere);
}

void TestSessionVault::keychainThatLostItFindsNothing()
{
    const auto first = vault(true);
    QCOMPARE(saved(*first), SessionPlace::Keychain);
    m_keychain.secrets.clear();
    const auto [account, place] = loaded(true);
    QVERIFY(!account);
    QCOMPARE(place, SessionPlace::Nowhere);
}

void TestSessionVault::damagedFileIsNoSession()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"server\":\"http://127.0.0.1\",\"user\":7,\0\xff");
    file.close();
    QVERIFY(!loaded(true).first);
}

void TestSessionVault::clearedIsGoneFromBoth()
{
    const auto first = vault(true);
    QCOMPARE(saved(*first), SessionPlace::Keychain);
    first->clear();
    QVERIFY(m_keychain.secrets.isEmpty());
    QTRY_VERIFY(!QFile::exists(path()));
}

void TestSessionVault::clearWinsOverASaveUnderWay()
{
    auto first = vault(true);
    bool isTold = false;
    first->save(kAda, [&](SessionPlace) { isTold = true; });
    first->clear();
    QTRY_VERIFY(!m_keychain.secrets.isEmpty()); // the write was on its way
    first.reset(); // waits for the disk
    QVERIFY(!isTold);
    QVERIFY(!QFile::exists(path()));
    QVERIFY(!loaded(true).first);
}

void TestSessionVault::keychainThatAnswersLate()
{
    {
        const auto first = vault(true);
        QCOMPARE(saved(*first), SessionPlace::Keychain);
    }
    m_keychain.refuses = true;
    auto keychain = std::make_unique<FakeKeychain>(m_keychain);
    FakeKeychain *fake = keychain.get();
    SessionVault next(m_folder->path(), std::move(keychain));
    QSignalSpy late(&next, &SessionVault::foundLate);
    bool isDone = false;
    next.load([&](const std::optional<Account> &account, SessionPlace) {
        isDone = true;
        QVERIFY(!account);
    });
    QTRY_VERIFY(isDone);
    Q_EMIT fake->cameLate(m_keychain.secrets.begin().key(), kAda.token.toUtf8());
    QCOMPARE(late.count(), 1);
    QCOMPARE(late.first().first().value<Account>().token, kAda.token);
    next.clear();
    Q_EMIT fake->cameLate(u"whatever"_s, kAda.token.toUtf8());
    QCOMPARE(late.count(), 1);
}

QTEST_GUILESS_MAIN(TestSessionVault)
#include "tst_session_vault.moc"
