// SPDX-License-Identifier: MIT
#include "client/model/pin_list_model.h"
#include "client/model/pin_lines.h"
#include <algorithm>

namespace salon::client {

PinListModel::PinListModel(Chat &chat, QObject *parent) : QAbstractListModel(parent), m_chat(chat)
{
    connect(&chat.pins(), &RoomPins::changed, this, &PinListModel::renew);
    connect(&chat.wanted(), &WantedChanges::changed, this, &PinListModel::renewWanted);
    connect(&chat.quoted(), &QuotedMessages::changed, this, &PinListModel::renewWanted);
    connect(&chat, &Chat::namesChanged, this, &PinListModel::renewNames);
    renew();
}

int PinListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_pins.size());
}

QVariant PinListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const protocol::Message &pin = m_pins[index.row()];
    switch (role) {
    case SeqRole:
        return pin.seq;
    case UserRole:
        return pin.by.value;
    case AuthorRole:
        return m_chat.nameOf(pin.by);
    case TextRole:
        return pin.text;
    case TimeRole:
        return pin.at;
    case PinnerRole:
        return m_chat.nameOf(pin.pinnedBy.value_or(UserId()));
    case Qt::DisplayRole:
        return tr("%1: %2. Pinned by %3.")
            .arg(m_chat.nameOf(pin.by), pin.text, m_chat.nameOf(pin.pinnedBy.value_or(UserId())));
    default:
        return {};
    }
}

int PinListModel::rowOf(Seq seq) const
{
    const auto found = std::ranges::find(m_pins, seq, &protocol::Message::seq);
    return found == m_pins.end() ? -1 : int(found - m_pins.begin());
}

void PinListModel::renew()
{
    beginResetModel();
    m_pins = pinsShown(m_chat);
    endResetModel();
    for (const protocol::Message &pin : std::as_const(m_pins)) {
        m_chat.askName(pin.by);
        m_chat.askName(pin.pinnedBy.value_or(pin.by));
    }
}

//! Most of what is wanted leaves the list as it is.
void PinListModel::renewWanted()
{
    const bool isSame = std::ranges::equal(m_pins, pinsShown(m_chat), {}, &protocol::Message::seq,
                                           &protocol::Message::seq);
    if (!isSame)
        renew();
}

void PinListModel::renewNames()
{
    if (!m_pins.isEmpty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

} // namespace salon::client
