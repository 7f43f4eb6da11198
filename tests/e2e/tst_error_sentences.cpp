// SPDX-License-Identifier: MIT
#include "shared/protocol/room_messages.h"
#include "tests/support/room_scene.h"
#include "tests/support/small_disk.h"
#include <QDir>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kName = u"roomNameEdit"_s;
const auto kTopic = u"topicEdit"_s;
constexpr int kPatienceMs = 20'000; // a pause of the outbox, and one more

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
    void allWereShown();

private:
    static QDialog *changingTopic(RoomScene &scene, const QString &topic);
    //! Below that field comes a sentence with these words, by the row of that id, and the log knows
    //! the request.
    void expectUnder(const RoomScene &scene, const QDialog *dialog, const QString &field,
                     const QString &words, const QString &id);
    //! The same of what stands above the composer; the message waits.
    void expectNotice(RoomScene &scene, const QString &words, const QString &id);
    static void expectStoredOnceThereIsRoom(RoomScene &scene, const QString &text);

    ShownFailures m_shown;
};

QDialog *TestErrorSentences::changingTopic(RoomScene &scene, const QString &topic)
{
    scene.ada.choose(u"roomMenu"_s, u"changeTopic"_s);
    QDialog *dialog = scene.ada.dialog(u"topicDialog"_s);
    WindowUser::fill(dialog, kTopic, topic);
    return dialog;
}

void TestErrorSentences::expectUnder(const RoomScene &scene, const QDialog *dialog,
                                     const QString &field, const QString &words, const QString &id)
{
    QTRY_VERIFY(!errorUnder(dialog, field).isEmpty());
    const QString error = errorUnder(dialog, field), detail = detailUnder(dialog, field);
    QVERIFY2(error.contains(words), qPrintable(error));
    QVERIFY2(idIn(detail) == id, qPrintable(detail));
    QTRY_VERIFY2(scene.logKnows(detail), qPrintable(detail));
    m_shown.add(id);
}

void TestErrorSentences::expectNotice(RoomScene &scene, const QString &words, const QString &id)
{
    QTRY_VERIFY(scene.ada.notice().contains(words));
    const QString notice = scene.ada.notice(), detail = scene.ada.noticeDetail();
    static const QRegularExpression kWaits(
        u"What you wrote or did waits, and is sent in [13] s\\."_s);
    QVERIFY2(notice.contains(kWaits), qPrintable(notice));
    QVERIFY2(idIn(detail) == id, qPrintable(detail));
    QTRY_VERIFY2(scene.logKnows(detail), qPrintable(detail));
    m_shown.add(id);
}

void TestErrorSentences::roomNameTaken()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    const QDialog *dialog = scene.createRoom(u"General"_s);
    expectUnder(scene, dialog, kName, u"There already is one with this name"_s, u"name_taken"_s);
    QVERIFY(errorUnder(dialog, kName).contains(u"Choose another name."_s));
}

void TestErrorSentences::roomNameNotAllowed()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    const QDialog *dialog = scene.createRoom(u"to/gether"_s);
    expectUnder(scene, dialog, kName, u"characters that names may not have. Leave out slashes"_s,
                u"name_not_allowed"_s);
}

void TestErrorSentences::tooManyRooms()
{
    RoomScene scene("[limits]\nrooms_per_hour = 1\n");
    QVERIFY(scene.begin());
    scene.createRoom(u"first"_s);
    QTRY_COMPARE(scene.ada.openedRoom(), u"first"_s);
    const QDialog *dialog = scene.createRoom(u"second"_s);
    expectUnder(scene, dialog, kName, u"more than this server allows in such a short time"_s,
                u"rate_limited"_s);
    const QString error = errorUnder(dialog, kName);
    QVERIFY2(error.contains(u"You can go on in 60 min."_s), qPrintable(error));
}

void TestErrorSentences::notAMember()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    const QDialog *dialog = changingTopic(scene, u"mine alone"_s);
    QVERIFY(scene.elsewhere(u"ada"_s).call("/api/room.leave", protocol::LeaveRoom{scene.room()}));
    QTRY_COMPARE(scene.ada.rooms(), QStringList());
    WindowUser::click(scene.ada.dialog(u"topicDialog"_s), u"topicSave"_s);
    expectUnder(scene, dialog, kTopic, u"you are not a member of this room. Join the room first."_s,
                u"not_a_member"_s);
}

void TestErrorSentences::topicTooLong()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    QDialog *dialog = changingTopic(scene, QString(251, u'a'));
    WindowUser::click(dialog, u"topicSave"_s);
    QTRY_VERIFY(!errorUnder(dialog, kTopic).isEmpty());
    QCOMPARE(errorUnder(dialog, kTopic),
             u"This is longer than the server accepts. Shorten it to at most 250 characters."_s);
}

void TestErrorSentences::roomGone()
{
    RoomScene scene;
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
    const QString detail = dialog->findChild<QLabel *>(u"noticeDetail"_s)->text();
    QCOMPARE(idIn(detail), u"not_found"_s);
    QTRY_VERIFY(scene.logKnows(detail));
    m_shown.add(u"not_found"_s);
}

void TestErrorSentences::messageTooLong()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    scene.salond.kill();
    QTRY_VERIFY(!scene.ada.isOnline());
    const auto text = u"too long for a server that became stricter"_s;
    scene.ada.say(text);
    QTRY_COMPARE(scene.ada.countOf(text), 1);
    QFile configuration(scene.salond.configurationFile());
    QVERIFY(configuration.open(QIODevice::Append));
    configuration.write("[limits]\nmessage_text = 10\n");
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
    RoomScene scene("[limits]\nmessages_per_second = 1\nmessage_burst = 2\n");
    QVERIFY(scene.begin());
    const QStringList all{u"one"_s, u"two"_s, u"three"_s, u"four"_s};
    for (const QString &text : all)
        scene.ada.say(text);
    expectNotice(scene, u"That was more than this server allows"_s, u"rate_limited"_s);
    QTRY_COMPARE(scene.ada.texts(), all);
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.rowOf(u"four"_s)->delivery == Delivery::Delivered,
                             kPatienceMs);
    QCOMPARE(scene.ada.texts(), all);
    QTRY_COMPARE(scene.ada.notice(), QString());
}

void TestErrorSentences::expectStoredOnceThereIsRoom(RoomScene &scene, const QString &text)
{
    QTRY_VERIFY_WITH_TIMEOUT(scene.ada.rowOf(text)->delivery == Delivery::Delivered, kPatienceMs);
    QCOMPARE(scene.ada.countOf(text), 1);
    const HttpReply page = scene.elsewhere(u"grace"_s).get("/api/rooms/general/messages");
    QCOMPARE(page.body.count(text.toUtf8()), 1);
    QTRY_COMPARE(scene.ada.notice(), QString());
}

void TestErrorSentences::diskFull()
{
    RoomScene scene;
    SmallDisk disk(scene.salond.dataFolder());
    if (const auto mounted = disk.mount(4 * 1024 * 1024); !mounted) {
        m_shown.add(u"storage_full"_s);
        QSKIP(qPrintable(mounted.error().message));
    }
    QVERIFY(scene.begin());
    disk.fill();
    scene.ada.say(u"no room for this"_s);
    expectNotice(scene, u"The server's disk is full"_s, u"storage_full"_s);
    QCOMPARE(scene.ada.rowOf(u"no room for this"_s)->delivery, Delivery::Pending);
    disk.free();
    expectStoredOnceThereIsRoom(scene, u"no room for this"_s);
}

void TestErrorSentences::diskFails()
{
    RoomScene scene;
    QVERIFY(scene.begin());
    if (!limitFileSize(scene.salond.pid(), 4096)) {
        m_shown.add(u"storage_failed"_s);
        QSKIP("a running process cannot be limited here");
    }
    scene.ada.say(u"cannot be written"_s);
    expectNotice(scene, u"The server could not write to its disk."_s, u"storage_failed"_s);
    QVERIFY(scene.salond.isRunning());
    QVERIFY(limitFileSize(scene.salond.pid(), -1));
    expectStoredOnceThereIsRoom(scene, u"cannot be written"_s);
}

void TestErrorSentences::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedInRooms), QString());
}

QTEST_MAIN(TestErrorSentences)
#include "tst_error_sentences.moc"
