// SPDX-License-Identifier: MIT
#include "tests/support/injected_failures.h"
#include "tests/support/room_scene.h"
#include "tests/support/scripted_front.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kName = u"roomNameEdit"_s;
const auto kTrace = u"4f2a"_s;

} // namespace

//! What no salond of today says to this client, by one that is scripted: its sentence stands on the
//! screen, with the id of its row and the one for the server's log.
class TestScriptedRefusals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refused_data();
    void refused();
};

void TestScriptedRefusals::refused_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("reason");
    for (const WithReason &each : kOnlyScripted) {
        const auto code = errorCodeFromWire(each.id);
        QVERIFY(code);
        QTest::newRow(each.id.data()) << int(*code) << int(Reason::None);
    }
    for (const WithReason &each : kScriptedReasons)
        QTest::newRow(each.id.data()) << int(ErrorCode::Forbidden) << int(reasonFromWire(each.id));
}

void TestScriptedRefusals::refused()
{
    QFETCH(const int, code);
    QFETCH(const int, reason);
    ScriptedFront front;
    front.socket.on<protocol::CreateRoom>(
        [code, reason](const protocol::CreateRoom &) -> Result<protocol::RoomReply> {
            Error error(ErrorCode(code), Reason(reason), u"the inside"_s);
            error.trace = kTrace;
            return error;
        });
    WindowUser ada;
    ada.start({QUrl(u"http://"_s + front.address()), u"ada"_s, u"correct horse 7"_s});
    QTRY_VERIFY(ada.isSignedIn());
    ada.click(u"createRoom"_s);
    QDialog *dialog = ada.dialog(u"createRoomDialog"_s);
    WindowUser::fill(dialog, kName, u"engines"_s);
    WindowUser::click(dialog, u"createRoomSubmit"_s);
    QTRY_VERIFY(!detailUnder(dialog, kName).isEmpty());
    const QString detail = detailUnder(dialog, kName);
    QCOMPARE(idIn(detail), QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(traceIn(detail), kTrace);
    QVERIFY(!errorUnder(dialog, kName).contains(u"the inside"_s));
}

QTEST_MAIN(TestScriptedRefusals)
#include "tst_scripted_refusals.moc"
