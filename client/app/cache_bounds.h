// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/log_cache.h"

namespace salon::client {

class ProfileSettings;

//! How much of the rooms' logs is kept for reading without a connection, as the profile's settings
//! say: cache/messages, and cache/megabytes on the disk. 0 keeps no messages; what is no number, or
//! below, is as if it was not there.
LogCache::Bounds cacheBounds(const ProfileSettings &settings);

} // namespace salon::client
