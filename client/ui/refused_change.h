// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/wanted_change.h"
#include "client/ui/error_sentences.h"

namespace salon::client {

//! Where the message is of which something was wanted, when its room is not the one that is open.
struct Elsewhere {
    QString room; //!< its name
    QString text = {}; //!< of the message, as sent; empty where it is not at hand
};

//! Why the server did not take it; `elsewhere`, where there is one, says first what that was.
ErrorSentence refusedSentence(const WantedChange &change, const Error &why,
                              const std::optional<Elsewhere> &elsewhere = {});

} // namespace salon::client
