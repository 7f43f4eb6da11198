// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QRandomGenerator>
#include <QScrollBar>
#include <QTest>
#include <map>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

QString someText(QRandomGenerator &random)
{
    static const QStringList kTexts{
        u"yes"_s,
        u"two\nlines"_s,
        u"👍"_s,
        u"مرحبا بالعالم"_s,
        u"A sentence that is long enough to be broken into several lines in a narrow window, and then some. "_s,
        u"https://example.org/"_s + QString(90, u'x')};
    QString text = kTexts[random.bounded(kTexts.size())];
    return random.bounded(10) == 0 ? text.repeated(random.bounded(1, 12)) : text;
}

//! Reads where the texts in view stand.
std::map<qint64, int> textsInView(TimelineView &view)
{
    std::map<qint64, int> texts;
    for (const RowBox &box : view.geometry().boxes()) {
        if (box.textY >= 0 && box.textY < view.viewport()->height())
            texts[view.model()->row(box.index).id] = box.textY;
    }
    return texts;
}

} // namespace

//! Thousands of random changes: the text that is being read does not move by a pixel.
class TestTimelineDrift : public QObject {
    Q_OBJECT
private:
    enum Event {
        Append,
        Prepend,
        Insert,
        Edit,
        Remove,
        RemoveFirst,
        Resize,
        Fail,
        Evict,
        Reset,
        Count
    };

    FakeTimelineModel m_model;
    std::unique_ptr<TimelineView> m_view;
    QRandomGenerator m_random;
    qint64 m_nextNew = 0;
    qint64 m_nextOld = 0;

    TimelineRow make(qint64 number)
    {
        TimelineRow row = message(number, someText(m_random), 1 + m_random.bounded(3));
        row.at += number / 20 * 8 * 3600'000;
        return row;
    }

    // Returns the row at which the change was made, for what lies below it may move; -1 when
    // nothing may.
    int happen(Event event)
    {
        const int rows = m_model.rowCount();
        const int at = m_random.bounded(rows);
        switch (event) {
        case Append:
            m_model.append(make(m_nextNew++));
            return rows;
        case Prepend: {
            std::vector<TimelineRow> older;
            for (int i = m_random.bounded(1, 31); i > 0; --i)
                older.insert(older.begin(), make(m_nextOld--));
            m_model.prepend(older);
            return -1;
        }
        case Insert:
            m_model.insert(at, {make(m_nextNew++)});
            return at;
        case Edit:
            m_model.change(at, [this](TimelineRow &row) { row.text = someText(m_random); });
            return at;
        case Remove:
            m_model.remove(at, 1);
            return at;
        case RemoveFirst:
            m_model.remove(0, qMin(3, rows - 1));
            return 0;
        case Resize:
            m_view->resize(m_random.bounded(300, 1200), m_random.bounded(200, 800));
            return -1;
        case Fail:
            m_model.change(at, [this](TimelineRow &row) {
                row.delivery = static_cast<Delivery>(m_random.bounded(3));
                row.failure = u"The server could not be reached."_s;
            });
            return at;
        case Evict:
            if (rows > 150)
                m_model.remove(0, 50);
            return 0;
        case Reset: {
            auto rowsNow = m_model.rows();
            m_model.reset(std::move(rowsNow));
            return -1;
        }
        default:
            return -1;
        }
    }

    void scrollSomewhere()
    {
        m_view->scrollByPixels(m_random.bounded(-600, 600));
        if (m_random.bounded(40) == 0)
            m_view->geometry().scrollTo(
                m_random.bounded(static_cast<int>(m_view->geometry().contentHeight())));
    }

    // At either end of the room the text has to give way where there would be a hole.
    bool isClamped()
    {
        const auto &boxes = m_view->geometry().boxes();
        const bool top = boxes.front().index == 0 && boxes.front().y == 0;
        const bool bottom = boxes.back().index == m_model.rowCount() - 1
            && boxes.back().bottom() + TimelineGeometry::kEndGap == m_view->viewport()->height();
        return top || bottom;
    }

private Q_SLOTS:
    void nothingMoves_data()
    {
        QTest::addColumn<uint>("seed");
        for (uint seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void nothingMoves()
    {
        QFETCH(uint, seed);
        m_random.seed(seed);
        m_nextNew = 1000;
        m_nextOld = 999;
        std::vector<TimelineRow> rows;
        for (int i = 0; i < 120; ++i)
            rows.push_back(make(m_nextNew++));
        m_model.reset(rows);
        m_model.setReadMarker(seed % 2 ? 1100 : 5000);
        m_view = std::make_unique<TimelineView>();
        m_view->resize(700, 500);
        m_view->setModel(&m_model);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->grab();
        int checked = 0;
        for (int step = 0; step < 1500; ++step) {
            if (m_random.bounded(3) == 0)
                scrollSomewhere();
            const bool sticks = m_view->geometry().sticksToEnd();
            const auto before = textsInView(*m_view);
            const auto event = static_cast<Event>(m_random.bounded(Count));
            const TrackedRow anchor = m_view->geometry().anchor();
            const int at = happen(event);
            const auto after = textsInView(*m_view);
            if (sticks) {
                QVERIFY2(m_view->geometry().isAtEnd(), qPrintable(u"step %1"_s.arg(step)));
                continue;
            }
            if (isClamped())
                continue;
            checkAnchor(step, event, anchor, at, before, after);
            ++checked;
            if (m_model.rowCount() > 400)
                m_model.remove(m_random.bounded(2) ? 0 : m_model.rowCount() - 200, 200);
            if (m_model.rowCount() < 60)
                happen(Prepend);
            if (step % 50 == 0)
                m_view->grab();
        }
        QVERIFY2(checked > 500, qPrintable(QString::number(checked)));
        m_view.reset();
    }
    void sizesKeepTheAnchor();

private:
    void checkAnchor(int step, Event event, TrackedRow anchor, int at,
                     const std::map<qint64, int> &before, const std::map<qint64, int> &after)
    {
        const QByteArray where = QByteArray("step ") + QByteArray::number(step) + " event "
            + QByteArray::number(event) + " at " + QByteArray::number(at);
        const auto was = before.find(anchor.id);
        const auto is = after.find(anchor.id);
        if (was != before.end() && is != after.end())
            QVERIFY2(was->second == is->second, where);
        if (event == Resize) // below the anchor lines break elsewhere
            return;
        // A change above what is read (or outside the view) moves nothing of it.
        const bool isAbove = at < anchor.index;
        if (!isAbove && event != Append && event != Prepend && event != Reset)
            return;
        for (const auto &[id, y] : before) {
            const auto found = after.find(id);
            if (found != after.end())
                QVERIFY2(found->second == y, where);
        }
    }
};

void TestTimelineDrift::sizesKeepTheAnchor()
{
    std::vector<TimelineRow> rows;
    for (int i = 1; i <= 200; ++i)
        rows.push_back(
            message(i, u"Some words that wrap when they become larger, and when they do not"_s));
    m_model.reset(rows);
    m_model.setReadMarker(200);
    TimelineView view;
    view.resize(500, 400);
    view.setModel(&m_model);
    view.show();
    view.grab();
    view.scrollByPixels(-1500);
    const TrackedRow anchor = view.geometry().anchor();
    const int y = textsInView(view).at(anchor.id);
    for (const int width : {430, 360, 300, 410, 520, 700, 500}) {
        view.resize(width, 400);
        QCOMPARE(textsInView(view).at(anchor.id), y);
    }
    const int height = view.geometry().boxOf(anchor.index)->height;
    for (const int size : {20, 12, 22, 15}) {
        Theme::setCurrent(Theme::make(Scheme::Light, size));
        QCOMPARE(textsInView(view).at(anchor.id), y);
        if (size == 20)
            QVERIFY(view.geometry().boxOf(anchor.index)->height > height);
    }
}

QTEST_MAIN(TestTimelineDrift)
#include "tst_timeline_drift.moc"
