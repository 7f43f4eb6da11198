// SPDX-License-Identifier: MIT
#include "server/service/name_rules.h"
#include "server/service/visible_text.h"
#include "shared/wire/field.h"
#include <algorithm>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

Error notAllowed(const QString &path, QString why)
{
    return Error(ErrorCode::BadRequest, Reason::NameNotAllowed, std::move(why)).at(path);
}

//! Calls an ICU function that fills a UTF-16 buffer, with room enough; empty on failure.
template <class Fill>
QString filled(const QString &text, Fill fill)
{
    QString result(text.size() * 4 + 16, Qt::Uninitialized);
    for (int attempt = 0; attempt < 2; ++attempt) {
        UErrorCode status = U_ZERO_ERROR;
        const int32_t length =
            fill(reinterpret_cast<const UChar *>(text.utf16()), int32_t(text.size()),
                 reinterpret_cast<UChar *>(result.data()), int32_t(result.size()), &status);
        if (status == U_BUFFER_OVERFLOW_ERROR) {
            result.resize(length);
            continue;
        }
        if (U_FAILURE(status))
            return {};
        result.truncate(length);
        return result;
    }
    return {};
}

template <class Instance>
QString normalized(const QString &text, Instance instance)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = instance(&status);
    if (U_FAILURE(status))
        return {};
    return filled(
        text,
        [normalizer](const UChar *from, int32_t size, UChar *to, int32_t room, UErrorCode *error) {
            return unorm2_normalize(normalizer, from, size, to, room, error);
        });
}

const USpoofChecker *spoofChecker()
{
    // Opened once and never closed: a const checker may be used by all threads at once.
    static const USpoofChecker *const kChecker = [] {
        UErrorCode status = U_ZERO_ERROR;
        return uspoof_open(&status);
    }();
    return kChecker;
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

QString caseFolded(const QString &text)
{
    return normalized(text, unorm2_getNFKCCasefoldInstance);
}

QString skeleton(const QString &text)
{
    return filled(text,
                  [](const UChar *from, int32_t size, UChar *to, int32_t room, UErrorCode *error) {
                      return uspoof_getSkeleton(spoofChecker(), 0, from, size, to, room, error);
                  });
}

} // namespace

Result<CheckedName> checkUserName(const QString &name, qint64 limit, const QString &path)
{
    if (name.size() > limit * 64) // normalising grows and takes time: not for megabytes
        return Error::tooLarge(path, limit);
    TRY(checkText(name, path));
    return checkName(normalized(name, unorm2_getNFKCInstance), limit, path);
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

QString nameKey(const QString &name)
{
    // The confusables map to capitals too: '0' becomes 'O'.
    return caseFolded(skeleton(caseFolded(name).simplified()));
}

QString lookKey(const QString &name)
{
    const QString look = skeleton(normalized(name, unorm2_getNFKCInstance).simplified());
    QStringList parts = look.split(u'L');
    for (QString &part : parts)
        part = caseFolded(part);
    return parts.join(u'L');
}

} // namespace salon::server
