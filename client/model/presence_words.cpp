// SPDX-License-Identifier: MIT
#include "client/model/presence_words.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace salon::client {

static QString say(const char *words)
{
    return QCoreApplication::translate("Presence", words);
}

QString presenceWords(Presence presence)
{
    switch (presence) {
    case Presence::Unknown:
        break;
    case Presence::Online:
        return say("Online");
    case Presence::Away:
        return say("Away");
    case Presence::DoNotDisturb:
        return say("Do not disturb");
    case Presence::Offline:
        return say("Offline");
    }
    return {};
}

QString nameWithPresence(const QString &name, Presence presence)
{
    const QString words = presenceWords(presence);
    return words.isEmpty() ? name : name + u" · "_s + words;
}

} // namespace salon::client
