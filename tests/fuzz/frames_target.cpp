// SPDX-License-Identifier: MIT
// The guard of client frames against RFC 6455, 5.2, read off one frame after the other, and against
// itself when the bytes come in pieces.
#include "server/net/frame_guard.h"
#include "tests/fuzz/target.h"

using namespace Qt::StringLiterals;
using salon::server::FrameGuard;

namespace salon::fuzz {
namespace {

struct Finding {
    qsizetype acceptable = 0;
    bool sawClose = false;
    friend bool operator==(const Finding &, const Finding &) = default;
};

Finding readPlainly(QByteArrayView bytes)
{
    Finding finding{bytes.size(), false};
    const auto byte = [&](quint64 at) { return quint64(quint8(bytes[qsizetype(at)])); };
    const auto size = quint64(bytes.size());
    quint64 at = 0;
    while (at < size) {
        finding.sawClose = finding.sawClose || (byte(at) & 0x0F) == 8;
        if (at + 1 >= size)
            break;
        if (!(byte(at + 1) & 0x80)) {
            finding.acceptable = qsizetype(at) + 1;
            break;
        }
        quint64 length = byte(at + 1) & 0x7F;
        const quint64 more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (more > 0)
            length = 0;
        if (at + 2 + more > size)
            break;
        for (quint64 i = 0; i < more; ++i)
            length = length << 8 | byte(at + 2 + i);
        const quint64 head = 2 + more + 4;
        if (length > size || at + head + length > size)
            break; // the rest belongs to this frame
        at += head + length;
    }
    return finding;
}

Finding readGuarded(QByteArrayView bytes, qsizetype pieceSize)
{
    FrameGuard guard;
    qsizetype good = 0;
    while (good < bytes.size()) {
        const qsizetype size = std::min(pieceSize, bytes.size() - good);
        const qsizetype taken = guard.acceptable(bytes.sliced(good, size));
        good += taken;
        if (taken < size)
            break;
    }
    return {good, guard.sawClose()};
}

} // namespace

std::optional<QString> checkFrames(QByteArrayView bytes)
{
    const Finding plain = readPlainly(bytes);
    for (const qsizetype pieceSize : {bytes.size() + 1, qsizetype(1), qsizetype(3)}) {
        const Finding guarded = readGuarded(bytes, pieceSize);
        if (guarded != plain)
            return u"in pieces of %1: %2 bytes, close %3; plainly %4, %5"_s.arg(pieceSize)
                .arg(guarded.acceptable)
                .arg(guarded.sawClose)
                .arg(plain.acceptable)
                .arg(plain.sawClose);
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
