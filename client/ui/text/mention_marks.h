// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/markup.h"

namespace salon::client {

//! Gives the characters that call somebody runs which say so; those of code stay code.
void markMentions(Markup &markup, std::vector<MarkupMention> mentions);

} // namespace salon::client
