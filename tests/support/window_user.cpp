// SPDX-License-Identifier: MIT
#include "tests/support/window_user.h"
#include "client/model/room_list_model.h"
#include "client/ui/composer.h"
#include "client/ui/room_list_view.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/frame_recorder.h"
#include "tests/support/recorded_notifier.h"
#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTest>

using namespace Qt::StringLiterals;

namespace salon::test {

using namespace client;

namespace {

QString withoutIsolates(QString text)
{
    return text.remove(QChar(0x2068)).remove(QChar(0x2069));
}

QString shownText(QWidget *owner, const QString &label)
{
    const auto *found = owner ? owner->findChild<QLabel *>(label) : nullptr;
    return found && found->isVisible() ? withoutIsolates(found->text()) : QString();
}

} // namespace

WindowUser::WindowUser(const Clock &clock) : m_clock(clock)
{
}

WindowUser::~WindowUser() = default;

void WindowUser::start(const ClientApp::Wish &wish)
{
    m_app = std::make_unique<ClientApp>(
        m_profile.path(), m_clock, m_usesDesktop ? nullptr : std::make_unique<RecordedNotifier>());
    const auto keep = [socket = nextRecordedSocket()](Said by) {
        return [=](const QByteArray &frame) { recordFrame(socket, by, frame); };
    };
    const Connection *connection = &m_app->chat().connection();
    QObject::connect(connection, &Connection::frameSent, keep(Said::ByClient));
    QObject::connect(connection, &Connection::frameReceived, keep(Said::ByServer));
    m_app->start(wish);
}

void WindowUser::quit()
{
    window().close();
    m_app.reset();
}

bool WindowUser::isOnline()
{
    return m_app->chat().connection().state() == ConnectionState::Online;
}

QDialog *WindowUser::loginDialog()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (widget->objectName() == "loginDialog"_L1 && widget->isVisible())
            return qobject_cast<QDialog *>(widget);
    }
    return nullptr;
}

void WindowUser::logIn(const QString &server, const QString &user, const QString &password)
{
    QDialog *dialog = loginDialog();
    QVERIFY(dialog);
    fill(dialog, u"loginServer"_s, server);
    fill(dialog, u"loginUser"_s, user);
    fill(dialog, u"loginPassword"_s, password);
    click(dialog, u"loginSubmit"_s);
}

QString WindowUser::loginError(const QString &field)
{
    return shownText(loginDialog(), field + u"Error"_s);
}

QString WindowUser::loginErrorDetail(const QString &field)
{
    return shownText(loginDialog(), field + u"ErrorDetail"_s);
}

QString WindowUser::loginReasonDetail()
{
    return shownText(loginDialog(), u"loginReasonDetail"_s);
}

QStringList WindowUser::rooms()
{
    const QAbstractItemModel *model = find<RoomListView>(u"roomList"_s)->model();
    QStringList names;
    for (int row = 0; row < model->rowCount(); ++row)
        names.append(model->index(row, 0).data().toString());
    return names;
}

QString WindowUser::unreadBadge(const QString &room)
{
    const QAbstractItemModel *model = find<RoomListView>(u"roomList"_s)->model();
    const auto found = model->match(model->index(0, 0), Qt::DisplayRole, room, 1, Qt::MatchExactly);
    const qint64 unread =
        found.isEmpty() ? 0 : found.first().data(RoomListModel::UnreadRole).toLongLong();
    return unread > 0 ? QString::number(unread) : QString();
}

void WindowUser::openRoom(const QString &name)
{
    auto *list = find<RoomListView>(u"roomList"_s);
    const auto found = list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, name, 1,
                                            Qt::MatchExactly);
    QVERIFY2(!found.isEmpty(), qPrintable(name));
    list->scrollTo(found.first());
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(found.first()).center());
}

QString WindowUser::openedRoom()
{
    return shownText(&window(), u"roomName"_s);
}

void WindowUser::type(const QString &text)
{
    auto *edit = find<QPlainTextEdit>(u"composerEdit"_s);
    edit->setFocus();
    QTest::keyClicks(edit, text);
}

void WindowUser::say(const QString &text)
{
    type(text);
    QTest::keyClick(find<QPlainTextEdit>(u"composerEdit"_s), Qt::Key_Return);
}

QString WindowUser::draft()
{
    return window().pane()->composer()->draft();
}

QStringList WindowUser::texts()
{
    const TimelineModel *model = window().pane()->timeline()->model();
    QStringList all;
    for (int row = 0; model && row < model->rowCount(); ++row)
        all.append(model->row(row).text);
    return all;
}

const TimelineRow *WindowUser::rowOf(const QString &text)
{
    const auto index = texts().indexOf(text);
    return index < 0 ? nullptr : &window().pane()->timeline()->model()->row(int(index));
}

bool WindowUser::isShown(const QString &text, Delivery delivery)
{
    const TimelineRow *row = rowOf(text);
    return row && row->delivery == delivery;
}

QString WindowUser::topic()
{
    return shownText(&window(), u"roomTopic"_s);
}

QStringList WindowUser::members()
{
    const QAbstractItemModel *model = find<QListView>(u"memberList"_s)->model();
    QStringList names;
    for (int row = 0; row < model->rowCount(); ++row)
        names.append(model->index(row, 0).data().toString());
    return names;
}

QString WindowUser::noticeDetail()
{
    return shownText(window().pane(), u"noticeDetail"_s);
}

QString WindowUser::bannerDetail()
{
    return shownText(window().pane(), u"connectionDetail"_s);
}

QString WindowUser::notice()
{
    return shownText(window().pane(), u"noticeText"_s);
}

QString WindowUser::banner()
{
    return shownText(window().pane(), u"connectionText"_s);
}

QDialog *WindowUser::dialog(const QString &name)
{
    auto *found = find<QDialog>(name);
    return found && found->isVisible() ? found : nullptr;
}

void WindowUser::click(const QString &button)
{
    click(&window(), button);
}

void WindowUser::click(QWidget *dialog, const QString &button)
{
    QVERIFY(dialog);
    auto *found = dialog->findChild<QAbstractButton *>(button);
    QVERIFY2(found, qPrintable(button));
    QTest::mouseClick(found, Qt::LeftButton);
}

void WindowUser::fill(QWidget *dialog, const QString &field, const QString &text)
{
    QVERIFY(dialog);
    auto *edit = dialog->findChild<QLineEdit *>(field);
    QVERIFY2(edit, qPrintable(field));
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, text);
}

void WindowUser::choose(const QString &menuButton, const QString &action)
{
    click(menuButton);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY2(menu, qPrintable(menuButton));
    auto *found = menu->findChild<QAction *>(action);
    QVERIFY2(found, qPrintable(action));
    found->trigger();
    menu->close();
}

} // namespace salon::test
