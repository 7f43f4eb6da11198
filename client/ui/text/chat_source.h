// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/chat_dialect.h"

namespace salon::client {

//! A message as the parser gets it: UTF-8 with what chatDialect() puts in.
struct ChatSource {
    static constexpr int kPutIn = -1;

    QByteArray bytes;
    std::vector<int> offsets; //!< of each byte's character in the text as sent, or kPutIn

    ChatSource(const QString &text, const std::vector<SafeLink> &bareLinks);
};

} // namespace salon::client
