// SPDX-License-Identifier: MIT
// The reader of a client's frames against RFC 6455, 5 and 7.4, read off one frame after the other,
// and against itself when the bytes come in pieces.
#include "server/net/frame_reader.h"
#include "tests/fuzz/target.h"

using namespace Qt::StringLiterals;
using Found = salon::server::FrameReader::Found;

namespace salon::fuzz {
namespace {

constexpr quint64 kMostOfMessage = 300;

//! All that was found in some bytes, in a form that can be compared and read.
class Findings {
public:
    void add(Found found, QByteArrayView payload, int code)
    {
        m_text += QByteArray::number(int(found)) + ' ' + payload.toByteArray().toHex() + ' '
            + QByteArray::number(code) + '\n';
    }
    bool isOver() const { return m_isOver; }
    void end(Found found, int code)
    {
        add(found, {}, code);
        m_isOver = true;
    }
    const QByteArray &text() const { return m_text; }

private:
    QByteArray m_text;
    bool m_isOver = false;
};

struct PlainFrame {
    int opcode = 0;
    bool isFinal = false;
    QByteArray payload;
};

//! A judge who has all bytes before him.
class PlainReader {
public:
    explicit PlainReader(QByteArrayView bytes) : m_bytes(bytes) { }

    QByteArray read()
    {
        while (!m_findings.isOver()) {
            const std::optional<PlainFrame> frame = nextFrame();
            if (!frame)
                break;
            take(*frame);
        }
        return m_findings.text();
    }

private:
    bool has(quint64 count) const { return quint64(m_bytes.size()) - m_at >= count; }
    quint64 byte(quint64 offset) const { return quint8(m_bytes[qsizetype(m_at + offset)]); }
    std::optional<PlainFrame> refuse(int code)
    {
        m_findings.end(Found::Breach, code);
        return {};
    }

    std::optional<PlainFrame> nextFrame()
    {
        if (!has(1))
            return {};
        const int opcode = int(byte(0) & 0x0f);
        const bool isFinal = byte(0) & 0x80, isControl = opcode >= 8;
        const bool isKnown = opcode <= 2 || (opcode >= 8 && opcode <= 10);
        if ((byte(0) & 0x70) || !isKnown || (isControl && !isFinal)
            || (opcode == 0 && !m_isInMessage) || ((opcode == 1 || opcode == 2) && m_isInMessage))
            return refuse(1002);
        if (opcode == 2)
            return refuse(1003);
        if (!has(2))
            return {};
        quint64 length = byte(1) & 0x7f;
        if (!(byte(1) & 0x80) || (isControl && length > 125))
            return refuse(1002);
        const quint64 more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (!has(2 + more))
            return {};
        if (more > 0) {
            length = 0;
            for (quint64 i = 0; i < more; ++i)
                length = length << 8 | byte(2 + i);
            if (length < 126 || (more == 8 && length < 65536) || length >= 1ull << 63)
                return refuse(1002);
        }
        if (!isControl && length + quint64(m_message.size()) > kMostOfMessage)
            return refuse(1009);
        const quint64 head = 2 + more + 4;
        if (!has(head) || !has(head + length))
            return {};
        PlainFrame frame{opcode, isFinal, {}};
        for (quint64 i = 0; i < length; ++i)
            frame.payload.append(char(byte(head + i) ^ byte(2 + more + i % 4)));
        m_at += head + length;
        return frame;
    }

    void take(const PlainFrame &frame)
    {
        if (frame.opcode == 8)
            return takeClose(frame.payload);
        if (frame.opcode == 9)
            return m_findings.add(Found::Ping, frame.payload, 0);
        if (frame.opcode == 10)
            return m_findings.add(Found::Pong, {}, 0);
        m_message += frame.payload;
        m_isInMessage = !frame.isFinal;
        if (m_isInMessage)
            return;
        if (!m_message.isValidUtf8())
            return m_findings.end(Found::Breach, 1007);
        m_findings.add(Found::Text, std::exchange(m_message, {}), 0);
    }

    void takeClose(const QByteArray &payload)
    {
        if (payload.isEmpty())
            return m_findings.end(Found::Close, 1000);
        const int code = payload.size() == 1 ? 0 : quint8(payload[0]) * 256 + quint8(payload[1]);
        const bool isRegistered =
            (code >= 1000 && code <= 1014) && code != 1004 && code != 1005 && code != 1006;
        if (!isRegistered && (code < 3000 || code > 4999))
            return m_findings.end(Found::Breach, 1002);
        if (!payload.mid(2).isValidUtf8())
            return m_findings.end(Found::Breach, 1007);
        m_findings.end(Found::Close, code);
    }

    QByteArrayView m_bytes;
    quint64 m_at = 0;
    bool m_isInMessage = false;
    QByteArray m_message;
    Findings m_findings;
};

QByteArray readInPieces(QByteArrayView bytes, qsizetype pieceSize)
{
    server::FrameReader reader{qsizetype(kMostOfMessage)};
    QByteArray changed = bytes.toByteArray();
    Findings findings;
    for (qsizetype at = 0; at < changed.size() && !findings.isOver(); at += pieceSize) {
        const auto size = size_t(std::min(pieceSize, changed.size() - at));
        std::span<char> piece(changed.data() + at, size);
        while (!piece.empty() && !findings.isOver()) {
            const auto part = reader.next(piece);
            if (part.found == Found::Close || part.found == Found::Breach)
                findings.end(part.found, part.closeCode);
            else if (part.found != Found::Nothing)
                findings.add(part.found, part.payload, 0);
        }
    }
    return findings.text();
}

} // namespace

std::optional<QString> checkFrames(QByteArrayView bytes)
{
    const QByteArray plain = PlainReader(bytes).read();
    for (const qsizetype pieceSize : {bytes.size() + 1, qsizetype(1), qsizetype(3)}) {
        const QByteArray found = readInPieces(bytes, pieceSize);
        if (found != plain)
            return u"in pieces of %1: %2; plainly: %3"_s.arg(pieceSize).arg(
                QString::fromLatin1(found), QString::fromLatin1(plain));
    }
    return {};
}

QList<QByteArray> frameSeeds()
{
    const QByteArray mask("abcd");
    return {
        "\x81\x83" + mask + "xyz" + "\x88\x82" + mask + "12",
        QByteArray("\x81\xFE\x00\x80", 4) + mask + QByteArray(128, 'p') + "\x89\x80" + mask,
        QByteArray("\x01\xFF\x00\x00\x00\x00\x00\x00\x00\x05", 10) + mask + "hello" + "\x80\x80"
            + mask,
        "\x81\x83" + mask + "xyz" + "\x81\x03xyz",
        "\x01\x81" + mask + "x" + "\x82\x81" + mask + "y" + "\x80\x80" + mask + "\x82\x80" + mask,
    };
}

QList<QByteArray> frameWords()
{
    return {QByteArray("\x81\x80"
                       "abcd"),
            QByteArray("\x88\x80"
                       "abcd"),
            QByteArray("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFC"),
            QByteArray("\x81\xFE\x00\x01", 4),
            QByteArray("\x81\xFF"),
            QByteArray("\x01\x05"),
            QByteArray(8, '\0')};
}

} // namespace salon::fuzz
