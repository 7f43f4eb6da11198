// SPDX-License-Identifier: MIT
#include "client/ui/error_sentences.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "client/ui/typing_line.h"
#include "client/ui/writing_task.h"
#include "tests/client/golden/golden_test.h"
#include <QClipboard>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! The lower end of a room: what stands over, in and under the place where one writes.
class TestGoldenComposer : public GoldenTest {
    Q_OBJECT
private Q_SLOTS:
    void answer_data() { looks(); }
    void answer()
    {
        begin(GoldenWindow::kGeneral);
        m->window().pane()->writing()->answer(GoldenWindow::kQuestion);
        edit()->setPlainText(u"I did, in the evening"_s);
        m->settle();
        QVERIFY(m->find<QWidget>("replyBar")->isVisible());
        compareLowerEnd(u"answer"_s);
    }
    void change_data() { looks(); }
    void change()
    {
        begin(GoldenWindow::kGeneral);
        edit()->setPlainText(u"a draft"_s);
        m->window().pane()->writing()->change(GoldenWindow::kAnswer,
                                              u"I did: the scheduler slept while it held the "
                                              "lock, so that all the others had to wait."_s);
        QTRY_VERIFY(m->find<QWidget>("replyBar")->isVisible());
        m->settle();
        compareLowerEnd(u"change"_s);
    }
    void pastedCode_data() { looks(); }
    void pastedCode()
    {
        begin(GoldenWindow::kGeneral);
        edit()->setFocus();
        QGuiApplication::clipboard()->setText(u"while (isHeld())\n    wait();\nrelease();"_s);
        edit()->paste();
        m->settle();
        QVERIFY(m->find<QWidget>("pasteBar")->isVisible());
        compareLowerEnd(u"pasted_code"_s);
    }
    void typing_data() { looks(); }
    void typing()
    {
        begin(GoldenWindow::kGeneral);
        TypingState &writers = m->chat().presence().typing();
        writers.started(GoldenWindow::kGeneral, GoldenWindow::kGrace);
        compareLowerEnd(u"typing"_s);
        if (isNarrow()) {
            writers.started(GoldenWindow::kGeneral, GoldenWindow::kMaryam);
            compareLowerEnd(u"typing_two"_s);
        }
    }
    void tooLong_data() { looks(); }
    void tooLong()
    {
        begin(GoldenWindow::kGeneral);
        edit()->setPlainText(u"word "_s.repeated(3'300));
        m->settle();
        compareLowerEnd(u"too_long"_s);
    }

    void notice_data() { looks(); }
    void notice()
    {
        begin(GoldenWindow::kGeneral);
        m->window().pane()->notice(errorSentence(Error::rateLimited(4'000)));
        m->settle();
        compareLowerEnd(u"notice"_s);
    }
    void sessionOver_data() { looks(); }
    void sessionOver()
    {
        begin(GoldenWindow::kGeneral);
        m->window().setBlocked(errorSentence(Error(ErrorCode::SessionExpired, u"over"_s)));
        m->settle();
        compareLowerEnd(u"session_over"_s);
    }

private:
    //! Of the window, over which some of it lies.
    void compareLowerEnd(const QString &name)
    {
        constexpr int kHeight = 260;
        QWidget *pane = m->window().pane();
        const QRect place(pane->mapTo(&m->window(), QPoint()), pane->size());
        compare(m->window(), name, place.adjusted(0, place.height() - kHeight, 0, 0));
    }
};

GOLDEN_MAIN(TestGoldenComposer)
#include "tst_golden_composer.moc"
