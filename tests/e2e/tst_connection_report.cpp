// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

// Words that would be recognised anywhere.
const auto kPassword = u"canary-password 7"_s;
const auto kRoom = u"canary-room"_s;
const auto kTopic = u"canary-topic"_s;
const auto kDelivered = u"canary-delivered"_s;
const auto kWaiting = u"canary-waiting"_s;
const auto kDraft = u"canary-draft"_s;
constexpr int kPatienceMs = 30'000;

} // namespace

//! The panel that says how one is connected, and the report that it puts on the clipboard: it tells
//! what helps, and nothing that is anybody's business.
class TestConnectionReport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void tellsWhatHelpsAndNothingElse();

private:
    QDialog *panel();
    QString report();
    QString token() const;

    SalondProcess m_salond{kCheapPasswords};
    WindowUser m_ada;
};

void TestConnectionReport::initTestCase()
{
    QVERIFY2(m_salond.start(), m_salond.log().constData());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    HttpClient http(m_salond.port());
    const auto login = http.login(u"ada"_s, kPassword);
    QVERIFY(login);
    http.setToken(login->token.toLatin1());
    protocol::CreateRoom create;
    create.name = kRoom;
    create.topic = kTopic;
    QVERIFY(http.call("/api/rooms", create));
}

QDialog *TestConnectionReport::panel()
{
    if (!m_ada.dialog(u"connectionPanel"_s))
        m_ada.choose(u"accountHeader"_s, u"connectionDetails"_s);
    return m_ada.dialog(u"connectionPanel"_s);
}

QString TestConnectionReport::report()
{
    QApplication::clipboard()->clear();
    WindowUser::click(panel(), u"factsCopy"_s);
    return QApplication::clipboard()->text().remove(QChar(0x2068)).remove(QChar(0x2069));
}

QString TestConnectionReport::token() const
{
    QFile file(m_ada.profile() + u"/session.json"_s);
    return file.open(QIODevice::ReadOnly)
        ? QJsonDocument::fromJson(file.readAll()).object()[u"token"_s].toString()
        : QString();
}

void TestConnectionReport::tellsWhatHelpsAndNothingElse()
{
    m_ada.start({m_salond.url(), u"ada"_s, kPassword});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada.isSignedIn(), kPatienceMs);
    m_ada.openRoom(kRoom);
    m_ada.say(kDelivered);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada.isShown(kDelivered, Delivery::Delivered), kPatienceMs);
    QTRY_VERIFY(!token().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(report().contains(QRegularExpression(u"Round trip\t[\\d.]+ m?s"_s)),
                             kPatienceMs);
    const QString before = report();
    QVERIFY2(before.startsWith(u"Salon "_s), qPrintable(before));
    for (const auto &words :
         {u"State\tConnected"_s, u"Protocol\t1"_s, u"Connected anew\tnever"_s,
          u"Waits to be sent\t0"_s, u"Latest failure\tnone"_s, u"Window stood still\t"_s})
        QVERIFY2(before.contains(words), qPrintable(words + u" in "_s + before));
    // A message that waits, and one that is not finished.
    m_salond.kill();
    QTRY_VERIFY(!m_ada.isOnline());
    m_ada.say(kWaiting);
    QTRY_COMPARE(m_ada.countOf(kWaiting), 1);
    m_ada.type(kDraft);
    QTRY_VERIFY_WITH_TIMEOUT(report().contains(u"Waits to be sent\t1"_s), kPatienceMs);
    const QString offline = report();
    QVERIFY2(offline.contains(u"Oldest of it\t"_s), qPrintable(offline));
    QVERIFY2(offline.contains(QRegularExpression(u"Latest failure\t(broken_off|refused)"_s)),
             qPrintable(offline));
    QVERIFY(offline.contains(QRegularExpression(u"When\t.*\\d\\d:\\d\\d:\\d\\d"_s)));
    QDir().mkpath(QStringLiteral(SALON_PICTURES));
    panel()->grab().save(QStringLiteral(SALON_PICTURES "/connection_panel.png"));

    QVERIFY(m_salond.start());
    QTRY_VERIFY_WITH_TIMEOUT(m_ada.isOnline(), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(report().contains(u"Connected anew\tonce"_s), kPatienceMs);
    for (const QString &text : {before, offline, report()}) {
        QVERIFY2(!text.contains(u"canary"_s), qPrintable(text));
        QVERIFY(!text.contains(token()));
    }
}

QTEST_MAIN(TestConnectionReport)
#include "tst_connection_report.moc"
