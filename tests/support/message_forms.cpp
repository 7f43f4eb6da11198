// SPDX-License-Identifier: MIT
#include "tests/support/message_forms.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

protocol::Message posted(RoomId room, const LogEntry &entry)
{
    protocol::Message message;
    message.room = room;
    message.seq = message.rev = entry.seq;
    message.n = entry.n;
    message.at = entry.at;
    message.by = entry.by;
    message.key = entry.key;
    message.text = entry.text;
    if (entry.of > 0)
        message.replyTo = entry.of;
    message.mentions = entry.mentions;
    message.mentionsRoom = entry.mentionsRoom;
    if (entry.isDeleted)
        message.deleted = true;
    return message;
}

void edit(protocol::Message &message, const LogEntry &entry)
{
    message.text = entry.text;
    message.mentions = entry.mentions;
    message.mentionsRoom = entry.mentionsRoom;
    message.editedAt = entry.at;
    message.deleted = entry.isDeleted ? std::optional(true) : std::nullopt;
}

void empty(protocol::Message &message)
{
    message = withoutText(std::move(message));
    message.editedAt.reset();
    message.reactions.reset();
    message.deleted = true;
}

void takePin(protocol::Message &message)
{
    message.pinned.reset();
    message.pinnedBy.reset();
    message.pinnedAt.reset();
    message.pinnedSeq.reset();
}

} // namespace

protocol::Message withoutText(protocol::Message message)
{
    message.text.clear();
    message.mentions.reset();
    message.mentionsRoom.reset();
    message.deleted.reset();
    return message;
}

MessageForms::MessageForms(RoomId room, const QList<LogEntry> &log) : m_room(room)
{
    for (const LogEntry &entry : log) {
        if (entry.n > 0)
            m_forms[entry.seq] = {posted(room, entry)};
        else if (entry.of > 0)
            change(entry);
    }
    lookForTexts();
}

void MessageForms::find(Violation violation, Seq seq, const QString &what)
{
    m_findings.append({violation, u"room %1, seq %2: "_s.arg(m_room.value).arg(seq) + what});
}

void MessageForms::change(const LogEntry &entry)
{
    const auto found = m_forms.find(entry.of);
    if (found == m_forms.end())
        return find(Violation::Untrue, entry.seq, u"changes what is no message"_s);
    if (m_deleted.contains(entry.of))
        find(entry.kind == "message.deleted"_L1 ? Violation::Doubled : Violation::Untrue, entry.seq,
             u"changes what was deleted"_s);
    protocol::Message message = found->second.back();
    message.rev = entry.seq;
    if (entry.kind == "message.edited"_L1) {
        if (!entry.isDeleted && message.text == entry.text)
            find(Violation::Doubled, entry.seq, u"gives a message the text that it has"_s);
        edit(message, entry);
    } else if (entry.kind == "message.deleted"_L1) {
        m_deleted.insert(entry.of);
        empty(message);
        unpin(message, entry.seq);
    } else if (entry.kind == "reaction.added"_L1) {
        react(message, entry, true);
    } else if (entry.kind == "reaction.removed"_L1) {
        react(message, entry, false);
    } else if (entry.kind == "message.pinned"_L1) {
        pin(message, entry);
    } else if (entry.kind == "message.unpinned"_L1) {
        if (!message.isPinned())
            find(Violation::Doubled, entry.seq, u"takes a pin away that is not there"_s);
        unpin(message, entry.seq);
    }
    found->second.push_back(std::move(message));
}

void MessageForms::react(protocol::Message &message, const LogEntry &entry, bool isAdded)
{
    auto all = message.reactions.value_or(QList<protocol::Reaction>());
    auto known = std::ranges::find(all, entry.text, &protocol::Reaction::emoji);
    const bool isThere = known != all.end() && known->by.contains(entry.by);
    if (isThere == isAdded)
        return find(Violation::Doubled, entry.seq, u"a reaction that changes nothing"_s);
    if (isAdded && known == all.end())
        known = all.insert(known, {entry.text, {}});
    if (isAdded)
        known->by.append(entry.by);
    else
        known->by.removeOne(entry.by);
    if (known->by.isEmpty())
        all.erase(known);
    message.reactions = all.isEmpty() ? std::nullopt : std::optional(all);
}

void MessageForms::pin(protocol::Message &message, const LogEntry &entry)
{
    if (message.isPinned())
        return find(Violation::Doubled, entry.seq, u"pins what is pinned"_s);
    if (m_pinned.size() >= kMostPins)
        find(Violation::Untrue, entry.seq, u"pins more than a room may have"_s);
    message.pinned = true;
    message.pinnedBy = entry.by;
    message.pinnedAt = entry.at;
    message.pinnedSeq = entry.seq;
    m_pinned.append(message.seq);
    m_pinCounts[entry.seq] = m_pinned.size();
}

void MessageForms::unpin(protocol::Message &message, Seq at)
{
    takePin(message);
    if (m_pinned.removeOne(message.seq))
        m_pinCounts[at] = m_pinned.size();
}

//! A deletion takes every text that the message had from the log; nothing else does.
void MessageForms::lookForTexts()
{
    for (const auto &[seq, forms] : m_forms) {
        const bool isDeleted = m_deleted.contains(seq);
        for (const protocol::Message &form : forms) {
            if (isDeleted && !form.text.isEmpty())
                find(Violation::Leaked, form.rev, u"a text of what was deleted"_s);
            if (!isDeleted && form.isDeleted())
                find(Violation::Lost, form.rev, u"a text is gone that nobody deleted"_s);
        }
    }
}

const protocol::Message *MessageForms::at(Seq message, Seq rev) const
{
    const auto found = m_forms.find(message);
    if (found == m_forms.end())
        return nullptr;
    const auto form = std::ranges::find(found->second, rev, &protocol::Message::rev);
    return form == found->second.end() ? nullptr : &*form;
}

const std::vector<protocol::Message> &MessageForms::of(Seq message) const
{
    static const std::vector<protocol::Message> kNone;
    const auto found = m_forms.find(message);
    return found == m_forms.end() ? kNone : found->second;
}

bool MessageForms::wasSo(Seq message, Seq from, Seq to,
                         const std::function<bool(const protocol::Message &)> &is) const
{
    const auto &forms = of(message);
    for (auto form = forms.begin(); form != forms.end() && form->rev <= to; ++form) {
        const bool lasts = form + 1 == forms.end() || (form + 1)->rev > from;
        if (lasts && is(*form))
            return true;
    }
    return false;
}

QList<protocol::Message> MessageForms::pinned() const
{
    QList<protocol::Message> pinned;
    for (const Seq seq : m_pinned)
        pinned.prepend(of(seq).back());
    return pinned;
}

qsizetype MessageForms::mostPinned(Seq from, Seq to) const
{
    const auto next = m_pinCounts.upper_bound(from);
    qsizetype most = next == m_pinCounts.begin() ? 0 : std::prev(next)->second;
    for (auto count = next; count != m_pinCounts.end() && count->first <= to; ++count)
        most = std::max(most, count->second);
    return most;
}

QList<protocol::Message> MessageForms::all() const
{
    QList<protocol::Message> last;
    for (const auto &[seq, forms] : m_forms)
        last.append(forms.back());
    return last;
}

} // namespace salon::test
