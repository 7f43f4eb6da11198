// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "shared/protocol/room_messages.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/small_disk.h"
#include "tests/support/window_user.h"
#include <QDir>
#include <QLabel>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kPatienceMs = 20'000; // a pause of the outbox, and one more

//! A server of its own with ada at a window in "general".
struct Scene {
    explicit Scene(const QByteArray &limits = {})
        : salond(kCheapPasswords + QByteArray("[limits]\n") + limits)
    {
    }
    bool begin()
    {
        return salond.start() && salond.addUser(u"ada"_s, kPassword)
            && salond.addUser(u"grace"_s, kPassword) && signIn();
    }
    bool signIn()
    {
        ada.start({salond.url(), u"ada"_s, kPassword});
        return QTest::qWaitFor(
            [this] { return ada.isSignedIn() && ada.openedRoom() == u"general"_s; });
    }
    //! Somebody (also ada herself) on another device.
    HttpClient elsewhere(const QString &user) const
    {
        HttpClient http(salond.port());
        if (const auto login = http.login(user, kPassword))
            http.setToken(login->token.toLatin1());
        return http;
    }
    RoomId room() { return ada.window().pane()->room(); }
    //! Whether the log knows the id that stands in the small line below a sentence.
    bool logKnows(const QString &detail) const
    {
        const auto id = QRegularExpression(u" id (\\S+)$"_s).match(detail).captured(1);
        return !id.isEmpty() && salond.log().contains("\"trace\":\"" + id.toLatin1() + '"');
    }

    SalondProcess salond;
    WindowUser ada;
};

QString errorUnder(const QDialog *dialog, const QString &field)
{
    const auto *label = dialog ? dialog->findChild<QLabel *>(field + u"Error"_s) : nullptr;
    return label && label->isVisible() ? label->text() : QString();
}

QString detailUnder(const QDialog *dialog, const QString &field)
{
    const auto *label = dialog ? dialog->findChild<QLabel *>(field + u"ErrorDetail"_s) : nullptr;
    return label && label->isVisible() ? label->text() : QString();
}

void copyFiles(const QString &from, const QString &to)
{
    QDir().mkpath(to);
    for (const QString &old : QDir(to).entryList(QDir::Files))
        QFile::remove(to + u'/' + old);
    for (const QString &name : QDir(from).entryList(QDir::Files))
        QFile::copy(from + u'/' + name, to + u'/' + name);
}

} // namespace

//! Every refusal that one can meet in a room, caused for real: what is said, where it stands, and
//! that the log knows its id.
class TestErrorSentences : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void roomNameTaken();
    void roomNameNotAllowed();
    void tooManyRooms();
    void notAMember();
    void topicTooLong();
    void roomGone();
    void messageTooLong();
    void rateLimited();
    void diskFull();
    void diskFails();

private:
    static QDialog *creating(Scene &scene, const QString &name);
    static QDialog *changingTopic(Scene &scene, const QString &topic);
    static void expectStoredOnceThereIsRoom(Scene &scene, const QString &text);
};

QDialog *TestErrorSentences::creating(Scene &scene, const QString &name)
{
    if (!scene.ada.dialog(u"createRoomDialog"_s))
        scene.ada.click(u"createRoom"_s);
    QDialog *dialog = scene.ada.dialog(u"createRoomDialog"_s);
    WindowUser::fill(dialog, u"roomNameEdit"_s, name);
    WindowUser::click(dialog, u"createRoomSubmit"_s);
    return dialog;
}

QDialog *TestErrorSentences::changingTopic(Scene &scene, const QString &topic)
{
    scene.ada.choose(u"roomMenu"_s, u"changeTopic"_s);
    QDialog *dialog = scene.ada.dialog(u"topicDialog"_s);
    WindowUser::fill(dialog, u"topicEdit"_s, topic);
    return dialog;
}

void TestErrorSentences::roomNameTaken()
{
    Scene scene;
    QVERIFY(scene.begin());
    const QDialog *dialog = creating(scene, u"General"_s);
    QTRY_VERIFY(!errorUnder(dialog, u"roomNameEdit"_s).isEmpty());
    const QString error = errorUnder(dialog, u"roomNameEdit"_s);
    QVERIFY2(error.contains(u"There already is one with this name"_s), qPrintable(error));
    QVERIFY(error.contains(u"Choose another name."_s));
    QTRY_VERIFY(scene.logKnows(detailUnder(dialog, u"roomNameEdit"_s)));
}

void TestErrorSentences::roomNameNotAllowed()
{
    Scene scene;
    QVERIFY(scene.begin());
    const QDialog *dialog = creating(scene, u"to/gether"_s);
    QTRY_VERIFY(!errorUnder(dialog, u"roomNameEdit"_s).isEmpty());
    const QString error = errorUnder(dialog, u"roomNameEdit"_s);
    QVERIFY2(error.contains(u"characters that names may not have. Leave out slashes"_s),
             qPrintable(error));
    QTRY_VERIFY(scene.logKnows(detailUnder(dialog, u"roomNameEdit"_s)));
}

void TestErrorSentences::tooManyRooms()
{
    Scene scene("rooms_per_hour = 1\n");
    QVERIFY(scene.begin());
    creating(scene, u"first"_s);
    QTRY_COMPARE(scene.ada.openedRoom(), u"first"_s);
    const QDialog *dialog = creating(scene, u"second"_s);
    QTRY_VERIFY(!errorUnder(dialog, u"roomNameEdit"_s).isEmpty());
    const QString error = errorUnder(dialog, u"roomNameEdit"_s);
    QVERIFY2(error.contains(u"more than this server allows in such a short time"_s),
             qPrintable(error));
    QVERIFY2(error.contains(u"You can go on in 60 min."_s), qPrintable(error));
    QTRY_VERIFY(scene.logKnows(detailUnder(dialog, u"roomNameEdit"_s)));
}

void TestErrorSentences::notAMember()
{
    Scene scene;
    QVERIFY(scene.begin());
    const QDialog *dialog = changingTopic(scene, u"mine alone"_s);
    QVERIFY(scene.elsewhere(u"ada"_s).call("/api/room.leave", protocol::LeaveRoom{scene.room()}));
    QTRY_COMPARE(scene.ada.rooms(), QStringList());
    WindowUser::click(scene.ada.dialog(u"topicDialog"_s), u"topicSave"_s);
    QTRY_VERIFY(!errorUnder(dialog, u"topicEdit"_s).isEmpty());
    const QString error = errorUnder(dialog, u"topicEdit"_s);
    QVERIFY2(error.contains(u"you are not a member of this room. Join the room first."_s),
             qPrintable(error));
    QTRY_VERIFY(scene.logKnows(detailUnder(dialog, u"topicEdit"_s)));
}

void TestErrorSentences::topicTooLong()
{
    Scene scene;
    QVERIFY(scene.begin());
    QDialog *dialog = changingTopic(scene, QString(251, u'a'));
    WindowUser::click(dialog, u"topicSave"_s);
    QTRY_VERIFY(!errorUnder(dialog, u"topicEdit"_s).isEmpty());
    QCOMPARE(errorUnder(dialog, u"topicEdit"_s),
             u"This is longer than the server accepts. Shorten it to at most 250 characters."_s);
}

void TestErrorSentences::roomGone()
{
    Scene scene;
    QVERIFY(scene.begin());
    const QString data = scene.salond.dataFolder(), backup = data + u"-backup"_s;
    scene.salond.stop();
    QTRY_VERIFY(!scene.ada.isOnline());
    copyFiles(data, backup);
    QVERIFY(scene.salond.start());
    protocol::CreateRoom create;
    create.name = u"engines"_s;
    QVERIFY(scene.elsewhere(u"grace"_s).call("/api/rooms", create));
    QTRY_VERIFY(scene.ada.isOnline());
    scene.ada.click(u"browseRooms"_s);
    QDialog *dialog = scene.ada.dialog(u"browseRoomsDialog"_s);
    WindowUser::fill(dialog, u"browseFilter"_s, u"engines"_s);
    QTRY_VERIFY(dialog->findChild<QWidget *>(u"browseJoin"_s)->isEnabled());

    scene.salond.kill();
    copyFiles(backup, data);
    QVERIFY(scene.salond.start());
    QTRY_VERIFY(!scene.ada.isOnline());
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.isOnline(), kPatienceMs);
    WindowUser::click(dialog, u"browseJoin"_s);
    const auto *notice = dialog->findChild<QLabel *>(u"noticeText"_s);
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->text().contains(u"This is not there any more"_s), qPrintable(notice->text()));
    QTRY_VERIFY(scene.logKnows(dialog->findChild<QLabel *>(u"noticeDetail"_s)->text()));
}

void TestErrorSentences::messageTooLong()
{
    Scene scene;
    QVERIFY(scene.begin());
    scene.salond.kill();
    QTRY_VERIFY(!scene.ada.isOnline());
    const auto text = u"too long for a server that became stricter"_s;
    scene.ada.say(text);
    QTRY_COMPARE(scene.ada.countOf(text), 1);
    QFile configuration(scene.salond.configurationFile());
    QVERIFY(configuration.open(QIODevice::Append));
    configuration.write("message_text = 10\n");
    configuration.close();
    QVERIFY(scene.salond.start());
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.rowOf(text)->delivery == Delivery::Failed, kPatienceMs);
    QCOMPARE(scene.ada.rowOf(text)->failure,
             u"This is longer than the server accepts. Shorten it to at most 10 characters."_s);
    scene.ada.say(u"12345678901"_s);
    QCOMPARE(scene.ada.draft(), u"12345678901"_s);
    QVERIFY(!scene.ada.find<QWidget>(u"composerSend"_s)->isEnabled());
    QCOMPARE(scene.ada.find<QLabel>(u"composerCounter"_s)->text(), u"11 / 10"_s);
}

void TestErrorSentences::rateLimited()
{
    Scene scene("messages_per_second = 1\nmessage_burst = 2\n");
    QVERIFY(scene.begin());
    const QStringList all{u"one"_s, u"two"_s, u"three"_s, u"four"_s};
    for (const QString &text : all)
        scene.ada.say(text);
    QTRY_VERIFY(scene.ada.notice().contains(u"That was more than this server allows"_s));
    const QString notice = scene.ada.notice(), detail = scene.ada.noticeDetail();
    QVERIFY2(notice.contains(u"What you wrote waits, and is sent in 1 s."_s), qPrintable(notice));
    QCOMPARE(scene.ada.texts(), all);
    QTRY_VERIFY(scene.logKnows(detail));
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.rowOf(u"four"_s)->delivery == Delivery::Delivered,
                             kPatienceMs);
    QCOMPARE(scene.ada.texts(), all);
    QTRY_COMPARE(scene.ada.notice(), QString());
}

void TestErrorSentences::expectStoredOnceThereIsRoom(Scene &scene, const QString &text)
{
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.rowOf(text)->delivery == Delivery::Delivered, kPatienceMs);
    QCOMPARE(scene.ada.countOf(text), 1);
    const HttpReply page = scene.elsewhere(u"grace"_s).get("/api/rooms/general/messages");
    QCOMPARE(page.body.count(text.toUtf8()), 1);
    QTRY_COMPARE(scene.ada.notice(), QString());
}

void TestErrorSentences::diskFull()
{
    Scene scene;
    SmallDisk disk(scene.salond.dataFolder());
    if (const auto mounted = disk.mount(4 * 1024 * 1024); !mounted)
        QSKIP(qPrintable(mounted.error().message));
    QVERIFY(scene.begin());
    disk.fill();
    scene.ada.say(u"no room for this"_s);
    QTRY_VERIFY(scene.ada.notice().contains(u"The server's disk is full"_s));
    const QString notice = scene.ada.notice(), detail = scene.ada.noticeDetail();
    QVERIFY2(notice.contains(u"What you wrote waits, and is sent in 3 s."_s), qPrintable(notice));
    QCOMPARE(scene.ada.rowOf(u"no room for this"_s)->delivery, Delivery::Pending);
    QTRY_VERIFY(scene.logKnows(detail));
    disk.free();
    expectStoredOnceThereIsRoom(scene, u"no room for this"_s);
}

void TestErrorSentences::diskFails()
{
    Scene scene;
    QVERIFY(scene.begin());
    if (!limitFileSize(scene.salond.pid(), 4096))
        QSKIP("a running process cannot be limited here");
    scene.ada.say(u"cannot be written"_s);
    QTRY_VERIFY(scene.ada.notice().contains(u"The server could not write to its disk."_s));
    const QString notice = scene.ada.notice(), detail = scene.ada.noticeDetail();
    QVERIFY2(notice.contains(u"What you wrote waits, and is sent in 3 s."_s), qPrintable(notice));
    QTRY_VERIFY(scene.logKnows(detail));
    QVERIFY(scene.salond.isRunning());
    QVERIFY(limitFileSize(scene.salond.pid(), -1));
    expectStoredOnceThereIsRoom(scene, u"cannot be written"_s);
}

QTEST_MAIN(TestErrorSentences)
#include "tst_error_sentences.moc"
