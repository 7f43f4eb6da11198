// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QApplication>
#include <QContextMenuEvent>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;

QStringList textsOf(const QDialog *dialog)
{
    QStringList texts;
    for (const QLabel *label : dialog->findChildren<QLabel *>()) {
        if (label->isVisible())
            texts.append(label->text());
    }
    return texts;
}

} // namespace

//! Why a message took so long: asked at a real window, of a real salond.
class TestMessageTimes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void everyStageIsTimed();
    void idIsAnotherForEachMessage();
    void serverKnowsTheId();
    void othersMessagesAreNotTimed();
    void panelShowsConnectionAndStages();
    void outOfViewIsNotPainted();

private:
    //! The dialog that the message's menu opens; null when the menu does not offer it.
    QDialog *explain(const QString &text)
    {
        TimelineView *view = m_ada.window().pane()->timeline();
        const int row = int(m_ada.texts().indexOf(text));
        const QPoint place = view->rowRect(row).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, place,
                                view->viewport()->mapToGlobal(place));
        QApplication::sendEvent(view->viewport(), &event);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        auto *action = menu ? menu->findChild<QAction *>(u"messageTimes"_s) : nullptr;
        if (action)
            action->trigger();
        if (menu)
            menu->close();
        return action ? m_ada.dialog(u"messageTimesDialog"_s) : nullptr;
    }
    QString idOf(const QString &text)
    {
        QDialog *dialog = explain(text);
        const QStringList texts = dialog ? textsOf(dialog) : QStringList();
        const auto id = std::ranges::find_if(texts, [](const QString &each) {
            return QRegularExpression(u"^[0-9a-z]{12}$"_s).match(each).hasMatch();
        });
        delete dialog;
        return id == texts.end() ? QString() : *id;
    }
    static void savePicture(QWidget *widget, const QString &name)
    {
        const QDir pictures(QStringLiteral(SALON_PICTURES));
        QVERIFY(pictures.mkpath(u"."_s));
        QVERIFY(widget->grab().save(pictures.filePath(name)));
    }
    void say(const QString &text)
    {
        m_ada.say(text);
        QTRY_VERIFY(m_ada.isShown(text, Delivery::Delivered));
    }

    SalondProcess m_salond{kCheapPasswords};
    WindowUser m_ada;
    WindowUser m_grace;
};

void TestMessageTimes::initTestCase()
{
    m_salond.setEnvironment(u"SALOND_SLOW_SAMPLE_ONE_IN"_s, u"1"_s);
    const auto started = m_salond.start();
    QVERIFY2(started, qPrintable(QString::fromUtf8(m_salond.log())));
    for (const auto &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond.addUser(name, kPassword));
    m_ada.start({m_salond.url(), u"ada"_s, kPassword});
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
    m_grace.start({m_salond.url(), u"grace"_s, kPassword});
    QTRY_COMPARE(m_grace.openedRoom(), u"general"_s);
}

void TestMessageTimes::cleanup()
{
    if (QTest::currentTestFailed())
        qInfo().noquote() << QString::fromUtf8(m_salond.log().right(2000));
}

void TestMessageTimes::everyStageIsTimed()
{
    say(u"how long does this take"_s);
    QTest::qWait(50); // painted as delivered
    QDialog *dialog = explain(u"how long does this take"_s);
    QVERIFY(dialog);
    for (const auto &stage : {u"Key press"_s, u"Outbox on the disk"_s, u"Waiting for its turn"_s,
                              u"To the server and back"_s, u"Into the room"_s, u"Laid out"_s,
                              u"Painted"_s, u"Together"_s})
        QVERIFY2(textsOf(dialog).contains(stage), qPrintable(stage));
    QTRY_VERIFY2(!textsOf(dialog).contains(u"–"_s), qPrintable(textsOf(dialog).join(u'\n')));
    QVERIFY(textsOf(dialog).join(u' ').contains(u"from the key to the room. Most of that"_s));
    savePicture(dialog, u"message_times.png"_s);
    delete dialog;
}

void TestMessageTimes::idIsAnotherForEachMessage()
{
    say(u"one"_s);
    say(u"two"_s);
    const QString first = idOf(u"one"_s);
    QVERIFY(!first.isEmpty());
    QVERIFY(!idOf(u"two"_s).isEmpty());
    QVERIFY(idOf(u"two"_s) != first);
    QCOMPARE(idOf(u"one"_s), first);
}

//! What a person can tell an operator leads to the stages in the server.
void TestMessageTimes::serverKnowsTheId()
{
    say(u"where was it slow"_s);
    const QString id = idOf(u"where was it slow"_s);
    QVERIFY(!id.isEmpty());
    const CommandResult kept = m_salond.command({u"slow"_s, u"--samples"_s, u"--json"_s});
    QCOMPARE(kept.exitCode, 0);
    const auto requests = QJsonDocument::fromJson(kept.output).object()[u"requests"_s].toArray();
    const auto found = std::ranges::find_if(
        requests, [&id](const auto &request) { return request.toObject()[u"trace"_s] == id; });
    QVERIFY2(found != requests.end(), kept.output);
    QCOMPARE(found->toObject()[u"kind"_s].toString(), u"message.post"_s);
    QVERIFY(!found->toObject()[u"stages"_s].toArray().isEmpty());
}

void TestMessageTimes::othersMessagesAreNotTimed()
{
    m_grace.say(u"from somebody else"_s);
    QTRY_VERIFY(m_ada.isShown(u"from somebody else"_s, Delivery::Delivered));
    QTRY_VERIFY(
        !m_ada.window().pane()->timeline()->rowRect(int(m_ada.texts().size()) - 1).isEmpty());
    QVERIFY(!explain(u"from somebody else"_s));
}

void TestMessageTimes::panelShowsConnectionAndStages()
{
    m_ada.choose(u"accountHeader"_s, u"connectionDetails"_s);
    QDialog *panel = m_ada.dialog(u"connectionPanel"_s);
    QVERIFY(panel);
    QTRY_VERIFY(!textsOf(panel).contains(u"–"_s)); // the round trip was measured
    const QStringList texts = textsOf(panel);
    for (const QString &text : {u"Connected"_s, u"http://127.0.0.1:%1"_s.arg(m_salond.port()),
                                u"No; it stays on this computer"_s, u"half within"_s,
                                u"To the server and back"_s, u"Painted"_s})
        QVERIFY2(texts.contains(text), qPrintable(text + u" in "_s + texts.join(u'\n')));
    savePicture(panel, u"connection_panel.png"_s);
    m_salond.kill();
    QTRY_VERIFY(textsOf(panel).contains(u"Interrupted; tried again soon"_s));
    QVERIFY(textsOf(panel).contains(u"–"_s));
    QVERIFY(m_salond.start());
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(panel).contains(u"Connected"_s), 20'000);
    delete panel;
}

void TestMessageTimes::outOfViewIsNotPainted()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_ada.isOnline(), 20'000);
    for (int i = 0; i < 20; ++i)
        say(u"filling %1"_s.arg(i));
    const QString text = u"while one looks elsewhere"_s;
    m_salond.kill();
    m_ada.say(text);
    QTRY_VERIFY(m_ada.isShown(text, Delivery::Pending));
    TimelineView *view = m_ada.window().pane()->timeline();
    QTRY_VERIFY(view->geometry().isAtEnd());
    view->verticalScrollBar()->setValue(0);
    QVERIFY(m_salond.start());
    QTRY_VERIFY_WITH_TIMEOUT(m_ada.isShown(text, Delivery::Delivered), 30'000);
    QVERIFY(view->rowRect(int(m_ada.texts().size()) - 1).isEmpty());
    QTest::qWait(50); // time in which it might be painted
    view->jumpToEnd();
    QTRY_VERIFY(!view->rowRect(int(m_ada.texts().size()) - 1).isEmpty());
    QDialog *dialog = explain(text);
    QVERIFY(dialog);
    const QString shown = textsOf(dialog).join(u'\n');
    QVERIFY2(shown.contains(u"–"_s), qPrintable(shown));
    QVERIFY2(shown.contains(u"it waited for its turn"_s), qPrintable(shown));
    delete dialog;
}

QTEST_MAIN(TestMessageTimes)
#include "tst_message_times.moc"
