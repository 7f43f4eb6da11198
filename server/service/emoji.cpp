// SPDX-License-Identifier: MIT
#include "server/service/emoji.h"
#include <unicode/uchar.h>

namespace salon::server {

bool isEmoji(const QString &text)
{
    return u_stringHasBinaryProperty(reinterpret_cast<const UChar *>(text.utf16()),
                                     static_cast<int32_t>(text.size()), UCHAR_RGI_EMOJI);
}

} // namespace salon::server
