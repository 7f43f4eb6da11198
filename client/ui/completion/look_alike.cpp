// SPDX-License-Identifier: MIT
#include "client/ui/completion/look_alike.h"

#include "shared/names/name_forms.h"

#include <QHash>

namespace salon::client {
namespace {

//! Of one character; each is worked out once.
const QString &lookOf(QStringView character)
{
    static QHash<QString, QString> looks;
    const QString key = character.toString();
    auto look = looks.find(key);
    if (look == looks.end())
        look = looks.insert(key, character == u" " ? key : nameKey(key));
    return *look;
}

qsizetype sizeAt(QStringView text, qsizetype at)
{
    return text[at].isHighSurrogate() && at + 1 < text.size() ? 2 : 1;
}

} // namespace

LookAlike::LookAlike(const QString &typed)
{
    for (qsizetype i = 0; i < typed.size(); i += sizeAt(typed, i))
        m_look += lookOf(QStringView(typed).sliced(i, sizeAt(typed, i)));
}

//! Whole characters: "r" does not begin an "m", though that looks like "rn".
bool LookAlike::begins(QStringView text) const
{
    qsizetype seen = 0;
    for (qsizetype i = 0; i < text.size() && seen < m_look.size(); i += sizeAt(text, i)) {
        const QString &look = lookOf(text.sliced(i, sizeAt(text, i)));
        if (!QStringView(m_look).sliced(seen).startsWith(look))
            return false;
        seen += look.size();
    }
    return seen == m_look.size();
}

} // namespace salon::client
