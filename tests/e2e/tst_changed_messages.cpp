// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/room_scene.h"
#include <QContextMenuEvent>
#include <QDirIterator>
#include <QMenu>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kFirst = u"the first form"_s;
const auto kSecond = u"the second form"_s;
const auto kGone = u"This message was deleted."_s;

} // namespace

//! A message that another client of ada's edits and deletes, as her window shows it.
class TestChangedMessages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whileItIsShown();
    void leavesNothingInTheProfile();
    void whileOneWasAway();
    void deletedByItsAuthor();
    void deletedWithoutAServer();
    void deletedByAnOwner();
    void notDeletedByAMember();

private:
    void edit(const QString &text)
    {
        const auto done = m->elsewhere(u"ada"_s).call("/api/message.edit",
                                                      protocol::EditMessage{m_room, m_seq, text});
        QVERIFY2(done, done ? "" : qPrintable(done.error().toString()));
    }
    void remove()
    {
        const auto done = m->elsewhere(u"ada"_s).call("/api/message.delete",
                                                      protocol::DeleteMessage{m_room, m_seq});
        QVERIFY2(done, done ? "" : qPrintable(done.error().toString()));
    }

    //! Whether a file of the server's says that.
    bool isStored(const QString &text) const
    {
        for (const QString &name : {u"salon.db"_s, u"salon.db-wal"_s}) {
            QFile file(m->salond.dataFolder() + u'/' + name);
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text.toUtf8()))
                return true;
        }
        return false;
    }

    //! Whether a file of her profile says that.
    bool isKept(const QString &text) const
    {
        QDirIterator files(m->ada.profile(), QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            if (bytes.contains(text.toUtf8()) || bytes.contains(utf16(text)))
                return true;
        }
        return false;
    }
    static QByteArray utf16(const QString &text)
    {
        return {reinterpret_cast<const char *>(text.utf16()), text.size() * 2};
    }

    //! Grace, on another device, in the room that is open.
    void graceSays(const QString &text)
    {
        const HttpClient grace = m->elsewhere(u"grace"_s);
        QVERIFY(grace.call("/api/room.join", protocol::JoinRoom{m->room()}));
        QVERIFY(grace.say(m->room(), text));
        QTRY_COMPARE(m->ada.latest(), text);
    }
    //! Whether the menu of the newest message has "Delete…"; `trigger` takes it.
    bool isDeletionOffered(bool trigger)
    {
        TimelineView *view = m->ada.window().pane()->timeline();
        const QPoint middle = view->rowRect(view->model()->rowCount() - 1).center();
        QContextMenuEvent wanted(QContextMenuEvent::Mouse, middle,
                                 view->viewport()->mapToGlobal(middle));
        QCoreApplication::sendEvent(view->viewport(), &wanted);
        const std::unique_ptr<QMenu> menu(view->findChild<QMenu *>(u"messageMenu"_s));
        auto *entry = menu ? menu->findChild<QAction *>(u"deleteMessage"_s) : nullptr;
        if (entry && trigger)
            entry->trigger();
        return entry;
    }

    //! What asks her, after Del on her message.
    QDialog *askedWhetherToDelete()
    {
        TimelineView *view = m->ada.window().pane()->timeline();
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Up);
        QTest::keyClick(view, Qt::Key_Delete);
        return m->ada.dialog(u"deleteMessageDialog"_s);
    }

    std::unique_ptr<RoomScene> m;
    RoomId m_room;
    Seq m_seq = 0;
};

void TestChangedMessages::init()
{
    m.reset();
    m = std::make_unique<RoomScene>();
    QVERIFY(m->begin());
    m->ada.say(kFirst);
    QTRY_VERIFY(m->ada.isShown(kFirst, Delivery::Delivered));
    m_room = m->room();
    m_seq = m->ada.rowOf(kFirst)->seq;
}

void TestChangedMessages::whileItIsShown()
{
    QVERIFY(!m->ada.rowOf(kFirst)->isEdited);
    QVERIFY(isStored(kFirst));
    edit(kSecond);
    QTRY_COMPARE(m->ada.texts(), QStringList{kSecond});
    QVERIFY(m->ada.rowOf(kSecond)->isEdited);
    remove();
    QTRY_COMPARE(m->ada.texts(), QStringList{kGone});
    QVERIFY(m->ada.rowOf(kGone)->isDeleted);
    QVERIFY(!m->ada.rowOf(kGone)->isEdited);
    QTRY_VERIFY_WITH_TIMEOUT(!isStored(kFirst) && !isStored(kSecond), 10'000);
    // It is as it is for who opens it from the disk, without a server.
    m->ada.quit();
    QCOMPARE(m->salond.stop(), std::optional(0));
    m->ada.start();
    QTRY_COMPARE(m->ada.texts(), QStringList{kGone});
}

//! Typed, kept as a draft, unsent, sent and cached: of all that nothing stays while the client
//! runs.
void TestChangedMessages::leavesNothingInTheProfile()
{
    const auto kSecret = u"what nobody should have read"_s;
    m->ada.type(kSecret);
    QTRY_VERIFY(isKept(kSecret)); // as a draft
    QTest::keyClick(m->ada.find<QWidget>(u"composerEdit"_s), Qt::Key_Return);
    QTRY_VERIFY(m->ada.isShown(kSecret, Delivery::Delivered));
    m_seq = m->ada.rowOf(kSecret)->seq;
    edit(kSecond);
    QTRY_VERIFY(m->ada.isShown(kSecond, Delivery::Delivered));
    QVERIFY(isKept(kFirst)); // the one beside it stays
    remove();
    QTRY_COMPARE(m->ada.latest(), kGone);
    QTRY_VERIFY_WITH_TIMEOUT(!isKept(kSecret) && !isKept(kSecond), 15'000);
    QVERIFY(isKept(kFirst));
}

void TestChangedMessages::whileOneWasAway()
{
    m->ada.quit();
    edit(kSecond);
    m->ada.start();
    QTRY_COMPARE(m->ada.texts(), QStringList{kSecond});
    QVERIFY(m->ada.rowOf(kSecond)->isEdited);
    m->ada.quit();
    remove();
    m->ada.start();
    QTRY_COMPARE(m->ada.texts(), QStringList{kGone});
}

void TestChangedMessages::deletedByItsAuthor()
{
    QDialog *asked = askedWhetherToDelete();
    QVERIFY(asked);
    WindowUser::click(asked, u"deleteMessageCancel"_s);
    QTRY_VERIFY(!m->ada.window().findChild<QDialog *>(u"deleteMessageDialog"_s));
    QCOMPARE(m->ada.texts(), QStringList{kFirst});
    asked = askedWhetherToDelete();
    QVERIFY(asked);
    WindowUser::click(asked, u"deleteMessageSubmit"_s);
    QTRY_COMPARE(m->ada.texts(), QStringList{kGone});
    QTRY_VERIFY(!m->ada.window().findChild<QDialog *>(u"deleteMessageDialog"_s));
    QVERIFY(!askedWhetherToDelete()); // again
}

void TestChangedMessages::deletedWithoutAServer()
{
    QCOMPARE(m->salond.stop(), std::optional(0));
    QDialog *asked = askedWhetherToDelete();
    QVERIFY(asked);
    WindowUser::click(asked, u"deleteMessageSubmit"_s);
    QTRY_VERIFY(m->ada.rowOf(kFirst)->isToBeDeleted);
    QVERIFY(!m->ada.dialog(u"deleteMessageDialog"_s));
    QVERIFY(!askedWhetherToDelete()); // again
    QCOMPARE(m->ada.texts(), QStringList{kFirst}); // everybody has it still
    m->ada.quit();
    m->ada.start();
    QTRY_VERIFY(m->ada.rowOf(kFirst));
    QVERIFY(m->ada.rowOf(kFirst)->isToBeDeleted);
    QVERIFY(m->salond.start());
    QTRY_COMPARE_WITH_TIMEOUT(m->ada.texts(), QStringList{kGone}, 20'000);
}

void TestChangedMessages::deletedByAnOwner()
{
    m->createRoom(u"hers"_s);
    QTRY_COMPARE(m->ada.openedRoom(), u"hers"_s);
    graceSays(u"out of place"_s);
    QVERIFY(isDeletionOffered(true));
    QDialog *asked = m->ada.dialog(u"deleteMessageDialog"_s);
    QVERIFY(asked);
    WindowUser::click(asked, u"deleteMessageSubmit"_s);
    QTRY_COMPARE(m->ada.latest(), kGone);
    QVERIFY(!isDeletionOffered(false));
    // In the thread that the message is in, too.
    graceSays(u"and again"_s);
    TimelineView *view = m->ada.window().pane()->timeline();
    view->setFocus();
    QTest::keyClick(view, Qt::Key_End);
    QTest::keyClick(view, Qt::Key_T);
    auto *thread = m->ada.find<TimelineView>(u"threadTimeline"_s);
    QTRY_VERIFY(thread->isVisible() && thread->currentIndex() == 0);
    QTest::keyClick(thread, Qt::Key_Delete);
    asked = m->ada.dialog(u"deleteMessageDialog"_s);
    QVERIFY(asked);
    WindowUser::click(asked, u"deleteMessageSubmit"_s);
    QTRY_COMPARE(m->ada.latest(), kGone);
}

//! What a member sees of a room that grace has made.
void TestChangedMessages::notDeletedByAMember()
{
    const auto made = m->elsewhere(u"grace"_s)
                          .call("/api/room.create", protocol::CreateRoom{.name = u"theirs"_s});
    QVERIFY(made);
    m->ada.chat().joinRoom(made->room.id, [](const Result<protocol::RoomReply> &) {});
    QTRY_VERIFY(m->ada.rooms().contains(u"theirs"_s));
    m->ada.openRoom(u"theirs"_s);
    graceSays(u"out of place"_s);
    QVERIFY(!isDeletionOffered(true));
    QVERIFY(!askedWhetherToDelete());
    QCOMPARE(m->ada.latest(), u"out of place"_s);
    m->ada.say(u"one's own"_s);
    QTRY_VERIFY(m->ada.isShown(u"one's own"_s, Delivery::Delivered));
    QVERIFY(isDeletionOffered(false));
}

QTEST_MAIN(TestChangedMessages)
#include "tst_changed_messages.moc"
