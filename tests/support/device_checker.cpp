// SPDX-License-Identifier: MIT
#include "tests/support/device_history.h"
#include "tests/support/message_forms.h"
#include <QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

using Text = std::pair<qint64, QString>; // of a room

class DeviceChecker {
public:
    DeviceChecker(const DeviceHistory &device, const RoomLogs &logs)
        : m_device(device), m_logs(logs)
    {
        QHash<QString, QString> texts; // by key: a deleted message has none in the log
        for (const Sending &sending : device.client.sendings)
            texts.insert(sending.key, sending.text);
        for (auto log = logs.cbegin(); log != logs.cend(); ++log) {
            m_forms.insert(log.key(), MessageForms(log.key(), log.value()));
            for (const LogEntry &entry : log.value()) {
                const bool isText = entry.n > 0 || entry.kind == "message.edited"_L1;
                const QString text = entry.isDeleted ? texts.value(entry.key) : entry.text;
                if (isText && entry.by == device.client.user)
                    m_stored[{log.key().value, text}].append(&entry);
            }
        }
    }

    Verdict run()
    {
        checkTyped();
        checkOrder();
        checkKept();
        checkDrafts();
        checkShown();
        checkMarkers();
        checkCounted();
        return std::move(m_verdict);
    }

private:
    void find(Violation violation, const QString &what)
    {
        m_verdict.findings.append({violation, m_device.client.name + u": "_s + what});
    }

    void checkTyped();
    void checkOrder();
    void checkKept();
    void checkDrafts();
    void checkShown();
    void checkMarkers();
    void checkCounted();

    const DeviceHistory &m_device;
    const RoomLogs &m_logs;
    QHash<RoomId, MessageForms> m_forms;
    QHash<Text, QList<const LogEntry *>> m_stored; //!< messages of this person, and edits
    Verdict m_verdict;
};

QString quoted(RoomId room, const QString &text)
{
    return u"\"%1\" in room %2"_s.arg(text.left(40)).arg(room.value);
}

void DeviceChecker::checkTyped()
{
    for (const Typed &typed : m_device.typed) {
        const QString what = quoted(typed.room, typed.text);
        const qsizetype count = m_stored.value({typed.room.value, typed.text}).size();
        if (typed.fate == Typed::Unanswered)
            find(Violation::Lost, what + u" was typed, and nothing was said of it"_s);
        // The edits of what was deleted cannot be told apart any more.
        const bool isGone = typed.edits > 0 && m_forms.value(typed.room).isDeleted(typed.edits);
        if (typed.fate == Typed::Kept && count == 0 && !isGone)
            find(Violation::Lost, what + u" was kept to be sent, and is not in the log"_s);
        if (typed.fate == Typed::TurnedAway && count > 0)
            find(Violation::Untrue, what + u" was not taken, the person was told, and is sent"_s);
        if (count > 1 && typed.edits == 0)
            find(Violation::Doubled,
                 what + u" was typed once and is in the log %1 times"_s.arg(count));
    }
}

//! A person's own order, over all restarts: of the messages in a room, and of the texts that one
//! got. An edit is begun before it is sent, and may stand behind a message that was sent meanwhile.
void DeviceChecker::checkOrder()
{
    QHash<std::pair<qint64, Seq>, Seq> lasts;
    for (const Typed &typed : m_device.typed) {
        const auto stored = m_stored.value({typed.room.value, typed.text});
        for (const LogEntry *entry : stored.first(std::min<qsizetype>(stored.size(), 1))) {
            Seq &last = lasts[{typed.room.value, typed.edits}];
            if (entry->seq < last)
                find(Violation::Reordered,
                     quoted(typed.room, typed.text)
                         + u" was typed after what has seq %1, and has %2"_s.arg(last).arg(
                             entry->seq));
            last = std::max(last, entry->seq);
        }
    }
}

//! What is kept was typed so.
void DeviceChecker::checkKept()
{
    QSet<Text> typed;
    for (const Typed &text : m_device.typed)
        typed.insert({text.room.value, text.text});
    for (const Sending &sending : m_device.client.sendings) {
        const bool isText = makesMessage(sending.act) || sending.act == Act::Edit;
        if (isText && !typed.contains({sending.room.value, sending.text}))
            find(Violation::Untrue,
                 quoted(sending.room, sending.text) + u" waits to be sent, and nobody typed it"_s);
    }
}

void DeviceChecker::checkDrafts()
{
    QHash<RoomId, QStringList> possible; // what may be found: the last settled one, or a later one
    for (const DraftStep &step : m_device.drafts) {
        auto known = possible.find(step.room);
        if (known == possible.end())
            known = possible.insert(step.room, {QString()});
        const auto place = known->lastIndexOf(step.text);
        if (step.kind == DraftStep::Set)
            known->append(step.text);
        else if (place < 0)
            find(Violation::Lost,
                 u"the draft %1 was found after a restart instead of \"%2\""_s.arg(
                     quoted(step.room, step.text), known->constLast().left(40)));
        else
            known->remove(0, place);
        if (step.kind == DraftStep::Found)
            *known = {step.text};
    }
}

void DeviceChecker::checkShown()
{
    for (auto rows = m_device.shown.cbegin(); rows != m_device.shown.cend(); ++rows) {
        for (const Finding &finding : shows(rows.key(), rows.value(), m_logs).findings)
            find(finding.violation, finding.what);
    }
    const auto &pins = m_device.shownPinned;
    for (auto rows = pins.cbegin(); rows != pins.cend(); ++rows) {
        for (const Finding &finding : showsPinned(rows.key(), rows.value(), m_logs).findings)
            find(finding.violation, finding.what);
    }
}

void DeviceChecker::checkMarkers()
{
    QHash<RoomId, protocol::ReadState> lasts;
    for (const protocol::ReadState &marker : m_device.markers) {
        const auto last = lasts.constFind(marker.room);
        if (last != lasts.cend() && (marker.seq < last->seq || marker.counter < last->counter))
            find(Violation::WentBack,
                 u"the read marker of room %1 went from %2 to %3"_s.arg(marker.room.value)
                     .arg(last->seq)
                     .arg(marker.seq));
        lasts.insert(marker.room, marker);
    }
}

void DeviceChecker::checkCounted()
{
    for (const protocol::ReadState &counted : m_device.counted) {
        qint64 unread = 0;
        qint64 mentions = 0;
        for (const protocol::Message &message : m_forms.value(counted.room).all()) {
            const bool isUnread = message.seq > counted.seq;
            unread += isUnread;
            mentions += isUnread && message.isFor(m_device.client.user);
        }
        if (unread != counted.unread || mentions != counted.mentions)
            find(Violation::Miscounted,
                 u"room %1 is read up to %2 and counts %3 unread of %4, %5 mentions of %6"_s
                     .arg(counted.room.value)
                     .arg(counted.seq)
                     .arg(counted.unread)
                     .arg(unread)
                     .arg(counted.mentions)
                     .arg(mentions));
    }
}

} // namespace

Verdict checked(const DeviceHistory &device, const RoomLogs &logs)
{
    return DeviceChecker(device, logs).run();
}

} // namespace salon::test
