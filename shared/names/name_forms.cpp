// SPDX-License-Identifier: MIT
#include "shared/names/name_forms.h"

#include <QStringList>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>

namespace salon {
namespace {

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

QString compatibleForm(const QString &text)
{
    return normalized(text, unorm2_getNFKCInstance);
}

QString nameKey(const QString &name)
{
    // The confusables map to capitals too: '0' becomes 'O'.
    return caseFolded(skeleton(caseFolded(name).simplified()));
}

QString lookKey(const QString &name)
{
    const QString look = skeleton(compatibleForm(name).simplified());
    QStringList parts = look.split(u'L');
    for (QString &part : parts)
        part = caseFolded(part);
    return parts.join(u'L');
}

} // namespace salon
