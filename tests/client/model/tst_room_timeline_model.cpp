// SPDX-License-Identifier: MIT
#include "client/model/room_timeline_model.h"
#include "tests/client/net/scripted_server.h"
#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static constexpr RoomId kRoom{5};
static constexpr UserId kOther{8};

//! The rows that a view sees are the entries of the state, whatever happens to them.
class TestRoomTimelineModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void showsWhatWasThereBefore();
    void olderPageIsOneInsertion();
    void confirmedRowKeepsItsId();
    void failedRowHasItsSentence();
    void resetAndBounds();
    void droppedRowsGoAtEitherEnd();
    void goneTimelineLeavesNoRows();
    void staysTrueOverManyChanges();
    void pinsStandAfterWhatWasLastThen();
    void pinsOfWhatIsNotHere();

private:
    void compareRows() const
    {
        QCOMPARE(m_model->rowCount(), int(m_timeline->entries().size()));
        for (int i = 0; i < m_model->rowCount(); ++i) {
            const TimelineEntry &entry = m_timeline->entries()[i];
            QCOMPARE(m_model->row(i).id, entry.id);
            QCOMPARE(m_model->row(i).revision, entry.revision);
            QCOMPARE(m_model->row(i).text, entry.message.text);
            QCOMPARE(m_model->row(i).seq, entry.message.seq);
        }
    }
    protocol::Message unsent(const QString &key)
    {
        protocol::Message message;
        message.room = kRoom;
        message.by = m_chat->self();
        message.key = key;
        message.text = u"mine "_s + key;
        return message;
    }

    //! That message, as others pinned it in that event.
    void pin(Seq seq, Seq event)
    {
        protocol::Message message = *m_timeline->find(seq);
        protocol::RoomEvent{kRoom, event, 1, kOther, protocol::MessagePinned{seq}}.change(message);
        m_timeline->update({message});
    }
    //! "row: pinned" of each line, by the numbers of their messages.
    QStringList pinLines() const
    {
        QStringList all;
        for (int i = 0; i < m_model->rowCount(); ++i) {
            for (const RowPinLine &line : m_model->row(i).pinLines)
                all.append(u"%1: %2"_s.arg(m_model->row(i).seq).arg(line.message));
        }
        return all;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Chat> m_chat;
    std::unique_ptr<Timeline> m_timeline;
    std::unique_ptr<RoomTimelineModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestRoomTimelineModel::init()
{
    m_tester.reset();
    m_model.reset();
    m_chat = std::make_unique<Chat>(m_folder.path());
    m_timeline = std::make_unique<Timeline>(kRoom, m_chat->self(), 2);
    m_timeline->reset(pageOf(kRoom, 31, 40, true));
    m_model =
        std::make_unique<RoomTimelineModel>(*m_chat, m_timeline.get(), [](const Error &error) {
            return u"because "_s + error.message;
        });
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
}

void TestRoomTimelineModel::showsWhatWasThereBefore()
{
    compareRows();
    QCOMPARE(m_model->row(0).text, u"text 31"_s);
    QVERIFY(!m_model->row(0).isOwn);
    QCOMPARE(m_model->row(0).delivery, Delivery::Delivered);
    QCOMPARE(m_model->readMarker(), 2);
}

void TestRoomTimelineModel::olderPageIsOneInsertion()
{
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_timeline->prepend(pageOf(kRoom, 11, 30, true));
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted.first()[1].toInt(), 0);
    QCOMPARE(inserted.first()[2].toInt(), 19);
    compareRows();
    m_timeline->apply(messageEvent(kRoom, 41, kOther, u"text 41"_s));
    compareRows();
}

void TestRoomTimelineModel::confirmedRowKeepsItsId()
{
    m_timeline->addPending(unsent(u"k1"_s));
    const qint64 id = m_model->row(10).id;
    QCOMPARE(m_model->row(10).delivery, Delivery::Pending);
    QVERIFY(m_model->row(10).isOwn);
    QCOMPARE(m_model->keyOf(id), u"k1"_s);
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_timeline->apply(messageEvent(kRoom, 41, m_chat->self(), u"mine k1"_s, u"k1"_s));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_model->row(10).id, id);
    QCOMPARE(m_model->row(10).delivery, Delivery::Delivered);
    compareRows();
}

void TestRoomTimelineModel::failedRowHasItsSentence()
{
    m_timeline->addPending(unsent(u"k1"_s));
    m_timeline->setFailed(u"k1"_s, Error(ErrorCode::Forbidden, u"it is so"_s));
    QCOMPARE(m_model->row(10).delivery, Delivery::Failed);
    QCOMPARE(m_model->row(10).failure, u"because it is so"_s);
    m_timeline->setPending(u"k1"_s);
    QCOMPARE(m_model->row(10).failure, QString());
    m_timeline->discard(u"k1"_s);
    compareRows();
}

void TestRoomTimelineModel::resetAndBounds()
{
    QVERIFY(m_model->hasOlder());
    QSignalSpy bounds(m_model.get(), &TimelineModel::boundsChanged);
    m_timeline->reset(pageOf(kRoom, 2, 4));
    QVERIFY(bounds.count() > 0);
    QVERIFY(!m_model->hasOlder());
    compareRows();
    m_timeline->forget();
    QCOMPARE(m_model->rowCount(), 0);
}

void TestRoomTimelineModel::droppedRowsGoAtEitherEnd()
{
    const Seq end = 10'000;
    m_timeline->reset(pageOf(kRoom, end - 29, end, true));
    m_timeline->addPending(unsent(u"k1"_s));
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    for (Seq first = m_timeline->firstSeq(); removed.isEmpty(); first = m_timeline->firstSeq()) {
        m_timeline->setReading(first);
        m_timeline->prepend(pageOf(kRoom, first - 200, first - 1, true));
    }
    compareRows();
    QVERIFY(removed.first()[2].toInt() - removed.first()[1].toInt() >= Timeline::kSurplus);
    QVERIFY(m_model->hasNewer());
    QCOMPARE(m_model->row(m_model->rowCount() - 1).delivery, Delivery::Pending);
    removed.clear();
    for (Seq last = m_timeline->known(); removed.isEmpty(); last = m_timeline->known()) {
        m_timeline->setReading(last);
        m_timeline->append(pageOf(kRoom, last + 1, last + 200));
    }
    compareRows();
    QCOMPARE(removed.first()[1].toInt(), 0);
}

void TestRoomTimelineModel::goneTimelineLeavesNoRows()
{
    m_timeline.reset();
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_model->hasOlder());
    QCOMPARE(m_model->keyOf(1), QString());
}

void TestRoomTimelineModel::staysTrueOverManyChanges()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    QStringList waiting;
    for (int step = 0; step < 400; ++step) {
        const Seq next = m_timeline->known() + 1;
        switch (random.bounded(7)) {
        case 0:
            waiting.append(u"key %1"_s.arg(step));
            m_timeline->addPending(unsent(waiting.last()));
            break;
        case 1:
            if (!waiting.isEmpty()) {
                const QString key = waiting.takeAt(random.bounded(waiting.size()));
                m_timeline->apply(messageEvent(kRoom, next, m_chat->self(), u"mine"_s, key));
            }
            break;
        case 2:
            if (!waiting.isEmpty())
                m_timeline->setFailed(waiting.last(), Error(ErrorCode::Forbidden, {}));
            break;
        case 3:
            if (!waiting.isEmpty())
                m_timeline->discard(waiting.takeFirst());
            break;
        case 4:
            m_timeline->touch({kOther});
            break;
        case 5:
            if (step % 10 == 0)
                m_timeline->reset(pageOf(kRoom, next + 600, next + 610, true));
            else if (m_timeline->firstSeq() > 100)
                m_timeline->prepend(
                    pageOf(kRoom, m_timeline->firstSeq() - 20, m_timeline->firstSeq() - 1, true));
            break;
        default:
            m_timeline->apply(messageEvent(kRoom, next + random.bounded(2), kOther, u"x"_s));
        }
        compareRows();
        if (QTest::currentTestFailed())
            return;
    }
}

void TestRoomTimelineModel::pinsStandAfterWhatWasLastThen()
{
    protocol::MessagePage page = pageOf(kRoom, 31, 40, true);
    page.messages.removeIf([](const auto &message) { return message.seq == 37; }); // an event
    m_timeline->reset(page);
    const int before = m_model->row(5).revision;
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    pin(32, 37);
    QCOMPARE(pinLines(), QStringList{u"36: 32"_s});
    QVERIFY(m_model->row(5).revision > before);
    QCOMPARE(changed.last()[0].toModelIndex().row(), 5);
    const auto apply = [&](Seq seq, const protocol::RoomEventData &data) {
        m_timeline->apply({kRoom, seq, 1, kOther, data});
    };
    apply(41, protocol::MessagePinned{36});
    apply(42, protocol::MessagePinned{31});
    m_timeline->addPending(unsent(u"k1"_s));
    QCOMPARE(pinLines(), (QStringList{u"36: 32"_s, u"40: 36"_s, u"40: 31"_s}));
    // What comes next comes below it.
    m_timeline->apply(messageEvent(kRoom, 43, kOther, u"text 43"_s));
    QCOMPARE(pinLines(), (QStringList{u"36: 32"_s, u"40: 36"_s, u"40: 31"_s}));
    const int last = m_model->row(9).revision;
    apply(44, protocol::MessageUnpinned{36});
    QCOMPARE(pinLines(), (QStringList{u"36: 32"_s, u"40: 31"_s}));
    apply(45, protocol::MessagePinned{36});
    QCOMPARE(pinLines(), (QStringList{u"36: 32"_s, u"40: 31"_s, u"43: 36"_s}));
    QVERIFY(m_model->row(9).revision > last);
}

void TestRoomTimelineModel::pinsOfWhatIsNotHere()
{
    pin(40, 81);
    QCOMPARE(pinLines(), QStringList{u"40: 40"_s});
    m_timeline->openGap(90); // what is between may have come before the pin
    QCOMPARE(pinLines(), QStringList());
    protocol::MessagePage page = pageOf(kRoom, 41, 90);
    page.messages.removeIf([](const auto &message) { return message.seq == 81; });
    m_timeline->append(page);
    QCOMPARE(pinLines(), QStringList{u"80: 40"_s});
}

QTEST_GUILESS_MAIN(TestRoomTimelineModel)
#include "tst_room_timeline_model.moc"
