// SPDX-License-Identifier: MIT
#include "tests/support/act.h"
#include "shared/wire/envelope.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

// The latest: what others do meets it on its way.
constexpr qsizetype kWithin = 20;
const std::array kEmoji{u"\U0001F44D"_s, u"\U0001F389"_s, u"\U0001F642"_s};

QByteArray postOf(const QString &id, RoomId room, const Deed &deed)
{
    return wire::requestFrame(
        id,
        protocol::PostMessage{room, deed.key, deed.text,
                              deed.of > 0 ? std::optional(deed.of) : std::nullopt});
}

template <class Request>
QByteArray changeOf(const QString &id, RoomId room, const Deed &deed)
{
    if constexpr (
        requires { Request::emoji; } || requires { Request::text; })
        return wire::requestFrame(id, Request{room, deed.of, deed.text});
    else
        return wire::requestFrame(id, Request{room, deed.of});
}

bool says(const protocol::Message &message, const QString &text, UserId by)
{
    return message.by == by && (message.isDeleted() || message.text == text);
}

bool isGone(const protocol::Message &message, const QString &, UserId)
{
    return message.isDeleted() && message.text.isEmpty() && !message.reactions;
}

bool hasReaction(const protocol::Message &message, const QString &emoji, UserId by)
{
    const auto all = message.reactions.value_or(QList<protocol::Reaction>());
    return std::ranges::any_of(all, [&](const protocol::Reaction &reaction) {
        return reaction.emoji == emoji && reaction.by.contains(by);
    });
}

bool hasNoReaction(const protocol::Message &message, const QString &emoji, UserId by)
{
    return !hasReaction(message, emoji, by);
}

//! Whoever pinned it.
bool isPinned(const protocol::Message &message, const QString &, UserId)
{
    return message.isPinned();
}

bool isNotPinned(const protocol::Message &message, const QString &, UserId)
{
    return !message.isPinned();
}

} // namespace

// clang-format off
const std::array<ActRow, 9> kActs{{
    {Act::Post,     "post",     46, Aim::None,    "message.posted",   postOf,                             nullptr},
    {Act::Answer,   "answer",   8,  Aim::Any,     "message.posted",   postOf,                             nullptr},
    {Act::Mention,  "mention",  6,  Aim::None,    "message.posted",   postOf,                             nullptr},
    {Act::Edit,     "edit",     12, Aim::Own,     "message.edited",   changeOf<protocol::EditMessage>,    says},
    {Act::Delete,   "delete",   5,  Aim::Own,     "message.deleted",  changeOf<protocol::DeleteMessage>,  isGone},
    {Act::React,    "react",    10, Aim::Any,     "reaction.added",   changeOf<protocol::AddReaction>,    hasReaction},
    {Act::TakeBack, "takeback", 5,  Aim::Reacted, "reaction.removed", changeOf<protocol::RemoveReaction>, hasNoReaction},
    {Act::Pin,      "pin",      5,  Aim::Any,     "message.pinned",   changeOf<protocol::PinMessage>,     isPinned,    true},
    {Act::Unpin,    "unpin",    3,  Aim::Pinned,  "message.unpinned", changeOf<protocol::UnpinMessage>,   isNotPinned, true},
}};
// clang-format on

const ActRow &rowOf(Act act)
{
    return *std::ranges::find(kActs, act, &ActRow::act);
}

quint64 loadedDice(Act act, quint64 dice)
{
    quint64 percent = 0;
    for (const ActRow *row = kActs.data(); row->act != act; ++row)
        percent += quint64(row->weight);
    return dice / 100 * 100 + percent;
}

QByteArray markOf(const QString &key)
{
    QByteArray digits = key.toLatin1();
    digits.removeIf([](char c) { return c == '-'; });
    std::ranges::reverse(digits);
    return kMarkBegin.toByteArray()
        + digits.leftJustified(kMarkSize - kMarkBegin.size(), '0', true);
}

QString markedText(const QString &key, const QString &text)
{
    return QString::fromLatin1(markOf(key)) + u' ' + text;
}

void KnownMessages::take(const protocol::RoomEvent &event, UserId self)
{
    if (event.message()) {
        m_messages.append({event.seq, event.by == self});
    } else if (std::holds_alternative<protocol::MessageDeleted>(event.data)) {
        m_gone.insert(event.changes());
        m_pinned.removeOne(event.changes());
    } else if (std::holds_alternative<protocol::MessagePinned>(event.data)) {
        m_pinned.append(event.changes());
    } else if (std::holds_alternative<protocol::MessageUnpinned>(event.data)) {
        m_pinned.removeOne(event.changes());
    } else if (event.by == self) {
        if (const auto *added = std::get_if<protocol::ReactionAdded>(&event.data))
            m_reacted.append({added->message, added->emoji});
        else if (const auto *taken = std::get_if<protocol::ReactionRemoved>(&event.data))
            m_reacted.removeOne({taken->message, taken->emoji});
    }
}

std::optional<Deed> KnownMessages::aimed(const ActRow &row, quint64 dice) const
{
    const auto latest = [dice](const auto &list) {
        return list[list.size() - 1 - qsizetype(dice % quint64(std::min(list.size(), kWithin)))];
    };
    Deed deed{.act = row.act, .key = {}, .of = 0, .text = {}};
    if (row.aim == Aim::Reacted && !m_reacted.isEmpty()) {
        std::tie(deed.of, deed.text) = latest(m_reacted);
        return deed;
    }
    if (row.aim == Aim::Pinned && !m_pinned.isEmpty()) {
        deed.of = latest(m_pinned);
        return deed;
    }
    QList<Seq> possible;
    for (auto known = m_messages.crbegin(); known != m_messages.crend(); ++known) {
        if ((row.aim == Aim::Any || known->isOwn) && !m_gone.contains(known->seq))
            possible.prepend(known->seq);
        if (possible.size() == kWithin)
            break;
    }
    const bool isOfMessages = row.aim == Aim::Own || row.aim == Aim::Any;
    if (row.aim != Aim::None && (!isOfMessages || possible.isEmpty()))
        return {};
    if (row.aim != Aim::None)
        deed.of = latest(possible);
    return deed;
}

Deed KnownMessages::make(quint64 dice, const QString &key, const QString &text,
                         const QString &name) const
{
    int percent = int(dice % 100);
    const ActRow *row = kActs.data();
    while (percent >= row->weight)
        percent -= (row++)->weight;
    Deed deed = aimed(*row, dice / 100).value_or(Deed());
    deed.key = key;
    if (deed.act == Act::React)
        deed.text = kEmoji[dice / 10'000 % kEmoji.size()];
    else if (makesMessage(deed.act) || deed.act == Act::Edit)
        deed.text = markedText(key, deed.act == Act::Mention ? u"@%1 "_s.arg(name) + text : text);
    return deed;
}

} // namespace salon::test
