// SPDX-License-Identifier: MIT
#include "client/ui/main_window.h"
#include "client/ui/theme/appearance.h"
#include "tests/support/salond_process.h"
#include "tests/support/tls_proxy.h"
#include "tests/support/window_user.h"
#include <QAbstractButton>
#include <QApplication>
#include <QCryptographicHash>
#include <QDir>
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
const auto kServer = u"loginServer"_s;
const auto kRemedy = u"loginServerRemedy"_s;
constexpr int kPatienceMs = 20'000;

template <class T>
T *visibleIn(QWidget *owner, const QString &name)
{
    auto *found = owner ? owner->findChild<T *>(name) : nullptr;
    return found && found->isVisible() ? found : nullptr;
}

QString withoutIsolates(QString text)
{
    return text.remove(QChar(0x2068)).remove(QChar(0x2069));
}

QString allTexts(QWidget *owner)
{
    QStringList texts;
    for (const QLabel *label : owner->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return withoutIsolates(texts.join(u'\n'));
}

} // namespace

//! What a person sees of the way to the server: that it is encrypted, whose certificate is refused
//! and why, and what they can do about it. A salond behind TLS; what it heard is looked at.
class TestEncryptedLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void everydayByHttps();
    void refusedAtLogIn_data();
    void refusedAtLogIn();
    void trustedByItsFingerprint();
    void changedOnReconnect();
    void refusedOnReconnect_data();
    void refusedOnReconnect();
    void httpsWasMeant();
    void plainIsAskedOnce();
    void plainIsAllowedNoLonger();
    void plainByCommandLine();
    void plainSessionIsHeldBack();
    void firstAccountByHttps();

private:
    QString address(const QString &scheme = u"https"_s, const QString &host = u"localhost"_s) const
    {
        return u"%1://%2:%3"_s.arg(scheme, host).arg(m_proxy->serverPort());
    }
    //! By it one reaches oneself here, but it is none of the loopback's.
    QString plainAddress() const { return address(u"http"_s, u"0.0.0.0"_s); }
    void signIn(const QString &server);
    void expectError(const QString &words);
    void expectNothingHeard();
    void openCertificate(QWidget *owner, const QString &button);
    QDialog *certificate() const;
    QString accountText();
    QString connectionFacts();
    void savePicture(QWidget *widget, const QString &name);

    TestAuthority m_authority;
    TestAuthority m_stranger;
    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<TlsProxy> m_proxy;
    std::unique_ptr<WindowUser> m_ada;
};

void TestEncryptedLine::initTestCase()
{
    m_authority.installHere();
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords);
    QVERIFY2(m_salond->start(), m_salond->log().constData());
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
}

void TestEncryptedLine::init()
{
    m_proxy = std::make_unique<TlsProxy>(m_salond->port(), m_authority.issue());
    QVERIFY2(m_authority.problem().isEmpty(), qPrintable(m_authority.problem()));
    m_ada = std::make_unique<WindowUser>();
    QSettings(m_ada->profile() + u"/salon.ini"_s, QSettings::IniFormat)
        .setValue(u"net/timeout_ms"_s, 3'000);
}

void TestEncryptedLine::cleanup()
{
    m_ada.reset();
}

void TestEncryptedLine::signIn(const QString &server)
{
    m_ada->start();
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(server, u"ada"_s, kPassword);
}

void TestEncryptedLine::expectError(const QString &words)
{
    const auto isTold = [&] { return WindowUser::loginError(kServer).contains(words); };
    QVERIFY2(QTest::qWaitFor(isTold), qPrintable(WindowUser::loginError(kServer)));
    QVERIFY(!m_ada->window().isVisible());
}

void TestEncryptedLine::expectNothingHeard()
{
    QVERIFY(m_proxy->accepted() > 0);
    QCOMPARE(m_proxy->heard(), QByteArray());
}

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

QString TestEncryptedLine::accountText()
{
    return withoutIsolates(m_ada->find<QAbstractButton>(u"accountHeader"_s)->accessibleName());
}

QString TestEncryptedLine::connectionFacts()
{
    m_ada->choose(u"accountHeader"_s, u"connectionDetails"_s);
    return allTexts(m_ada->dialog(u"connectionPanel"_s));
}

void TestEncryptedLine::savePicture(QWidget *widget, const QString &name)
{
    const QDir pictures(QStringLiteral(SALON_PICTURES));
    QVERIFY(pictures.mkpath(u"."_s));
    ProfileSettings settings(pictures.filePath(u"look.ini"_s));
    Appearance look(&settings);
    for (const auto choice : {Appearance::Choice::Dark, Appearance::Choice::Light}) {
        look.setChoice(choice);
        QTest::qWait(1); // the layout follows in the event loop
        const auto shade = choice == Appearance::Choice::Dark ? "dark"_L1 : "light"_L1;
        QVERIFY(widget->grab().save(
            pictures.filePath(u"tls_%1_%2.png"_s.arg(QString(name).replace(u' ', u'_'), shade))));
    }
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

void TestEncryptedLine::httpsWasMeant()
{
    signIn(u"localhost:%1"_s.arg(m_proxy->serverPort()));
    expectError(u"answers encrypted connections only."_s);
    savePicture(WindowUser::loginDialog(), u"https was meant"_s);
    expectNothingHeard();
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY(m_ada->isSignedIn());
    QVERIFY(accountText().contains(address()));
}

void TestEncryptedLine::plainIsAskedOnce()
{
    m_proxy->setIdentity({});
    signIn(plainAddress());
    expectError(u"is not encrypted: others on it could read your password and all messages."_s);
    const auto *send = visibleIn<QAbstractButton>(WindowUser::loginDialog(), kRemedy);
    QVERIFY(send);
    QCOMPARE(send->text(), u"Send my password unencrypted"_s);
    savePicture(WindowUser::loginDialog(), u"plain"_s);
    // Enter does not do it.
    QTest::keyClick(WindowUser::loginDialog()->findChild<QLineEdit *>(u"loginPassword"_s),
                    Qt::Key_Return);
    expectError(u"is not encrypted"_s);
    QCOMPARE(m_proxy->accepted(), 0);
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    QVERIFY(m_proxy->heard().contains(kPassword.toUtf8()));
    // It stays marked, and is not asked again.
    QVERIFY(accountText().contains(u"on 0.0.0.0:%1. Not encrypted."_s.arg(m_proxy->serverPort())));
    savePicture(&m_ada->window(), u"plain window"_s);
    QVERIFY(connectionFacts().contains(u"Not encrypted; others can read it"_s));
    m_ada->quit();
    m_ada->start();
    QTRY_VERIFY(m_ada->isSignedIn());
    QVERIFY(!WindowUser::loginDialog());
    QVERIFY(accountText().contains(u"Not encrypted."_s));
    m_ada->choose(u"accountHeader"_s, u"logOut"_s);
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(plainAddress(), u"ada"_s, kPassword);
    QTRY_VERIFY(m_ada->isSignedIn());
}

void TestEncryptedLine::plainIsAllowedNoLonger()
{
    m_proxy->setIdentity({});
    signIn(plainAddress());
    expectError(u"is not encrypted"_s);
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY(m_ada->isSignedIn());
    connectionFacts();
    QDialog *panel = m_ada->dialog(u"connectionPanel"_s);
    savePicture(panel, u"plain connection panel"_s);
    QVERIFY(!visibleIn<QAbstractButton>(panel, u"connectionCertificate"_s));
    WindowUser::click(panel, u"connectionWithdraw"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->banner().contains(u"is not encrypted"_s), kPatienceMs);
    const int before = m_proxy->accepted();
    m_ada->click(u"connectionRetry"_s);
    QTest::qWait(50); // what was sent by mistake would come now
    QVERIFY(!m_ada->isOnline());
    QCOMPARE(m_proxy->accepted(), before);
}

void TestEncryptedLine::plainByCommandLine()
{
    m_proxy->setIdentity({});
    m_ada->start({QUrl(plainAddress()), u"ada"_s, kPassword});
    QTRY_VERIFY(WindowUser::loginDialog());
    expectError(u"is not encrypted"_s);
    QCOMPARE(m_proxy->accepted(), 0);
}

void TestEncryptedLine::plainSessionIsHeldBack()
{
    // A profile of before there was such a question.
    m_proxy->setIdentity({});
    signIn(plainAddress());
    expectError(u"is not encrypted"_s);
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY(m_ada->isSignedIn());
    m_ada->quit();
    QSettings(m_ada->profile() + u"/salon.ini"_s, QSettings::IniFormat).remove(u"servers"_s);
    m_proxy->cut();
    const int before = m_proxy->accepted();
    m_ada->start();
    QTRY_VERIFY(WindowUser::loginDialog());
    expectError(u"is not encrypted"_s);
    savePicture(WindowUser::loginDialog(), u"plain session"_s);
    QTest::qWait(50); // what was sent by mistake would come now
    QCOMPARE(m_proxy->accepted(), before);
    WindowUser::click(WindowUser::loginDialog(), kRemedy);
    QTRY_VERIFY(m_ada->isSignedIn());
    QVERIFY(!WindowUser::loginDialog());
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
