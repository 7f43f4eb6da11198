// SPDX-License-Identifier: MIT
#include "tests/e2e/tls_scene.h"
#include <QAbstractButton>
#include <QApplication>
#include <QCryptographicHash>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static const auto kRemedy = u"loginServerRemedy"_s;

//! What a person sees of the way to the server: that it is encrypted, whose certificate is refused
//! and why, and what they can do about it.
class TestEncryptedLine : public QObject, private TlsScene {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { begin(); }
    void init() { open(); }
    void cleanup() { close(); }
    void everydayByHttps();
    void refusedAtLogIn_data();
    void refusedAtLogIn();
    void trustedByItsFingerprint();
    void changedOnReconnect();
    void refusedOnReconnect_data();
    void refusedOnReconnect();
    void firstAccountByHttps();

private:
    void openCertificate(QWidget *owner, const QString &button);
    QDialog *certificate() const;

    TestAuthority m_stranger;
};

QDialog *TestEncryptedLine::certificate() const
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->objectName() == "certificateDialog"_L1 && widget->isVisible())
            return qobject_cast<QDialog *>(widget);
    }
    return nullptr;
}

void TestEncryptedLine::openCertificate(QWidget *owner, const QString &button)
{
    QTRY_VERIFY_WITH_TIMEOUT(visibleIn<QAbstractButton>(owner, button), kPatienceMs);
    WindowUser::click(owner, button);
    QTRY_VERIFY(certificate());
}

void TestEncryptedLine::everydayByHttps()
{
    signIn(address());
    QTRY_VERIFY(m_ada->isSignedIn());
    QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
    m_ada->say(u"nobody listens in"_s);
    QTRY_VERIFY(m_ada->isShown(u"nobody listens in"_s, Delivery::Delivered));
    QVERIFY(!accountText().contains(u"Not encrypted"_s));
    const QString facts = connectionFacts();
    for (const QString &words :
         {address(), u"Yes, by TLS 1."_s, u"Test Authority"_s, u"Salon server"_s, u"AES"_s})
        QVERIFY2(facts.contains(words), qPrintable(words + u" in "_s + facts));
    QDialog *panel = m_ada->dialog(u"connectionPanel"_s);
    savePicture(panel, u"connection panel"_s);
    openCertificate(panel, u"connectionCertificate"_s);
    QVERIFY(!visibleIn<QAbstractButton>(certificate(), u"certificateTrust"_s));
    QVERIFY(!visibleIn<QAbstractButton>(certificate(), u"certificateForget"_s));
    savePicture(certificate(), u"certificate accepted"_s);
}

void TestEncryptedLine::refusedAtLogIn_data()
{
    QTest::addColumn<TestCertificate>("identity");
    QTest::addColumn<QString>("words");
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto day = [](const QDateTime &moment) {
        return QLocale().toString(moment.toLocalTime().date(), u"d MMMM yyyy"_s);
    };
    const auto row = [](const char *name, const TestCertificate &identity, const QString &words) {
        QTest::newRow(name) << identity << words;
    };
    row("another host", m_authority.issue({.names = u"DNS:mail.example.org,DNS:www.example.org"_s}),
        u"is for mail.example.org, www.example.org: this may be another server. Nothing was sent."_s);
    row("ran out", m_authority.issue({.from = now.addDays(-9), .until = now.addDays(-2)}),
        u"ran out on %1. Nothing was sent."_s.arg(day(now.addDays(-2))));
    row("not yet", m_authority.issue({.from = now.addDays(2)}),
        u"is not valid before %1. Nothing was sent."_s.arg(day(now.addDays(2))));
}

void TestEncryptedLine::refusedAtLogIn()
{
    QFETCH(TestCertificate, identity);
    QFETCH(QString, words);
    m_proxy->setIdentity(identity);
    signIn(address());
    expectError(words);
    savePicture(WindowUser::loginDialog(), QString::fromLatin1(QTest::currentDataTag()));
    openCertificate(WindowUser::loginDialog(), kRemedy);
    for (const auto &button : {u"certificateTrust"_s, u"certificateForget"_s})
        QVERIFY(!visibleIn<QAbstractButton>(certificate(), button));
    savePicture(certificate(), u"certificate "_s + QString::fromLatin1(QTest::currentDataTag()));
    WindowUser::click(certificate(), u"factsClose"_s);
    QVERIFY(WindowUser::loginDialog());
    expectNothingHeard();
}

void TestEncryptedLine::trustedByItsFingerprint()
{
    const TestCertificate own = m_stranger.selfSigned();
    m_proxy->setIdentity(own);
    signIn(address());
    expectError(u"has signed its certificate itself: nobody else vouches for it."_s);
    savePicture(WindowUser::loginDialog(), u"self-signed"_s);
    openCertificate(WindowUser::loginDialog(), kRemedy);
    const QString facts = allTexts(certificate());
    const QByteArray sum =
        QCryptographicHash::hash(own.certificate.toDer(), QCryptographicHash::Sha256);
    QVERIFY2(QString(facts).remove(u'\n').contains(
                 QString::fromLatin1(sum.toHex(':').toUpper().first(23))),
             qPrintable(facts));
    for (const QString &words : {u"localhost"_s, u"127.0.0.1"_s, u"Valid until"_s})
        QVERIFY2(facts.contains(words), qPrintable(facts));
    savePicture(certificate(), u"certificate self-signed"_s);
    expectNothingHeard();
    WindowUser::click(certificate(), u"certificateTrust"_s);
    QTRY_VERIFY(m_ada->isSignedIn());
    // The next start asks nothing.
    m_ada->quit();
    m_ada->start();
    QTRY_VERIFY(m_ada->isSignedIn());
    QVERIFY(!WindowUser::loginDialog());
    // Until it is trusted no longer: nothing goes on, also of what is open.
    connectionFacts();
    openCertificate(m_ada->dialog(u"connectionPanel"_s), u"connectionCertificate"_s);
    m_proxy->cut();
    m_proxy->forgetHeard();
    QVERIFY(allTexts(certificate()).contains(u"Salon accepts no other from this server."_s));
    WindowUser::click(certificate(), u"certificateForget"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->banner().contains(u"has signed its certificate itself"_s),
                             kPatienceMs);
    expectNothingHeard();
}

void TestEncryptedLine::changedOnReconnect()
{
    const TestCertificate own = m_stranger.selfSigned();
    m_proxy->setIdentity(own);
    signIn(address());
    openCertificate(WindowUser::loginDialog(), kRemedy);
    WindowUser::click(certificate(), u"certificateTrust"_s);
    QTRY_VERIFY(m_ada->isSignedIn());
    m_proxy->setIdentity(m_stranger.selfSigned());
    m_proxy->cut();
    m_proxy->forgetHeard();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_ada->banner().contains(u"shows another certificate than the one that you trusted."_s),
        kPatienceMs);
    // All of it can be read, in the smallest window too.
    m_ada->window().resize(m_ada->window().minimumSize());
    const auto *text = m_ada->find<QLabel>(u"connectionText"_s);
    QTRY_VERIFY(text->height() >= text->heightForWidth(text->width()));
    savePicture(&m_ada->window(), u"changed banner narrow"_s);
    m_ada->window().resize(1120, 720);
    savePicture(&m_ada->window(), u"changed banner"_s);
    openCertificate(&m_ada->window(), u"connectionCertificate"_s);
    QVERIFY(!visibleIn<QAbstractButton>(certificate(), u"certificateTrust"_s));
    savePicture(certificate(), u"certificate changed"_s);
    WindowUser::click(certificate(), u"certificateForget"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->banner().contains(u"has signed its certificate itself"_s),
                             kPatienceMs);
    expectNothingHeard();
    QTRY_VERIFY(!certificate());
    openCertificate(&m_ada->window(), u"connectionCertificate"_s);
    WindowUser::click(certificate(), u"certificateTrust"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
}

void TestEncryptedLine::refusedOnReconnect_data()
{
    refusedAtLogIn_data();
    QTest::newRow("unknown issuer")
        << m_stranger.issue()
        << u"was issued by Test Authority, whom this computer does not know"_s;
}

void TestEncryptedLine::refusedOnReconnect()
{
    QFETCH(TestCertificate, identity);
    QFETCH(QString, words);
    signIn(address());
    QTRY_VERIFY(m_ada->isSignedIn());
    m_proxy->setIdentity(identity);
    m_proxy->cut();
    m_proxy->forgetHeard();
    // In the banner stands what happened; it is tried again by itself.
    const QString cause = words.split(u" Nothing was sent."_s).first();
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->banner().contains(cause), kPatienceMs);
    savePicture(&m_ada->window(), u"banner "_s + QString::fromLatin1(QTest::currentDataTag()));
    expectNothingHeard();
    m_proxy->setIdentity(m_authority.issue());
    m_ada->click(u"connectionRetry"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
}

void TestEncryptedLine::firstAccountByHttps()
{
    SalondProcess fresh(kCheapPasswords);
    QVERIFY(fresh.start());
    m_proxy = std::make_unique<TlsProxy>(fresh.port(), m_authority.issue());
    signIn(address());
    QTRY_VERIFY(visibleIn<QLineEdit>(WindowUser::loginDialog(), u"setUpCode"_s));
    static const QRegularExpression code(u"[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}"_s);
    QDialog *dialog = WindowUser::loginDialog();
    WindowUser::fill(dialog, u"setUpCode"_s, code.match(QString::fromUtf8(fresh.log())).captured());
    WindowUser::fill(dialog, u"setUpPasswordAgain"_s, kPassword);
    WindowUser::click(dialog, u"loginSubmit"_s);
    QTRY_VERIFY(m_ada->isSignedIn());
    QVERIFY(m_proxy->heard().contains("POST /api/setup"));
}

QTEST_MAIN(TestEncryptedLine)
#include "tst_encrypted_line.moc"
