// SPDX-License-Identifier: MIT
// The guard of client frames against RFC 6455, 5.1 to 5.6, read off one frame after the other, and
// against itself when the bytes come in pieces.
#include "server/net/frame_guard.h"
#include "tests/fuzz/target.h"

using namespace Qt::StringLiterals;
using salon::server::FrameGuard;

namespace salon::fuzz {
namespace {

struct Finding {
    qsizetype passed = 0;
    FrameGuard::Breach breach = FrameGuard::Breach::None;
    bool sawClose = false;
    QByteArray bytes; // as they go on
    friend bool operator==(const Finding &, const Finding &) = default;
};

Finding readPlainly(QByteArrayView bytes)
{
    Finding finding{bytes.size(), {}, false, bytes.toByteArray()};
    const auto byte = [&](quint64 at) { return quint64(quint8(bytes[qsizetype(at)])); };
    const auto size = quint64(bytes.size());
    quint64 at = 0;
    bool isInMessage = false;
    while (at < size) {
        const quint64 opcode = byte(at) & 0x0F;
        finding.sawClose = finding.sawClose || opcode == 8;
        if (opcode == 1)
            finding.bytes[qsizetype(at)] = char((byte(at) & 0xF0) | 2);
        if (at + 1 >= size)
            break;
        if (!(byte(at + 1) & 0x80))
            finding.breach = FrameGuard::Breach::Unmasked;
        else if (opcode == 2 && !isInMessage)
            finding.breach = FrameGuard::Breach::Binary;
        if (finding.breach != FrameGuard::Breach::None) {
            finding.passed = qsizetype(at) + 1;
            break;
        }
        if (opcode <= 1)
            isInMessage = byte(at) < 0x80;
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
    QByteArray changed = bytes.toByteArray();
    qsizetype good = 0;
    while (good < bytes.size()) {
        const qsizetype size = std::min(pieceSize, bytes.size() - good);
        const qsizetype taken = guard.pass({changed.data() + good, size_t(size)});
        good += taken;
        if (taken < size)
            break;
    }
    return {good, guard.breach(), guard.sawClose(), changed};
}

} // namespace

std::optional<QString> checkFrames(QByteArrayView bytes)
{
    const Finding plain = readPlainly(bytes);
    for (const qsizetype pieceSize : {bytes.size() + 1, qsizetype(1), qsizetype(3)}) {
        const Finding guarded = readGuarded(bytes, pieceSize);
        if (guarded != plain)
            return u"in pieces of %1: %2 bytes, breach %3, close %4, %5; plainly %6, %7, %8, %9"_s
                .arg(pieceSize)
                .arg(guarded.passed)
                .arg(int(guarded.breach))
                .arg(guarded.sawClose)
                .arg(QString::fromLatin1(guarded.bytes.toHex()))
                .arg(plain.passed)
                .arg(int(plain.breach))
                .arg(plain.sawClose)
                .arg(QString::fromLatin1(plain.bytes.toHex()));
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
