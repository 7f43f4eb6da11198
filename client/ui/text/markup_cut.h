// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/markup.h"

namespace salon::client {

//! Cuts off what would take long to lay out: pieces of text that each need a font or a direction of
//! their own, emoji, lines and cells, as many as nobody writes. True when something was cut. It
//! depends on the text alone, so that a row is as high as before.
bool cutShort(Markup &markup);

} // namespace salon::client
