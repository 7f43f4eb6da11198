// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include "shared/names/name_forms.h"
#include <QString>

namespace salon::server {

//! A name that may be stored, and what it is unique by.
struct CheckedName {
    QString text;
    QString key; //!< nameKey()
    QString look; //!< lookKey(); two names that a person would take for one share one of both
};

//! What people and rooms may be called. A name is refused for control, bidirectional and invisible
//! characters and outer spaces (reason NameNotAllowed), and when it has more code points than
//! `limit` (TooLarge); `path` says in the error which name it was.
Result<CheckedName> checkUserName(const QString &name, qint64 limit, const QString &path);
//! Moreover no '/', not "." or "..", not only digits, since a room's name may stand in an address
//! where its id stands.
Result<CheckedName> checkRoomName(const QString &name, qint64 limit, const QString &path);
//! The topic as it was given; empty is fine.
Result<QString> checkTopic(const QString &topic, qint64 limit, const QString &path);

} // namespace salon::server
