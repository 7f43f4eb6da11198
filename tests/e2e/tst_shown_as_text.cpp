// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/raw_server.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QLabel>
#include <QTest>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;

//! Labels of all windows that would look into their text for markup, each with its text.
QStringList guessingLabels()
{
    QStringList guessing;
    for (QWidget *widget : QApplication::allWidgets()) {
        const auto *label = qobject_cast<QLabel *>(widget);
        if (label && !label->text().isEmpty() && label->textFormat() != Qt::PlainText
            && !label->inherits("QTipLabel")) // Qt's own; its text is looked at below
            guessing.append(label->objectName() + u": "_s + label->text());
    }
    return guessing;
}

//! What a tooltip would show as markup that somebody else has written.
bool showsMarkup(const QString &tip)
{
    return Qt::mightBeRichText(tip)
        && (tip.contains(u"<img"_s, Qt::CaseInsensitive)
            || tip.contains(u"<b>"_s, Qt::CaseInsensitive));
}

QStringList markedUpTips(QWidget *window)
{
    QStringList marked;
    for (const QWidget *widget : window->findChildren<QWidget *>()) {
        if (showsMarkup(widget->toolTip()))
            marked.append(widget->objectName() + u": "_s + widget->toolTip());
    }
    return marked;
}

//! The tooltip over a row, as the mouse gets it.
QString tipOver(QAbstractItemView *view, const QModelIndex &index)
{
    QToolTip::hideText();
    const QPoint place = view->visualRect(index).center();
    QHelpEvent event(QEvent::ToolTip, place, view->viewport()->mapToGlobal(place));
    QApplication::sendEvent(view->viewport(), &event);
    return QToolTip::text();
}

} // namespace

//! Names, topics and messages that are HTML: each window shows them as they are, and fetches
//! nothing.
class TestShownAsText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void mainWindow();
    void tooltips();
    void dialogs_data();
    void dialogs();
    void loginDialog();
    void cleanup();

private:
    RawServer m_trap; // whoever asks it has followed a picture of the markup
    QString m_picture = u"<img src=http://127.0.0.1:%1>"_s.arg(m_trap.port());
    QString m_room = u"<b>x<img src=a>"_s; // a slash is not allowed there
    QString m_topic = u"<b>t</b>"_s + m_picture;
    SalondProcess m_salond{"[server]\nname = \"<b>s</b><img src=x>\"\n" + kCheapPasswords};
    WindowUser m_ada;
};

void TestShownAsText::initTestCase()
{
    QVERIFY(m_salond.start());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond.addUser(m_picture, kPassword));
    HttpClient http(m_salond.port());
    const auto login = http.login(m_picture, kPassword);
    QVERIFY(login);
    http.setToken(login->token.toUtf8());
    const auto made = http.call("/api/room.create", protocol::CreateRoom{m_room, m_topic});
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toString()));
    m_ada.start({m_salond.url(), u"ada"_s, kPassword});
    QTRY_VERIFY(m_ada.isSignedIn());
    HttpClient ada(m_salond.port());
    const auto own = ada.login(u"ada"_s, kPassword);
    QVERIFY(own);
    ada.setToken(own->token.toUtf8());
    QVERIFY(ada.call("/api/room.join", protocol::JoinRoom{made->room.id}));
    const auto posted =
        http.call("/api/message.post",
                  protocol::PostMessage{.room = made->room.id,
                                        .key = u"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b11"_s,
                                        .text = m_topic});
    QVERIFY2(posted, qPrintable(posted ? QString() : posted.error().toString()));
    QTRY_VERIFY(m_ada.rooms().contains(m_room));
    m_ada.openRoom(m_room);
    QTRY_COMPARE(m_ada.texts(), QStringList{m_topic});
}

void TestShownAsText::cleanup()
{
    QTest::qWait(0);
    QCOMPARE(guessingLabels(), QStringList());
    QCOMPARE(m_trap.count(), 0);
}

void TestShownAsText::mainWindow()
{
    QTRY_COMPARE(m_ada.topic(), m_topic);
    QTRY_VERIFY(m_ada.members().contains(m_picture));
    QVERIFY(m_ada.find<QLabel>(u"roomName"_s)->text().contains(m_room));
    QVERIFY(m_ada.window().windowTitle().contains(m_room));
    QVERIFY(!m_ada.window().grab().isNull()); // painted, with all that painting would fetch
}

void TestShownAsText::tooltips()
{
    for (const QString &name : {u"roomList"_s, u"memberList"_s}) {
        auto *view = m_ada.find<QAbstractItemView>(name);
        QVERIFY(view);
        int hostile = 0;
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            const QString tip = tipOver(view, view->model()->index(row, 0));
            QVERIFY2(!showsMarkup(tip), qPrintable(tip));
            hostile += tip.contains(u"&lt;"_s) ? 1 : 0;
        }
        QVERIFY2(hostile > 0, "the hostile name has no tooltip, so nothing was tested");
    }
    m_ada.window().resize(700, 500); // the topic is cut now, and its tooltip has the whole
    m_ada.window().grab();
    QCOMPARE(markedUpTips(&m_ada.window()), QStringList());
}

void TestShownAsText::dialogs_data()
{
    QTest::addColumn<QString>("menu"); // empty: a button
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("dialog");
    QTest::newRow("browse") << QString() << u"browseRooms"_s << u"browseRoomsDialog"_s;
    QTest::newRow("create") << QString() << u"createRoom"_s << u"createRoomDialog"_s;
    QTest::newRow("topic") << u"roomMenu"_s << u"changeTopic"_s << u"topicDialog"_s;
    QTest::newRow("connection") << u"accountHeader"_s << u"connectionDetails"_s
                                << u"connectionPanel"_s;
}

void TestShownAsText::dialogs()
{
    QFETCH(QString, menu);
    QFETCH(QString, action);
    QFETCH(QString, dialog);
    if (menu.isEmpty())
        m_ada.click(action);
    else
        m_ada.choose(menu, action);
    QTRY_VERIFY(m_ada.dialog(dialog));
    QDialog *window = m_ada.dialog(dialog);
    if (auto *list = window->findChild<QAbstractItemView *>()) {
        QTRY_VERIFY(list->model()->rowCount() > 0);
        for (int row = 0; row < list->model()->rowCount(); ++row)
            QVERIFY(!showsMarkup(tipOver(list, list->model()->index(row, 0))));
    }
    QVERIFY(!window->grab().isNull());
    QCOMPARE(guessingLabels(), QStringList());
    QCOMPARE(markedUpTips(window), QStringList());
    window->reject();
    QTRY_VERIFY(!m_ada.dialog(dialog));
}

//! The reason of a login's end, and the server's own name.
void TestShownAsText::loginDialog()
{
    m_ada.choose(u"accountHeader"_s, u"logOut"_s);
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::logIn(u"127.0.0.1:%1"_s.arg(m_salond.port()), m_picture, u"wrong password"_s);
    QTRY_VERIFY(!WindowUser::loginError(u"loginPassword"_s).isEmpty());
    QVERIFY(!WindowUser::loginDialog()->grab().isNull());
    QCOMPARE(guessingLabels(), QStringList());
}

QTEST_MAIN(TestShownAsText)
#include "tst_shown_as_text.moc"
