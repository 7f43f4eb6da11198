// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>
#include <span>

namespace salon::server {

//! Follows the frames of a client through its bytes, before QWebSocket reads them, for what that
//! gets wrong. It would take frames that are not masked (RFC 6455, 5.1); and it decodes each frame
//! of a text for itself, so that a letter over two of them (8.1) would be lost. Therefore texts go
//! on as binary, whose bytes it leaves alone, and real binary messages, which nobody speaks here,
//! are a breach.
class FrameGuard {
public:
    enum class Breach { None, Unmasked, Binary };

    //! Number of bytes before the first breach shows; all of them when none does. Of these the
    //! opcodes of texts are changed.
    qsizetype pass(std::span<char> bytes);
    Breach breach() const { return m_breach; }
    //! Whether a close frame has begun.
    bool sawClose() const { return m_sawClose; }

private:
    enum class Part : quint8 { Flags, Length, MoreLength, Rest };
    void passFlags(char &byte);
    bool passLength(quint8 byte);

    Part m_part = Part::Flags;
    Breach m_breach = Breach::None;
    bool m_sawClose = false;
    bool m_isInMessage = false; // its last frame has not come
    bool m_isBinary = false; // this frame begins a binary message
    quint8 m_lengthBytes = 0; // still to come
    quint64 m_left = 0; // of mask and payload
};

} // namespace salon::server
