// SPDX-License-Identifier: MIT
#include "tests/client/ui/timeline/timeline_input_fixture.h"
#include <QMenu>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! What can be done with a message, failed or delivered: by its buttons, by keys and by its menu.
class TestRowActions : public QObject, private TimelineInputFixture {
    Q_OBJECT
private:
    void fail(int index)
    {
        m_model.change(index, [](TimelineRow &row) {
            row.delivery = Delivery::Failed;
            row.isOwn = true;
            row.failure = u"You are not in this room."_s;
        });
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void failedRowByMouse()
    {
        fail(38);
        QSignalSpy edit(m_view, &TimelineView::editRequested);
        QSignalSpy retry(m_view, &TimelineView::retryRequested);
        QSignalSpy remove(m_view, &TimelineView::deleteRequested);
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, m_view->targetRect(38, 0).center());
        QCOMPARE(edit.count(), 1);
        QCOMPARE(edit[0][0].toLongLong(), 39);
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, m_view->targetRect(38, 1).center());
        QCOMPARE(retry.count(), 1);
        QCOMPARE(retry[0][0].toLongLong(), 39);
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, m_view->targetRect(38, 2).center());
        QCOMPARE(remove.count(), 1);
        QCOMPARE(remove[0][0].toLongLong(), 39);
        QCOMPARE(retry.count(), 1);
    }
    void failedRowByKeyboard()
    {
        fail(39);
        QSignalSpy edit(m_view, &TimelineView::editRequested);
        QSignalSpy retry(m_view, &TimelineView::retryRequested);
        QSignalSpy remove(m_view, &TimelineView::deleteRequested);
        QSignalSpy unread(m_view, &TimelineView::unreadRequested);
        QTest::keyClick(m_view, Qt::Key_End);
        QTest::keyClick(m_view, Qt::Key_E);
        QCOMPARE(edit.count(), 1);
        QTest::keyClick(m_view, Qt::Key_U); // it is no message of the room yet
        QCOMPARE(unread.count(), 0);
        QTest::keyClick(m_view, Qt::Key_Tab);
        QTest::keyClick(m_view, Qt::Key_Return);
        QCOMPARE(edit.count(), 2);
        QTest::keyClick(m_view, Qt::Key_Tab);
        QTest::keyClick(m_view, Qt::Key_Return);
        QCOMPARE(retry.count(), 1);
        QTest::keyClick(m_view, Qt::Key_Tab);
        QTest::keyClick(m_view, Qt::Key_Return);
        QCOMPARE(remove.count(), 1);
        QTest::keyClick(m_view, Qt::Key_Delete);
        QCOMPARE(remove.count(), 2);
        QTest::keyClick(m_view, Qt::Key_Up);
        QTest::keyClick(m_view, Qt::Key_Delete); // delivered: nothing to delete
        QCOMPARE(remove.count(), 2);
    }
    void menuOfAFailedRow()
    {
        fail(39);
        QSignalSpy retry(m_view, &TimelineView::retryRequested);
        m_view->setCurrentIndex(39);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QCoreApplication::sendEvent(viewport(), &event);
        auto *menu = m_view->findChild<QMenu *>(u"messageMenu"_s);
        QVERIFY(menu);
        menu->findChild<QAction *>(u"copy"_s)->trigger();
        QCOMPARE(clipboard(), u"message number 40"_s);
        menu->findChild<QAction *>(u"retry"_s)->trigger();
        QCOMPARE(retry.count(), 1);
        QVERIFY(menu->findChild<QAction *>(u"delete"_s));
        menu->close();
    }
    void menuOfADeliveredRow()
    {
        QContextMenuEvent event(QContextMenuEvent::Mouse, at(38, 1),
                                viewport()->mapToGlobal(at(38, 1)));
        QCoreApplication::sendEvent(viewport(), &event);
        auto *menu = m_view->findChild<QMenu *>(u"messageMenu"_s);
        QVERIFY(menu);
        QVERIFY(menu->findChild<QAction *>(u"copy"_s));
        QVERIFY(menu->findChild<QAction *>(u"markUnread"_s));
        QVERIFY(menu->findChild<QAction *>(u"reply"_s));
        QVERIFY(menu->findChild<QAction *>(u"react"_s));
        QCOMPARE(menu->findChild<QAction *>(u"pin"_s)->text(), u"Pin\tP"_s);
        QCOMPARE(menu->actions().first()->objectName(), u"reply"_s);
        QCOMPARE(menu->actions().size(), 11); // and a line, and four other ways of copying
        menu->close();
    }
};

QTEST_MAIN(TestRowActions)
#include "tst_row_actions.moc"
