// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/golden/golden_talk.h"
#include "tests/client/golden/golden_test.h"
#include "tests/support/fake_clock.h"
#include <QLineEdit>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

std::vector<TimelineRow> goneAndUnsent()
{
    GoldenTalk talk;
    talk.say(2, 0, u"This message was deleted."_s).isDeleted = true;
    TimelineRow &answer = talk.say(4, 1, u"You mean the second job?"_s);
    GoldenTalk::answer(answer, talk.row(0));
    TimelineRow &away = talk.say(3, 2, u"It was in the other room"_s);
    away.quote = RowQuote{.seq = 1,
                          .by = {},
                          .author = {},
                          .text = u"This message is not available."_s,
                          .isMissing = true};
    TimelineRow &pinned = talk.say(2, 3, u"Whoever changes the scheduler tells it here first."_s);
    pinned.pin = RowPin{u"Grace Hopper"_s, pinned.at};
    pinned.isEdited = true;
    pinned.pinLines = {{pinned.seq, u"Grace Hopper"_s, pinned.at + 60'000, 9}};
    talk.say(1, 11, u"this one is on its way"_s).delivery = Delivery::Pending;
    TimelineRow &failed = talk.say(1, 12, u"and this one did not make it"_s);
    failed.delivery = Delivery::Failed;
    failed.failure = u"You are sending faster than this server allows."_s;
    return talk.rows();
}

std::vector<TimelineRow> longTalk()
{
    const QStringList said{u"Morning."_s, u"Did anybody look at the logs of the second job?"_s,
                           u"I did: the scheduler slept while it held the lock, so that everybody "
                           "else had to wait for it."_s,
                           u"Then it is the same as last week."_s,
                           u"Nearly. See https://ci.example.org/runs/4711"_s};
    GoldenTalk talk;
    for (int i = 0; i < 30; ++i)
        talk.say(1 + i / 2 % 4, 4 * i, said[i % 5]);
    return talk.rows();
}

} // namespace

//! What becomes of messages, and how one finds one's way among them.
class TestGoldenMessages : public GoldenTest {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_window.reset(); }
    void cleanupTestCase() { m_window.reset(); }

    void goneAndUnsent_data() { looks(); }
    void goneAndUnsent()
    {
        show(::goneAndUnsent(), 9);
        compareView(u"gone_and_unsent"_s);
    }
    void unread_data() { looks(); }
    void unread()
    {
        show(longTalk(), 14);
        TimelineRow late = m_model.row(2);
        late.id = late.seq = 31;
        late.at = m_model.row(29).at + 60'000;
        m_model.append(late);
        compareView(u"unread"_s);
    }
    void jumped_data() { looks(); }
    void jumped()
    {
        show(longTalk(), 30);
        QVERIFY(m_view->jumpTo(12));
        m_other->setFocus(); // the ring of the keyboard has a picture of its own
        compareView(u"jumped"_s);
    }
    void chosen_data() { looks(); }
    void chosen()
    {
        show(longTalk(), 30);
        m_view->setFocus();
        m_view->setCurrentIndex(28);
        for (int i = 0; i < 2; ++i)
            QTest::keyClick(m_view, Qt::Key_Up, Qt::ShiftModifier);
        compareView(u"chosen"_s);
    }
    void pointedAt_data() { looks(); }
    void pointedAt()
    {
        show(::goneAndUnsent(), 9);
        QTest::mouseMove(m_view->viewport(), QPoint(1, 1)); // else it may be there already
        QTest::mouseMove(m_view->viewport(), m_view->rowRect(3).center());
        compareView(u"pointed_at"_s);
    }
    void loading_data() { schemes(); }
    void loading()
    {
        m_model.setBounds(true, false);
        show({}, 0);
        const QImage empty = m_view->grab().toImage();
        QTRY_VERIFY(m_view->grab().toImage() != empty);
        compareView(u"loading"_s);
        m_model.setBounds(false, false);
    }

private:
    void show(const std::vector<TimelineRow> &rows, Seq read)
    {
        useScheme();
        m_model.reset(rows);
        m_model.setReadMarker(read);
        m_window = std::make_unique<QWidget>();
        m_other = new QLineEdit(m_window.get());
        m_view = new TimelineView(m_window.get(), m_clock);
        m_window->resize(isNarrow() ? 400 : 760, 440);
        m_view->resize(m_window->size());
        m_view->setFrameShape(QFrame::NoFrame);
        m_view->setModel(&m_model);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_other->setFocus();
        settle();
    }
    void settle()
    {
        m_view->grab();
        QCoreApplication::processEvents();
    }
    void compareView(const QString &name)
    {
        settle();
        compare(*m_view, name);
    }

    const FakeClock m_clock{noon() + 3 * 3600'000};
    FakeTimelineModel m_model;
    std::unique_ptr<QWidget> m_window;
    TimelineView *m_view = nullptr;
    QLineEdit *m_other = nullptr;
};

GOLDEN_MAIN(TestGoldenMessages)
#include "tst_golden_messages.moc"
