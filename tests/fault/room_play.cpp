// SPDX-License-Identifier: MIT
#include "tests/fault/room_play.h"

#include <array>

using namespace Qt::StringLiterals;

namespace salon::test {

using namespace client;

namespace {

constexpr Seq kFirst = Seq(1) << 40;
constexpr Seq kStep = Seq(1) << 16;
constexpr int kUsual = 120;
constexpr int kLongest = 300;
constexpr qint64 kMinuteMs = 60'000;
constexpr UserId kSelf{1};

} // namespace

QString RoomPlay::someText()
{
    static const QStringList kTexts{
        u"yes"_s,
        u"two\nlines"_s,
        u"👍"_s,
        u"مرحبا بالعالم"_s,
        u"A sentence that is long enough to be broken into several lines in a narrow window, and then some. "_s,
        u"https://example.org/"_s + QString(90, u'x'),
        u"so **far**, *so* [good](https://example.org/a/b/c), with `code` in it and ~~more~~ of it all\n"_s,
        u"> a quote\n> of two lines\nand its answer\n\n"_s,
        u"- an item\n  - an inner one that is long enough to be broken in a narrow window\n- another\n\n"_s,
        u"3. three\n7. seven\n\n"_s,
        u"```cpp\nint main()\n{\n    return 0;\n}\n```\n"_s,
        u"```\n"_s + u"a line of code\n"_s.repeated(24) + u"```\n"_s,
        u"|a|b of the table|\n|-|-:|\n|1|2, and more than fits into a narrow cell of it|\n\n"_s,
        u"# A heading\ntext\n\n---\n"_s};
    const QString text = kTexts[bounded(int(kTexts.size()))];
    return bounded(12) == 0 ? text.repeated(1 + bounded(25)) : text;
}

TimelineRow RoomPlay::make(Seq seq)
{
    TimelineRow row = message(0, someText(), 1 + bounded(3));
    row.id = ++m_lastId;
    row.seq = seq;
    const qint64 number = (seq - kFirst) / kStep;
    // Groups of one author, and a new day after every sixty messages.
    row.at = noon() + number * 2 * kMinuteMs + number / 60 * 22 * 60 * kMinuteMs;
    return row;
}

void RoomPlay::fill(int count)
{
    std::vector<TimelineRow> rows;
    for (int i = 0; i < count; ++i)
        rows.push_back(make(kFirst + i * kStep));
    m_model.reset(std::move(rows));
}

int RoomPlay::deliveredCount() const
{
    int count = m_model.rowCount();
    while (count > 0 && m_model.row(count - 1).seq == 0)
        --count;
    return count;
}

Seq RoomPlay::lastSeq() const
{
    const int delivered = deliveredCount();
    return delivered > 0 ? m_model.row(delivered - 1).seq : kFirst;
}

void RoomPlay::keepUsualLength()
{
    while (deliveredCount() < kUsual / 2)
        prepend();
    if (deliveredCount() > kLongest)
        removeRows(0, deliveredCount() - kUsual);
}

void RoomPlay::append()
{
    if (m_model.hasNewer())
        return pageNewer();
    for (int i = 0; i < 1 + bounded(3); ++i)
        m_model.insert(deliveredCount(), {make(lastSeq() + kStep)});
}

void RoomPlay::prepend()
{
    const Seq first = deliveredCount() > 0 ? m_model.row(0).seq : kFirst;
    std::vector<TimelineRow> older;
    for (int i = 1 + bounded(30); i > 0; --i)
        older.push_back(make(first - i * kStep));
    m_model.prepend(older);
    m_model.setBounds(bounded(3) > 0, m_model.hasNewer());
}

void RoomPlay::insertBetween()
{
    const int at = 1 + someDelivered();
    if (at >= deliveredCount())
        return;
    const Seq before = m_model.row(at - 1).seq;
    const Seq after = m_model.row(at).seq;
    if (after - before > 1)
        m_model.insert(at, {make(before + (after - before) / 2)});
}

void RoomPlay::fillGap()
{
    const int at = 1 + someDelivered();
    if (at >= deliveredCount())
        return;
    const Seq before = m_model.row(at - 1).seq;
    const Seq after = m_model.row(at).seq;
    const int count = 5 + bounded(40);
    if (after - before <= count)
        return;
    std::vector<TimelineRow> missed;
    for (int i = 1; i <= count; ++i)
        missed.push_back(make(before + i * ((after - before) / (count + 1))));
    m_model.insert(at, missed);
}

void RoomPlay::edit()
{
    const QString text = someText();
    m_model.change(someDelivered(), [&text](TimelineRow &row) {
        row.text = text;
        row.isEdited = true;
    });
}

void RoomPlay::grow()
{
    const QString more = u"\n"_s.repeated(1 + bounded(20)) + u"(a picture)"_s;
    m_model.change(someDelivered(), [&more](TimelineRow &row) { row.text += more; });
}

void RoomPlay::renameAuthor()
{
    const UserId who{1 + bounded(3)};
    for (int i = 0; i < m_model.rowCount(); ++i) {
        if (m_model.row(i).by == who)
            m_model.change(i, [](TimelineRow &row) { row.author += u'x'; });
    }
}

void RoomPlay::sendOwn()
{
    TimelineRow row = make(lastSeq());
    row.seq = 0;
    row.by = kSelf;
    row.isOwn = true;
    row.delivery = Delivery::Pending;
    m_model.append(row);
}

void RoomPlay::deliver()
{
    const int first = deliveredCount();
    if (first == m_model.rowCount())
        return;
    const Seq seq = lastSeq() + kStep;
    m_model.change(first, [seq](TimelineRow &row) {
        row.seq = seq;
        row.delivery = Delivery::Delivered;
    });
}

void RoomPlay::fail()
{
    const int unsent = m_model.rowCount() - deliveredCount();
    if (unsent == 0)
        return;
    const bool isFailed = bounded(2) == 0;
    m_model.change(deliveredCount() + bounded(unsent), [isFailed](TimelineRow &row) {
        row.delivery = isFailed ? Delivery::Failed : Delivery::Pending;
        row.failure = u"The server could not be reached."_s;
    });
}

void RoomPlay::discard()
{
    const int unsent = m_model.rowCount() - deliveredCount();
    if (unsent > 0)
        m_model.remove(deliveredCount() + bounded(unsent));
}

void RoomPlay::removeRows(int first, int count)
{
    count = qMin(count, m_model.rowCount() - first);
    if (count > 0)
        m_model.remove(first, count);
}

void RoomPlay::removeOne()
{
    removeRows(someDelivered(), 1);
}

void RoomPlay::removeSome()
{
    const int first = someDelivered();
    removeRows(first, qMin(1 + bounded(30), deliveredCount() - first));
}

void RoomPlay::evictOldest()
{
    removeRows(0, qMin(50, deliveredCount() / 2));
    m_model.setBounds(true, m_model.hasNewer());
}

void RoomPlay::evictNewest()
{
    const int count = qMin(50, deliveredCount() / 2);
    removeRows(deliveredCount() - count, count);
    m_model.setBounds(m_model.hasOlder(), true);
}

void RoomPlay::pageNewer()
{
    std::vector<TimelineRow> newer;
    const Seq last = lastSeq();
    for (int i = 1; i <= 1 + bounded(40); ++i)
        newer.push_back(make(last + i * kStep));
    m_model.insert(deliveredCount(), newer);
    m_model.setBounds(m_model.hasOlder(), bounded(2) == 0);
}

void RoomPlay::changeBounds()
{
    m_model.setBounds(bounded(2) == 0, bounded(2) == 0);
}

void RoomPlay::resetAsItWas()
{
    auto rows = m_model.rows();
    m_model.reset(std::move(rows));
}

void RoomPlay::rebuild()
{
    auto rows = m_model.rows();
    for (TimelineRow &row : rows) {
        if (row.seq > 0)
            row.id = ++m_lastId;
    }
    m_model.reset(std::move(rows));
}

void RoomPlay::vanishAndComeBack()
{
    const auto rows = m_model.rows();
    const int delivered = deliveredCount();
    if (delivered < m_model.rowCount() || bounded(2) == 0)
        m_model.reset({rows.begin() + delivered, rows.end()}); // what is unsent stays
    else
        m_model.remove(0, delivered);
    if (bounded(2) == 0)
        m_model.reset(rows);
    else
        m_model.insert(0, {rows.begin(), rows.begin() + delivered});
}

void RoomPlay::burst()
{
    using Happens = void (RoomPlay::*)();
    static constexpr std::array<Happens, 8> kHappens{
        &RoomPlay::append, &RoomPlay::prepend, &RoomPlay::insertBetween, &RoomPlay::edit,
        &RoomPlay::grow,   &RoomPlay::fail,    &RoomPlay::pageNewer,     &RoomPlay::changeBounds};
    for (int i = 2 + bounded(8); i > 0; --i)
        (this->*kHappens[size_t(bounded(int(kHappens.size())))])();
}

} // namespace salon::test
