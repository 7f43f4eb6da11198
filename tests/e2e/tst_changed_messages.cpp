// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/room_scene.h"

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
    void whileOneWasAway();
    void deletedByItsAuthor();
    void notDeletedWithoutAServer();

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

void TestChangedMessages::notDeletedWithoutAServer()
{
    QCOMPARE(m->salond.stop(), std::optional(0));
    QDialog *asked = askedWhetherToDelete();
    QVERIFY(asked);
    WindowUser::click(asked, u"deleteMessageSubmit"_s);
    const auto *error = asked->findChild<QLabel *>(u"deleteMessageError"_s);
    QTRY_VERIFY(error->isVisible());
    QVERIFY2(!error->text().isEmpty(), qPrintable(error->text()));
    qInfo("%s", qPrintable(error->text()));
    QCOMPARE(m->ada.texts(), QStringList{kFirst});
}

QTEST_MAIN(TestChangedMessages)
#include "tst_changed_messages.moc"
