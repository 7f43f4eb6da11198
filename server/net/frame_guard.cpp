// SPDX-License-Identifier: MIT
#include "server/net/frame_guard.h"
#include <algorithm>
#include <limits>

namespace salon::server {

namespace {
constexpr quint64 kMaskBytes = 4;
constexpr int kFinalBit = 0x80, kMaskBit = 0x80, kOpcodeBits = 0x0f;
constexpr int kContinuation = 0x0, kText = 0x1, kBinary = 0x2, kClose = 0x8;
} // namespace

// Reserved bits, unknown opcodes and messages within messages are left to QWebSocket.
void FrameGuard::passFlags(char &byte)
{
    const int opcode = byte & kOpcodeBits;
    m_sawClose = m_sawClose || opcode == kClose;
    m_isBinary = opcode == kBinary && !m_isInMessage;
    if (opcode == kText)
        byte = static_cast<char>((byte & ~kOpcodeBits) | kBinary);
    if (opcode == kContinuation || opcode == kText)
        m_isInMessage = !(byte & kFinalBit);
    m_part = Part::Length;
}

bool FrameGuard::passLength(quint8 byte)
{
    m_breach = !(byte & kMaskBit) ? Breach::Unmasked : m_isBinary ? Breach::Binary : Breach::None;
    if (m_breach != Breach::None)
        return false;
    m_left = byte & ~kMaskBit;
    m_lengthBytes = m_left == 126 ? 2 : m_left == 127 ? 8 : 0;
    m_part = m_lengthBytes ? Part::MoreLength : Part::Rest;
    m_left = m_lengthBytes ? 0 : m_left + kMaskBytes;
    return true;
}

qsizetype FrameGuard::pass(std::span<char> bytes)
{
    size_t at = 0;
    while (at < bytes.size()) {
        switch (m_part) {
        case Part::Flags:
            passFlags(bytes[at++]);
            break;
        case Part::Length:
            if (!passLength(static_cast<quint8>(bytes[at])))
                return static_cast<qsizetype>(at);
            ++at;
            break;
        case Part::MoreLength:
            m_left = m_left << 8 | static_cast<quint8>(bytes[at++]);
            if (--m_lengthBytes == 0) {
                m_part = Part::Rest;
                // A length near 2^64 must not come round to a small one.
                m_left += std::min(kMaskBytes, std::numeric_limits<quint64>::max() - m_left);
            }
            break;
        case Part::Rest: {
            const quint64 here = std::min<quint64>(m_left, bytes.size() - at);
            m_left -= here;
            at += here;
            if (m_left == 0)
                m_part = Part::Flags;
            break;
        }
        }
    }
    return static_cast<qsizetype>(at);
}

} // namespace salon::server
