// SPDX-License-Identifier: MIT
#include "client/ui/error_sentences.h"
#include "shared/wire/json_writer.h"
#include "tests/support/injected_failures.h"
#include "tests/support/salond_process.h"
#include "tests/support/scripted_front.h"
#include "tests/support/window_user.h"
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

// What a scripted server says is not salond's word: it is not held against the description.
[[maybe_unused]] const bool kIsUnrecorded = qunsetenv("SALON_RECORD_FRAMES");

const QByteArray kConfiguration =
    kCheapPasswords + "[throttle]\nname_attempts = 2\nfirst_wait_ms = 90000\n";
const auto kPassword = u"correct horse 7"_s;
const auto kPasswordField = u"loginPassword"_s;
const auto kTrace = u"4f2a"_s;
constexpr int kPatienceMs = 30'000;

QString word(std::string_view name)
{
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

QByteArray body(const Error &error)
{
    wire::JsonWriter writer;
    writer.beginObject();
    writer.key("error");
    wire::encodeError(writer, error);
    writer.endObject();
    return writer.take();
}

QString shown(const QDialog *dialog, const QString &label)
{
    const auto *found = dialog ? dialog->findChild<QLabel *>(label) : nullptr;
    return found && found->isVisible() ? found->text() : QString();
}

} // namespace

//! Each way of a server to say no, by a real one where it can be made to, else by one that is
//! scripted: its sentence stands on the screen, with the id of its row. More real ones are in
//! tst_error_sentences and tst_login_sentences.
class TestFailuresOfTheServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_ada = std::make_unique<WindowUser>(); }
    void cleanup() { m_ada.reset(); }
    void notLetIn();
    void refusedByRealRoom();
    void sessionRevoked();
    void serverStops();
    void refusedByRoom();
    void firstAccount_data();
    void firstAccount();
    void sessions_data();
    void sessions();
    void closed_data();
    void closed();
    void allWereShown();

private:
    //! What the dialog for a new room shows below its name after it was asked for `name`.
    QString detailOfCreating(const QString &name);
    void expectLoginError(const QString &field, const QString &id);
    void savePicture(QWidget *widget, const QString &name) const;

    SalondProcess m_salond{kConfiguration};
    std::unique_ptr<WindowUser> m_ada;
    ShownFailures m_shown;
};

void TestFailuresOfTheServer::initTestCase()
{
    QVERIFY2(m_salond.start(), m_salond.log().constData());
    for (const auto &name : {u"ada"_s, u"grace"_s, u"mary"_s})
        QVERIFY(m_salond.addUser(name, kPassword));
}

void TestFailuresOfTheServer::savePicture(QWidget *widget, const QString &name) const
{
    QDir().mkpath(QStringLiteral(SALON_PICTURES));
    widget->grab().save(QStringLiteral(SALON_PICTURES "/failure ") + name + u".png"_s);
}

void TestFailuresOfTheServer::expectLoginError(const QString &field, const QString &id)
{
    QTRY_VERIFY2_WITH_TIMEOUT(idIn(WindowUser::loginErrorDetail(field)) == id,
                              qPrintable(id + u" is not "_s + WindowUser::loginErrorDetail(field)),
                              kPatienceMs);
    m_shown.add(id);
}

void TestFailuresOfTheServer::notLetIn()
{
    const QString address = u"127.0.0.1:%1"_s.arg(m_salond.port());
    m_ada->start();
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(address, u"ada"_s, u"wrong horse 7"_s);
    expectLoginError(kPasswordField, u"wrong_password"_s);
    savePicture(WindowUser::loginDialog(), u"wrong_password"_s);
    QCOMPARE(m_salond.command({u"user"_s, u"disable"_s, u"mary"_s}).exitCode, 0);
    WindowUser::logIn(address, u"mary"_s, kPassword);
    expectLoginError(kPasswordField, u"account_disabled"_s);
    for (int i = 0; i < 3; ++i) {
        WindowUser::logIn(address, u"nobody"_s, u"wrong horse 7"_s);
        QTRY_VERIFY(!WindowUser::loginError(kPasswordField).isEmpty());
    }
    expectLoginError(kPasswordField, u"too_many_passwords"_s);
}

QString TestFailuresOfTheServer::detailOfCreating(const QString &name)
{
    const auto label = u"roomNameEditErrorDetail"_s;
    if (!m_ada->dialog(u"createRoomDialog"_s))
        m_ada->click(u"createRoom"_s);
    QDialog *dialog = m_ada->dialog(u"createRoomDialog"_s);
    WindowUser::fill(dialog, u"roomNameEdit"_s, name); // which takes the last error away
    WindowUser::click(dialog, u"createRoomSubmit"_s);
    (void)QTest::qWaitFor([&] { return !shown(dialog, label).isEmpty(); }, kPatienceMs);
    return shown(dialog, label);
}

void TestFailuresOfTheServer::refusedByRealRoom()
{
    m_ada->start({m_salond.url(), u"ada"_s, kPassword});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn() && m_ada->openedRoom() == "general"_L1,
                             kPatienceMs);
    const std::pair<QString, QString> rows[]{{u"General"_s, u"name_taken"_s},
                                             {u"to/gether"_s, u"name_not_allowed"_s},
                                             {QString(81, u'a'), u"too_large"_s}};
    for (const auto &[name, id] : rows) {
        const QString detail = detailOfCreating(name);
        QVERIFY2(idIn(detail) == id, qPrintable(detail));
        QVERIFY(detail.startsWith(u"You can fix this"_s));
        m_shown.add(id);
    }
    savePicture(m_ada->dialog(u"createRoomDialog"_s), u"too_large"_s);
}

void TestFailuresOfTheServer::sessionRevoked()
{
    m_ada->start({m_salond.url(), u"grace"_s, kPassword});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    QCOMPARE(m_salond.command({u"user"_s, u"disable"_s, u"grace"_s}).exitCode, 0);
    QTRY_COMPARE_WITH_TIMEOUT(idIn(WindowUser::loginReasonDetail()), u"session_revoked"_s,
                              kPatienceMs);
    QCOMPARE(idIn(m_ada->noticeDetail()), u"session_revoked"_s); // and behind the dialog
    savePicture(WindowUser::loginDialog(), u"session_revoked"_s);
    m_shown.add(u"session_revoked"_s);
}

void TestFailuresOfTheServer::serverStops()
{
    m_ada->start({m_salond.url(), u"ada"_s, kPassword});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    QCOMPARE(m_salond.stop(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(idIn(m_ada->bannerDetail()), u"stopping"_s, kPatienceMs);
    QVERIFY(m_ada->bannerDetail().startsWith(u"This passes by itself"_s));
    savePicture(&m_ada->window(), u"stopping"_s);
    m_shown.add(u"stopping"_s);
    QVERIFY(m_salond.start());
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
}

//! Every code and every reason as the answer to one and the same request.
void TestFailuresOfTheServer::refusedByRoom()
{
    ScriptedFront front;
    std::optional<Error> error;
    front.socket.on<protocol::CreateRoom>(
        [&](const protocol::CreateRoom &) -> Result<protocol::RoomReply> { return *error; });
    m_ada->start({QUrl(u"http://"_s + front.address()), u"ada"_s, kPassword});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    const auto expect = [&](ErrorCode code, Reason reason, const QString &id) {
        error = Error(code, reason, u"the inside"_s);
        error->trace = kTrace;
        const QString detail = detailOfCreating(u"engines"_s);
        QVERIFY2(idIn(detail) == id, qPrintable(id + u" is not "_s + detail));
        QVERIFY(detail.endsWith(u"id "_s + kTrace));
        QVERIFY(!shown(m_ada->dialog(u"createRoomDialog"_s), u"roomNameEditError"_s)
                     .contains(u"the inside"_s));
        m_shown.add(id);
    };
    // The last two only close a socket.
    for (int code = 0; code < int(ErrorCode::SlowConsumer); ++code)
        expect(ErrorCode(code), Reason::None, word(wireName(ErrorCode(code))));
    for (int reason = 1; reason < kReasonCount; ++reason)
        expect(ErrorCode::Conflict, Reason(reason), word(wireName(Reason(reason))));
    error = Error(ErrorCode::Unavailable, Reason::StorageFull, {});
    detailOfCreating(u"engines"_s);
    savePicture(m_ada->dialog(u"createRoomDialog"_s), u"storage_full"_s);
}

void TestFailuresOfTheServer::firstAccount_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("reason");
    QTest::addColumn<QString>("field");
    const auto row = [](ErrorCode code, Reason reason, const QString &field) {
        const QString id = reason == Reason::None ? u"too_many_codes"_s : word(wireName(reason));
        QTest::newRow(qPrintable(id)) << id << int(code) << int(reason) << field;
    };
    row(ErrorCode::Forbidden, Reason::WrongSetupCode, u"setUpCode"_s);
    row(ErrorCode::Forbidden, Reason::SetupCodeExpired, u"setUpCode"_s);
    row(ErrorCode::RateLimited, Reason::None, u"setUpCode"_s);
    row(ErrorCode::BadRequest, Reason::PasswordTooShort, kPasswordField);
    row(ErrorCode::BadRequest, Reason::PasswordTooCommon, kPasswordField);
    row(ErrorCode::Conflict, Reason::SetupDone, u"reason"_s);
}

void TestFailuresOfTheServer::firstAccount()
{
    QFETCH(const QString, id);
    QFETCH(const int, code);
    QFETCH(const int, reason);
    QFETCH(const QString, field);
    ScriptedFront front;
    front.setCard(1, 1, true);
    front.onPath("/api/setup", "403 Forbidden", body(Error(ErrorCode(code), Reason(reason), {})));
    m_ada->start();
    QTRY_VERIFY(WindowUser::loginDialog());
    QDialog *dialog = WindowUser::loginDialog();
    WindowUser::logIn(front.address(), u"ada"_s, kPassword);
    QTRY_VERIFY(dialog->findChild<QWidget *>(u"setUpCode"_s)->isVisible());
    WindowUser::fill(dialog, u"setUpCode"_s, u"AAAAA-BBBBB"_s);
    WindowUser::fill(dialog, u"loginPassword"_s, kPassword);
    WindowUser::fill(dialog, u"setUpPasswordAgain"_s, kPassword);
    WindowUser::click(dialog, u"loginSubmit"_s);
    if (field != "reason"_L1)
        return expectLoginError(field, id);
    QTRY_COMPARE_WITH_TIMEOUT(idIn(WindowUser::loginReasonDetail()), id, kPatienceMs);
    m_shown.add(id);
}

void TestFailuresOfTheServer::sessions_data()
{
    QTest::addColumn<int>("code");
    for (const auto code :
         {ErrorCode::Unauthorized, ErrorCode::SessionExpired, ErrorCode::SessionRevoked})
        QTest::newRow(wireName(code).data()) << int(code);
}

void TestFailuresOfTheServer::sessions()
{
    QFETCH(const int, code);
    ScriptedFront front;
    m_ada->start({QUrl(u"http://"_s + front.address()), u"ada"_s, kPassword});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    front.socket.onRaw(u"session.hello"_s, [&](const QString &id) {
        front.socket.send(wire::errorFrame(id, Error(ErrorCode(code), {})));
    });
    front.socket.cut();
    QTRY_COMPARE_WITH_TIMEOUT(idIn(WindowUser::loginReasonDetail()),
                              word(wireName(ErrorCode(code))), kPatienceMs);
    m_shown.add(word(wireName(ErrorCode(code))));
}

void TestFailuresOfTheServer::closed_data()
{
    QTest::addColumn<int>("code");
    for (const auto code : {ErrorCode::SlowConsumer, ErrorCode::ProtocolError})
        QTest::newRow(wireName(code).data()) << int(code);
}

void TestFailuresOfTheServer::closed()
{
    QFETCH(const int, code);
    ScriptedFront front;
    m_ada->start({QUrl(u"http://"_s + front.address()), u"ada"_s, kPassword});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    front.socket.on<protocol::Hello>([&](const protocol::Hello &) -> Result<protocol::HelloReply> {
        return Error(ErrorCode::Unavailable, Reason::Busy, {});
    });
    m_ada->choose(u"accountHeader"_s, u"connectionDetails"_s);
    const QDialog *panel = m_ada->dialog(u"connectionPanel"_s);
    front.socket.closeWith(closeCode(ErrorCode(code)), word(wireName(ErrorCode(code))));
    // It is tried again at once, and that is another failure: what stood there in between counts.
    QString seen;
    const auto look = [&] {
        for (const QLabel *label : panel->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text() == word(wireName(ErrorCode(code))))
                seen = label->text();
        }
        return !seen.isEmpty();
    };
    QVERIFY(QTest::qWaitFor(look, kPatienceMs));
    m_shown.add(seen);
    QTRY_COMPARE_WITH_TIMEOUT(idIn(m_ada->bannerDetail()), u"busy"_s, kPatienceMs);
}

void TestFailuresOfTheServer::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedByServer), QString());
}

QTEST_MAIN(TestFailuresOfTheServer)
#include "tst_failures_of_the_server.moc"
