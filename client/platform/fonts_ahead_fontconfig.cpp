// SPDX-License-Identifier: MIT
#include "client/platform/fonts_ahead.h"
#include <fontconfig/fontconfig.h>

namespace salon::client {

FontsAhead::FontsAhead() : m_reader(FcInit)
{
}

FontsAhead::~FontsAhead()
{
    m_reader.join();
}

} // namespace salon::client
