// SPDX-License-Identifier: MIT
#include "client/ui/text/chat_source.h"

namespace salon::client {

ChatSource::ChatSource(const QString &text, const std::vector<SafeLink> &bareLinks)
{
    const QByteArray sent = text.toUtf8();
    const std::vector<PutIn> putIns = chatDialect(text, bareLinks);
    bytes.reserve(sent.size() + static_cast<qsizetype>(putIns.size()) * 2);
    offsets.reserve(static_cast<size_t>(bytes.capacity()));
    auto next = putIns.begin();
    int offset = 0;
    int before = 0;
    for (const char byte : sent) {
        const auto value = static_cast<unsigned char>(byte);
        const bool begins = (value & 0xC0U) != 0x80U;
        if (begins) {
            offset += before;
            before = value >= 0xF0U ? 2 : 1; // a surrogate pair
            for (; next != putIns.end() && next->at <= offset; ++next) {
                bytes += next->bytes;
                offsets.insert(offsets.end(), static_cast<size_t>(next->bytes.size()), kPutIn);
            }
        }
        bytes += byte == '\0' ? '\1' : byte; // the parser would not say where it stands
        offsets.push_back(offset);
    }
}

} // namespace salon::client
