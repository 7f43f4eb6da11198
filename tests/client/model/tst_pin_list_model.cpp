// SPDX-License-Identifier: MIT
#include "client/model/pin_list_model.h"
#include "tests/client/net/scripted_server.h"
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static constexpr RoomId kRoom{5};

//! The rows of what is pinned, with the names of who said and who pinned it.
class TestPinListModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void followsTheState();
    void asOneWantsThemToBe();

private:
    static QList<Seq> listed(const PinListModel &model)
    {
        QList<Seq> all;
        for (int i = 0; i < model.rowCount(); ++i)
            all.append(model.index(i, 0).data(PinListModel::SeqRole).toLongLong());
        return all;
    }
};

void TestPinListModel::followsTheState()
{
    QTemporaryDir folder;
    ScriptedServer server;
    server.hello.rooms = {roomOf(kRoom, u"general"_s, 3, 2)};
    server.hello.users = {{{8}, u"grace"_s, u"Grace"_s}};
    server.on<protocol::ListMessages>([](const auto &) { return pageOf(kRoom, 2, 3); });
    server.on<protocol::ListPins>([](const auto &) { return protocol::PinPage{{}, 3, {}, {}}; });
    server.on<protocol::GetUsers>([](const auto &) {
        return protocol::UsersReply{{{{9}, u"joan"_s, u"Joan"_s}}};
    });
    Chat chat(folder.path());
    PinListModel model(chat);
    const QAbstractItemModelTester tester(&model);
    chat.open(server.url(), u"token"_s, {7});
    QTRY_VERIFY(chat.rooms().find(kRoom));
    Timeline *timeline = chat.openRoom(kRoom);
    QTRY_VERIFY(timeline->isLoaded());
    chat.pins().open(kRoom);
    QTRY_COMPARE(chat.pins().source(), RoomPins::Source::Server);
    QCOMPARE(model.rowCount(), 0);
    server.sendEvent({kRoom, 4, 40, {9}, protocol::MessagePinned{2}});
    QTRY_COMPARE(model.rowCount(), 1);
    const QModelIndex row = model.index(0, 0);
    QCOMPARE(row.data(PinListModel::SeqRole).toLongLong(), 2);
    QCOMPARE(row.data(PinListModel::TextRole).toString(), u"text 2"_s);
    QCOMPARE(row.data(PinListModel::AuthorRole).toString(), u"Grace"_s);
    QTRY_COMPARE(row.data(PinListModel::PinnerRole).toString(), u"Joan"_s); // asked for
    QCOMPARE(row.data(Qt::DisplayRole).toString(), u"Grace: text 2. Pinned by Joan."_s);
    QCOMPARE(model.rowOf(2), 0);
    QCOMPARE(model.rowOf(3), -1);
    server.sendEvent({kRoom, 5, 50, {9}, protocol::MessagePinned{3}});
    QTRY_COMPARE(model.rowOf(2), 1);
    server.sendEvent({kRoom, 6, 60, {9}, protocol::MessageUnpinned{2}});
    QTRY_COMPARE(model.rowCount(), 1);
}

//! Without a connection: the list of the state is what the log says.
void TestPinListModel::asOneWantsThemToBe()
{
    QTemporaryDir folder;
    ScriptedServer server;
    server.hello.rooms = {roomOf(kRoom, u"general"_s, 4, 3)};
    server.on<protocol::ListMessages>([](const auto &) { return pageOf(kRoom, 2, 4); });
    auto pinned = pageOf(kRoom, 2, 3).messages;
    for (protocol::Message &message : pinned) {
        message.pinned = true;
        message.pinnedBy = UserId{8};
    }
    server.on<protocol::ListPins>([=](const auto &) {
        return protocol::PinPage{pinned, 4, {}, {}};
    });
    server.on<protocol::GetUsers>([](const auto &) { return protocol::UsersReply(); });
    Chat chat(folder.path());
    PinListModel model(chat);
    const QAbstractItemModelTester tester(&model);
    chat.open(server.url(), u"token"_s, {7});
    QTRY_VERIFY(chat.rooms().find(kRoom));
    Timeline *timeline = chat.openRoom(kRoom);
    QTRY_VERIFY(timeline->isLoaded());
    chat.pins().open(kRoom);
    QTRY_COMPARE(listed(model), (QList<Seq>{2, 3}));
    chat.connection().close();
    chat.pin(kRoom, 2, false);
    QTRY_COMPARE(listed(model), QList<Seq>{3});
    chat.pin(kRoom, 4, true);
    QTRY_COMPARE(listed(model), (QList<Seq>{4, 3}));
    QTRY_COMPARE(model.index(0, 0).data(PinListModel::TextRole).toString(), u"text 4"_s);
    QCOMPARE(chat.pins().messages().size(), 2);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&chat.wanted(), &WantedChanges::changed);
    chat.react(kRoom, 3, u"👍"_s, true);
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(reset.count(), 0);
    chat.pin(kRoom, 2, true); // back as it was
    QTRY_COMPARE(listed(model), (QList<Seq>{4, 2, 3}));
}

QTEST_GUILESS_MAIN(TestPinListModel)
#include "tst_pin_list_model.moc"
