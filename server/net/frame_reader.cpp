// SPDX-License-Identifier: MIT
#include "server/net/frame_reader.h"
#include <algorithm>
#include <cstring>

namespace salon::server {

namespace {

constexpr int kFinalBit = 0x80, kReservedBits = 0x70, kOpcodeBits = 0x0f, kMaskBit = 0x80;
constexpr int kContinuation = 0x0, kText = 0x1, kBinary = 0x2, kClose = 0x8, kPing = 0x9,
              kPong = 0xa;
constexpr quint64 kMostOfControl = 125, kMostOfTwoBytes = 0xffff;
// 7.4.1
constexpr int kNormal = 1000, kProtocolError = 1002, kUnsupportedData = 1003, kNotUtf8 = 1007,
              kTooBig = 1009;

FrameReader::Part breach(int code, const char *why)
{
    return {FrameReader::Found::Breach, {}, code, why};
}

// 7.4: what a peer may send; 1012 to 1014 were registered later.
bool mayBeSent(int code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
}

FrameReader::Part closeOf(QByteArrayView payload)
{
    if (payload.isEmpty())
        return {FrameReader::Found::Close, {}, kNormal};
    const int code = payload.size() < 2 ? 0 : quint8(payload[0]) << 8 | quint8(payload[1]);
    if (!mayBeSent(code))
        return breach(kProtocolError, "there is no such close code");
    if (!payload.sliced(2).isValidUtf8())
        return breach(kNotUtf8, "the reason is not UTF-8");
    return {FrameReader::Found::Close, {}, code};
}

} // namespace

FrameReader::Part FrameReader::next(std::span<char> &bytes)
{
    while (!bytes.empty()) {
        Part part;
        if (m_step != Step::Payload) {
            const auto byte = static_cast<quint8>(bytes.front());
            bytes = bytes.subspan(1);
            switch (m_step) {
            case Step::Flags:
                part = takeFlags(byte);
                break;
            case Step::Length:
                part = takeLength(byte);
                break;
            case Step::MoreLength:
                part = takeMoreLength(byte);
                break;
            case Step::Mask:
                m_mask[m_maskAt++] = static_cast<char>(byte);
                if (m_maskAt == m_mask.size()) {
                    m_maskAt = 0;
                    m_step = Step::Payload;
                }
                break;
            case Step::Payload:
                break;
            }
        }
        if (m_step == Step::Payload) // at once: it may have no bytes
            part = takePayload(bytes);
        if (part.found != Found::Nothing)
            return part;
    }
    return {};
}

FrameReader::Part FrameReader::takeFlags(quint8 byte)
{
    m_opcode = byte & kOpcodeBits;
    m_isFinal = byte & kFinalBit;
    m_step = Step::Length;
    if (byte & kReservedBits)
        return breach(kProtocolError, "a reserved bit is set");
    switch (m_opcode) {
    case kText:
    case kBinary:
        if (m_isInMessage)
            return breach(kProtocolError, "a message begins within another");
        if (m_opcode == kBinary)
            return breach(kUnsupportedData, "only text frames are spoken here");
        break;
    case kContinuation:
        if (!m_isInMessage)
            return breach(kProtocolError, "there is no message to go on with");
        break;
    case kClose:
    case kPing:
    case kPong:
        if (!m_isFinal)
            return breach(kProtocolError, "a control frame is in fragments");
        return {};
    default:
        return breach(kProtocolError, "there is no such opcode");
    }
    m_isInMessage = !m_isFinal;
    return {};
}

FrameReader::Part FrameReader::takeLength(quint8 byte)
{
    if (!(byte & kMaskBit))
        return breach(kProtocolError, "frames of a client must be masked");
    m_left = byte & ~kMaskBit;
    if (isControl() && m_left > kMostOfControl)
        return breach(kProtocolError, "a control frame is too long");
    if (m_left <= kMostOfControl)
        return lengthKnown();
    m_isLong = m_left == 127;
    m_lengthBytes = m_isLong ? 8 : 2;
    m_left = 0;
    m_step = Step::MoreLength;
    return {};
}

FrameReader::Part FrameReader::takeMoreLength(quint8 byte)
{
    m_left = m_left << 8 | byte;
    if (--m_lengthBytes > 0)
        return {};
    if (m_left <= (m_isLong ? kMostOfTwoBytes : kMostOfControl) || m_left >> 63)
        return breach(kProtocolError, "the length is not written as the standard wants");
    return lengthKnown();
}

FrameReader::Part FrameReader::lengthKnown()
{
    m_step = Step::Mask;
    if (!isControl() && m_left > m_most - quint64(m_message.size()))
        return breach(kTooBig, "the message is too long");
    return {};
}

FrameReader::Part FrameReader::takePayload(std::span<char> &bytes)
{
    const std::span here = bytes.first(std::min<quint64>(m_left, bytes.size()));
    bytes = bytes.subspan(here.size());
    unmask(here);
    m_left -= here.size();
    const bool isWhole = m_left == 0 && m_isFinal;
    if (m_left == 0) {
        m_maskAt = 0;
        m_step = Step::Flags;
    }
    QByteArray &begun = isControl() ? m_control : m_message;
    if (isWhole && begun.isEmpty())
        return whole(QByteArray::fromRawData(here.data(), qsizetype(here.size())));
    begun.append(here.data(), qsizetype(here.size()));
    return isWhole ? whole(std::exchange(begun, {})) : Part();
}

void FrameReader::unmask(std::span<char> bytes)
{
    std::array<char, 8> mask;
    for (size_t i = 0; i < mask.size(); ++i)
        mask[i] = m_mask[(m_maskAt + i) % m_mask.size()];
    quint64 wideMask = 0;
    std::memcpy(&wideMask, mask.data(), sizeof wideMask);
    size_t at = 0;
    for (; at + sizeof wideMask <= bytes.size(); at += sizeof wideMask) {
        quint64 wide = 0;
        std::memcpy(&wide, bytes.data() + at, sizeof wide);
        wide ^= wideMask;
        std::memcpy(bytes.data() + at, &wide, sizeof wide);
    }
    for (; at < bytes.size(); ++at)
        bytes[at] = static_cast<char>(bytes[at] ^ mask[at % mask.size()]);
    m_maskAt = static_cast<quint8>((m_maskAt + bytes.size()) % m_mask.size());
}

FrameReader::Part FrameReader::whole(QByteArray payload) const
{
    switch (m_opcode) {
    case kClose:
        return closeOf(payload);
    case kPing:
        return {Found::Ping, std::move(payload)};
    case kPong:
        return {Found::Pong};
    default:
        if (!payload.isValidUtf8())
            return breach(kNotUtf8, "the text is not UTF-8");
        return {Found::Text, std::move(payload)};
    }
}

} // namespace salon::server
