// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <array>
#include <span>

namespace salon::server {

//! Reads what a client says on a WebSocket (RFC 6455, 5) from its bytes, however they are cut. Only
//! texts are spoken. Between two messages it holds no memory beside itself.
class FrameReader {
public:
    enum class Found : quint8 { Nothing, Text, Ping, Pong, Close, Breach };
    struct Part {
        Found found = Found::Nothing;
        //! Of a text, surely UTF-8, or of a ping. May lie in `bytes`: for this moment only.
        QByteArray payload = {};
        //! The peer's in its Close (1000 when it gave none), or the one that answers a Breach.
        int closeCode = 0;
        const char *why = nullptr; //!< of a Breach: for who wrote the client
    };

    explicit FrameReader(qsizetype mostBytesOfMessage) : m_most(quint64(mostBytesOfMessage)) { }

    //! Takes from the front of `bytes`, and changes them, until something is whole; Nothing once
    //! all are taken. After a Close or a Breach nothing more can be read.
    Part next(std::span<char> &bytes);

private:
    enum class Step : quint8 { Flags, Length, MoreLength, Mask, Payload };
    Part takeFlags(quint8 byte);
    Part takeLength(quint8 byte);
    Part takeMoreLength(quint8 byte);
    Part lengthKnown();
    Part takePayload(std::span<char> &bytes);
    void unmask(std::span<char> bytes);
    Part whole(QByteArray payload) const;
    bool isControl() const { return m_opcode >= 8; }

    quint64 m_most;
    quint64 m_left = 0; //!< of the frame's payload
    QByteArray m_message; //!< what has come of it, while that is not all
    QByteArray m_control; //!< the same of a ping, pong or close: they come amid messages, too
    std::array<char, 4> m_mask{};
    quint8 m_maskAt = 0;
    quint8 m_lengthBytes = 0; //!< still to come
    bool m_isLong = false; //!< the length has eight of them
    quint8 m_opcode = 0;
    Step m_step = Step::Flags;
    bool m_isFinal = false;
    bool m_isInMessage = false; //!< its last frame has not come
};

} // namespace salon::server
