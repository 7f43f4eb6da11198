// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArrayView>

namespace salon::server {

//! Follows the frames of a client through its bytes, to find one that is not masked (RFC 6455, 5.1
//! and 5.2): QWebSocket would take it.
class FrameGuard {
public:
    //! Number of bytes before the first unmasked frame shows; all of them when none does.
    qsizetype acceptable(QByteArrayView bytes);
    //! Whether a close frame has begun.
    bool sawClose() const { return m_sawClose; }

private:
    enum class Part : quint8 { Flags, Length, MoreLength, Rest };
    Part m_part = Part::Flags;
    bool m_sawClose = false;
    quint8 m_lengthBytes = 0; // still to come
    quint64 m_left = 0; // of mask and payload
};

} // namespace salon::server
