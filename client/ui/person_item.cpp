// SPDX-License-Identifier: MIT
#include "client/ui/person_item.h"

#include "client/model/presence_words.h"
#include "client/ui/person_delegate.h"

namespace salon::client {

PersonItem::PersonItem(UserId user, const QString &name, const QString &tooltip,
                       const PeoplePresence *people)
    : QStandardItem(name), m_user(user), m_tooltip(tooltip), m_people(people)
{
}

QVariant PersonItem::data(int role) const
{
    const auto presence = [this] { return m_people ? m_people->of(m_user) : Presence::Unknown; };
    switch (role) {
    case PersonDelegate::UserRole:
        return m_user.value;
    case PersonDelegate::PresenceRole:
        return int(presence());
    case Qt::ToolTipRole:
        return nameWithPresence(m_tooltip, presence());
    case Qt::AccessibleTextRole:
        return nameWithPresence(text(), presence());
    default:
        return QStandardItem::data(role);
    }
}

} // namespace salon::client
