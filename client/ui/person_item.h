// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"

#include <QStandardItem>

namespace salon::client {

class PeoplePresence;

//! A person in a list of people: name, tooltip, and how they are there at the moment that somebody
//! looks.
class PersonItem final : public QStandardItem {
public:
    PersonItem(UserId user, const QString &name, const QString &tooltip,
               const PeoplePresence *people);

    QVariant data(int role = Qt::UserRole + 1) const override;

private:
    UserId m_user;
    QString m_tooltip;
    const PeoplePresence *m_people;
};

} // namespace salon::client
