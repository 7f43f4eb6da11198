// SPDX-License-Identifier: MIT
#include "server/service/name_rules.h"
#include "server/service/visible_text.h"
#include "shared/names/name_forms.h"
#include "shared/wire/field.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

Error notAllowed(const QString &path, QString why)
{
    return Error(ErrorCode::BadRequest, Reason::NameNotAllowed, std::move(why)).at(path);
}

Result<> checkText(const QString &text, const QString &path)
{
    if (const auto character = firstHiddenCharacter(text)) {
        const QString number = QString::number(*character, 16).toUpper().rightJustified(4, u'0');
        return notAllowed(path, u"must not contain the hidden character U+"_s + number);
    }
    if (!text.isEmpty() && (text.front().isSpace() || text.back().isSpace()))
        return notAllowed(path, u"must not begin or end with a space"_s);
    return {};
}

Result<CheckedName> checkName(const QString &text, qint64 limit, const QString &path)
{
    if (text.isEmpty())
        return notAllowed(path, u"must not be empty"_s);
    TRY(checkText(text, path));
    if (wire::codePoints(text) > limit)
        return Error::tooLarge(path, limit);
    CheckedName checked{text, nameKey(text), lookKey(text)};
    if (checked.key.isEmpty())
        return notAllowed(path, u"has nothing that could be read"_s);
    return checked;
}

} // namespace

Result<CheckedName> checkUserName(const QString &name, qint64 limit, const QString &path)
{
    if (name.size() > limit * 64) // normalising grows and takes time: not for megabytes
        return Error::tooLarge(path, limit);
    TRY(checkText(name, path));
    return checkName(compatibleForm(name), limit, path);
}

Result<CheckedName> checkRoomName(const QString &name, qint64 limit, const QString &path)
{
    if (name.size() > limit * 64)
        return Error::tooLarge(path, limit);
    if (name == u"." || name == u".." || name.contains(u'/'))
        return notAllowed(path, u"must not be \".\" or \"..\" and must not contain \"/\""_s);
    if (!name.isEmpty() && std::ranges::all_of(name, [](QChar c) { return c.isDigit(); }))
        return notAllowed(path, u"must not be digits only"_s);
    return checkName(name, limit, path);
}

Result<QString> checkTopic(const QString &topic, qint64 limit, const QString &path)
{
    if (topic.size() > limit * 64)
        return Error::tooLarge(path, limit);
    TRY(checkText(topic, path));
    if (wire::codePoints(topic) > limit)
        return Error::tooLarge(path, limit);
    return topic;
}

} // namespace salon::server
