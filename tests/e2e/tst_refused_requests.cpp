// SPDX-License-Identifier: MIT
#include "client/ui/error_sentences.h"
#include "tests/support/cut_line.h"
#include "tests/support/frame_proxy.h"
#include "tests/support/other_program.h"
#include "tests/support/room_scene.h"
#include <csignal>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

// What is said here is not what was asked: it is not held against the description.
[[maybe_unused]] const bool kIsUnrecorded = qunsetenv("SALON_RECORD_FRAMES");

const auto kName = u"roomNameEdit"_s;
constexpr int kPatienceMs = 20'000; // an engine that waits for a lock, and the next try

FrameProxy::Rewrite replacing(const QByteArray &from, const QByteArray &to)
{
    return [from, to](const QByteArray &frame) {
        QByteArray changed = frame;
        changed.replace(from, to);
        return QList{changed};
    };
}

//! Every message goes under the key of the first one.
FrameProxy::Rewrite underOneKey()
{
    return [first = QByteArray()](const QByteArray &frame) mutable {
        static constexpr qsizetype kKeySize = 36; // a UUID
        static const QByteArray kBefore = "\"key\":\"";
        const auto at = frame.indexOf(kBefore) + kBefore.size();
        if (!frame.contains("\"type\":\"message.post\""))
            return QList{frame};
        if (first.isEmpty())
            first = frame.mid(at, kKeySize);
        QByteArray changed = frame;
        changed.replace(at, kKeySize, first);
        return QList{changed};
    };
}

} // namespace

//! What a salond refuses that a client of its own version and a healthy machine would not bring it
//! to: the request is changed on its way, or the database is in another program's hands.
class TestRefusedRequests : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void notUnderstood_data();
    void notUnderstood();
    void anotherVersionInHello();
    void keyReused();
    void methodNotAllowed();
    void databaseIsLocked();
    void databaseIsBroken();
    void serverDies();
    void allWereShown();

private:
    //! Below the name of the new room stands the row of that id, and the log knows the request.
    void expectRefused(const RoomScene &scene, const QDialog *dialog, const QString &id);

    ShownFailures m_shown;
};

void TestRefusedRequests::expectRefused(const RoomScene &scene, const QDialog *dialog,
                                        const QString &id)
{
    QTRY_VERIFY_WITH_TIMEOUT(!detailUnder(dialog, kName).isEmpty(), kPatienceMs);
    const QString detail = detailUnder(dialog, kName);
    QVERIFY2(idIn(detail) == id, qPrintable(errorUnder(dialog, kName) + u'\n' + detail));
    QTRY_VERIFY2(scene.logKnows(detail), qPrintable(detail));
    m_shown.add(id);
}

void TestRefusedRequests::notUnderstood_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("passed");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("unknown_kind") << "\"type\":\"room.create\""_ba
                                  << "\"type\":\"room.invent\""_ba
                                  << u"The server does not know this function."_s;
    QTest::newRow("bad_request") << "\"name\":\"engines\""_ba
                                 << "\"name\":7"_ba << u"The server did not accept this."_s;
}

void TestRefusedRequests::notUnderstood()
{
    QFETCH(const QByteArray, asked);
    QFETCH(const QByteArray, passed);
    QFETCH(const QString, sentence);
    RoomScene scene;
    QVERIFY(scene.start());
    FrameProxy proxy(scene.salond.url());
    proxy.toServer = replacing(asked, passed);
    QVERIFY(scene.signIn(proxy.url()));
    const QDialog *dialog = scene.createRoom(u"engines"_s);
    expectRefused(scene, dialog, QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(errorUnder(dialog, kName).startsWith(sentence));
}

//! What the server says to that by its own word, the client knows better.
void TestRefusedRequests::anotherVersionInHello()
{
    RoomScene scene;
    QVERIFY(scene.start());
    FrameProxy proxy(scene.salond.url());
    QVERIFY(scene.signIn(proxy.url()));
    proxy.toServer =
        replacing(R"("protocol":{"min":1,"max":1})", R"("protocol":{"min":2,"max":3})");
    proxy.cut();
    QTRY_COMPARE_WITH_TIMEOUT(idIn(scene.ada.bannerDetail()), u"protocol_version"_s, kPatienceMs);
    QVERIFY(scene.salond.log().contains("unsupported_protocol"));
}

void TestRefusedRequests::keyReused()
{
    RoomScene scene;
    QVERIFY(scene.start());
    FrameProxy proxy(scene.salond.url());
    proxy.toServer = underOneKey();
    QVERIFY(scene.signIn(proxy.url()));
    scene.ada.say(u"first"_s);
    QTRY_VERIFY(scene.ada.isShown(u"first"_s, Delivery::Delivered));
    scene.ada.say(u"second"_s);
    QTRY_VERIFY(scene.ada.isShown(u"second"_s, Delivery::Failed));
    const QString failure = scene.ada.rowOf(u"second"_s)->failure;
    const auto sentence = errorSentence(Error(ErrorCode::Conflict, Reason::KeyReused, {}));
    QVERIFY2(failure.startsWith(sentence.text()), qPrintable(failure));
    static const QRegularExpression kTrace(u" \\(id (\\S+)\\)$"_s);
    QTRY_VERIFY2(scene.salond.hasLogged(kTrace.match(failure).captured(1)), qPrintable(failure));
    m_shown.add(sentence.id);
}

void TestRefusedRequests::methodNotAllowed()
{
    const auto field = u"loginServer"_s;
    RoomScene scene;
    QVERIFY(scene.start());
    CutLine line(scene.salond.port());
    line.toServer = [](QByteArray bytes) { return bytes.replace("POST /api/", "PUT /api/"); };
    scene.ada.start();
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(u"127.0.0.1:%1"_s.arg(line.port()), u"ada"_s, scene.password);
    QTRY_VERIFY(!WindowUser::loginErrorDetail(field).isEmpty());
    const QString detail = WindowUser::loginErrorDetail(field);
    QCOMPARE(idIn(detail), u"method_not_allowed"_s);
    QVERIFY(WindowUser::loginError(field).contains(u"Check the server's address."_s));
    QTRY_VERIFY2(scene.logKnows(detail), qPrintable(detail));
    m_shown.add(u"method_not_allowed"_s);
}

void TestRefusedRequests::databaseIsLocked()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    const OtherProgram other(scene.salond);
    QVERIFY(other.lock());
    const QDialog *dialog = scene.createRoom(u"engines"_s);
    expectRefused(scene, dialog, u"busy"_s);
    QVERIFY(errorUnder(dialog, kName).contains(u"Try again in"_s));
    QVERIFY(other.run(u"ROLLBACK"_s));
    scene.createRoom(u"engines"_s);
    QTRY_COMPARE_WITH_TIMEOUT(scene.ada.openedRoom(), u"engines"_s, kPatienceMs);
}

void TestRefusedRequests::databaseIsBroken()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    const OtherProgram other(scene.salond);
    QVERIFY(other.run(u"ALTER TABLE rooms RENAME TO mislaid"_s));
    const QDialog *dialog = scene.createRoom(u"engines"_s);
    expectRefused(scene, dialog, u"internal"_s);
    QVERIFY(!errorUnder(dialog, kName).contains(u"table"_s)); // nothing of the inside
}

//! In the midst of a request, so that nobody says what became of it.
void TestRefusedRequests::serverDies()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    QCOMPARE(::kill(pid_t(scene.salond.pid()), SIGSTOP), 0);
    const QDialog *dialog = scene.createRoom(u"engines"_s);
    scene.salond.kill();
    QTRY_VERIFY(!detailUnder(dialog, kName).isEmpty());
    QCOMPARE(idIn(detailUnder(dialog, kName)), u"unavailable"_s);
    QCOMPARE(traceIn(detailUnder(dialog, kName)), QString()); // nobody answered
    m_shown.add(u"unavailable"_s);
}

void TestRefusedRequests::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedByRefusal), QString());
}

QTEST_MAIN(TestRefusedRequests)
#include "tst_refused_requests.moc"
