// SPDX-License-Identifier: MIT
#include "server/net/server_frame.h"

namespace salon::server {

QByteArray serverFrame(FrameKind kind, QByteArrayView payload)
{
    constexpr quint8 kFinal = 0x80;
    const auto size = static_cast<quint64>(payload.size());
    const int lengthBytes = size < 126 ? 0 : size < 0x10000 ? 2 : 8;
    QByteArray frame;
    frame.reserve(2 + lengthBytes + payload.size());
    frame.append(static_cast<char>(kFinal | static_cast<quint8>(kind)));
    frame.append(static_cast<char>(lengthBytes == 0 ? size : lengthBytes == 2 ? 126 : 127));
    for (int i = lengthBytes - 1; i >= 0; --i)
        frame.append(static_cast<char>(size >> (8 * i) & 0xff));
    return frame.append(payload);
}

} // namespace salon::server
