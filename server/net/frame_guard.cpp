// SPDX-License-Identifier: MIT
#include "server/net/frame_guard.h"
#include <algorithm>
#include <limits>

namespace salon::server {

namespace {
constexpr quint64 kMaskBytes = 4;
constexpr int kOpcodeBits = 0x0f, kCloseOpcode = 0x8;
} // namespace

qsizetype FrameGuard::acceptable(QByteArrayView bytes)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        const auto byte = static_cast<quint8>(bytes[at]);
        switch (m_part) {
        case Part::Flags:
            m_sawClose = m_sawClose || (byte & kOpcodeBits) == kCloseOpcode;
            m_part = Part::Length;
            ++at;
            break;
        case Part::Length:
            if (!(byte & 0x80))
                return at;
            m_left = byte & 0x7f;
            m_lengthBytes = m_left == 126 ? 2 : m_left == 127 ? 8 : 0;
            m_part = m_lengthBytes ? Part::MoreLength : Part::Rest;
            m_left = m_lengthBytes ? 0 : m_left + kMaskBytes;
            ++at;
            break;
        case Part::MoreLength:
            m_left = m_left << 8 | byte;
            if (--m_lengthBytes == 0) {
                m_part = Part::Rest;
                // A length near 2^64 must not come round to a small one.
                m_left += std::min(kMaskBytes, std::numeric_limits<quint64>::max() - m_left);
            }
            ++at;
            break;
        case Part::Rest: {
            const quint64 here = std::min(m_left, static_cast<quint64>(bytes.size() - at));
            m_left -= here;
            at += static_cast<qsizetype>(here);
            if (m_left == 0)
                m_part = Part::Flags;
            break;
        }
        }
    }
    return at;
}

} // namespace salon::server
