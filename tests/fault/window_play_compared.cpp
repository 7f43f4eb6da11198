// SPDX-License-Identifier: MIT
// What a WindowPlay compares with the server's log, once it is at rest.
#include "tests/fault/window_play.h"
#include "tests/support/room_logs.h"
#include <QTest>

using namespace Qt::StringLiterals;

namespace salon::test {

using namespace client;

static constexpr int kPatienceMs = 60'000;

//! Online, nothing unsent, and at least as far as the server was when it was asked.
bool WindowPlay::isAtRest()
{
    const TimelineModel *model = timeline().model();
    if (!m_ada.isOnline() || !model || model->rowCount() == 0)
        return false;
    if (m_ada.chat().outboxCount().waiting > 0)
        return false;
    return model->row(model->rowCount() - 1).delivery == Delivery::Delivered;
}

//! Why it is not at rest.
QString WindowPlay::restState(const QList<LogEntry> &log)
{
    const TimelineModel *model = timeline().model();
    if (!m_ada.isOnline() || !model || model->rowCount() == 0)
        return model ? u"no rows"_s : u"no room"_s;
    const TimelineRow &last = model->row(model->rowCount() - 1);
    return u"the last of %1 rows is %2 of %3, %4"_s.arg(model->rowCount())
        .arg(last.seq)
        .arg(log.isEmpty() ? 0 : log.constLast().seq)
        .arg(last.delivery == Delivery::Delivered ? u"delivered"_s : last.failure);
}

void WindowPlay::compareAtRest()
{
    heal();
    const int before = m_room;
    for (m_room = 0; m_room < kTalked; ++m_room) {
        m_ada.openRoom(nameOf(m_room));
        m_isMoving = m_isJumping = false;
        QList<LogEntry> log;
        const bool isSame = QTest::qWaitFor(
            [&] {
                if (!isAtRest())
                    return false;
                const auto told = toldLogs(m_scene.salond().port(),
                                           m_scene.accounts().constFirst().token, {roomAt(m_room)});
                if (told)
                    log = told->value(roomAt(m_room));
                const TimelineModel *model = timeline().model();
                return told
                    && (model->hasNewer()
                        || model->row(model->rowCount() - 1).seq >= log.constLast().seq);
            },
            kPatienceMs);
        if (!isSame)
            complain(u"room %1 does not come to rest: %2 (%3)"_s.arg(m_room).arg(m_ada.banner(),
                                                                                 restState(log)));
        else
            compareTexts(log);
    }
    m_room = before;
    m_ada.openRoom(nameOf(m_room));
    turn();
    restartAtRest();
}

//! What is painted, and what is loaded around it, is the server's log without a hole.
void WindowPlay::compareTexts(const QList<LogEntry> &log)
{
    QList<LogEntry> messages;
    for (const LogEntry &entry : log) {
        if (entry.kind == "message.posted"_L1)
            messages.append(entry);
    }
    const TimelineModel *model = timeline().model();
    const auto first = std::ranges::find(messages, model->row(0).seq, &LogEntry::seq);
    const auto at = first - messages.begin();
    for (int i = 0; i < model->rowCount(); ++i, ++m_compared) {
        const TimelineRow &row = model->row(i);
        const LogEntry theirs = messages.value(at + i);
        if (row.seq != theirs.seq || row.text != theirs.text)
            return complain(
                u"room %1 has message %2 \"%3\" where the server has %4 \"%5\""_s.arg(m_room)
                    .arg(row.seq)
                    .arg(row.text)
                    .arg(theirs.seq)
                    .arg(theirs.text));
    }
    if (const auto broken = brokenBoxes(timeline(), true))
        complain(*broken);
    for (auto sent = m_sent.cbegin(); sent != m_sent.cend(); ++sent) {
        const auto count = std::ranges::count(messages, sent.key(), &LogEntry::text);
        if (count != (sent.value() == m_room ? 1 : 0))
            complain(u"\"%1\" is %2 times in room %3"_s.arg(sent.key()).arg(count).arg(m_room));
    }
}

QJsonObject WindowPlay::counted() const
{
    return {{u"steps"_s, m_steps},
            {u"switches"_s, m_switches},
            {u"sent"_s, m_sent.size()},
            {u"written_by_others"_s, m_number - int(m_sent.size())},
            {u"jumps"_s, m_jumps},
            {u"restarts"_s, m_restarts},
            {u"server_kills"_s, m_kills},
            {u"places_found_again"_s, m_returns},
            {u"most_rows"_s, m_mostRows},
            {u"connections"_s, qint64(m_proxy.accepted())},
            {u"rows_that_stayed"_s, m_oracle.checked()},
            {u"rows_compared"_s, m_compared}};
}

} // namespace salon::test
