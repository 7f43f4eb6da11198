// SPDX-License-Identifier: MIT
#include "tests/client/golden/drawn_with.h"
#include "client/ui/theme/theme.h"
#include "tests/client/golden/golden.h"
#include <QFile>
#include <QGlyphRun>
#include <QLibrary>
#include <QRawFont>
#include <QTextLayout>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

const QString kRecord = QStringLiteral(SALON_SOURCE_DIR "/tests/client/golden/drawn_with.txt");

//! Of the library that Qt uses where it comes with the system; Qt's own one goes with its version.
QString freeTypeVersion()
{
    QLibrary library(u"freetype"_s, 6);
    const auto begin = reinterpret_cast<int (*)(void **)>(library.resolve("FT_Init_FreeType"));
    const auto ask = reinterpret_cast<void (*)(void *, int *, int *, int *)>(
        library.resolve("FT_Library_Version"));
    const auto end = reinterpret_cast<int (*)(void *)>(library.resolve("FT_Done_FreeType"));
    void *handle = nullptr;
    if (!begin || !ask || !end || begin(&handle) != 0)
        return u"of Qt"_s;
    int major = 0, minor = 0, patch = 0;
    ask(handle, &major, &minor, &patch);
    end(handle);
    return u"%1.%2.%3"_s.arg(major).arg(minor).arg(patch);
}

//! The font that these characters are drawn with: its family, and the revision of its file.
QString fontOf(const QFont &font, const QString &characters)
{
    QTextLayout layout(characters, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    const QList<QGlyphRun> runs = layout.glyphRuns();
    if (runs.isEmpty())
        return u"none"_s;
    const QRawFont raw = runs.first().rawFont();
    constexpr int kRevision = 4, kRevisionSize = 4; // in "head", of the OpenType specification
    const QByteArray revision = raw.fontTable("head").mid(kRevision, kRevisionSize);
    return raw.familyName() + u' ' + QString::fromLatin1(revision.toHex());
}

} // namespace

QStringList drawnWith()
{
    const client::Theme &theme = client::Theme::current();
    return {u"Qt "_s + QString::fromLatin1(qVersion()),
            u"FreeType "_s + freeTypeVersion(),
            u"text: "_s + fontOf(theme.body.font, u"Aa"_s),
            u"code: "_s + fontOf(theme.code.font, u"Aa"_s),
            u"emoji: "_s + fontOf(theme.body.font, u"\U0001F600"_s),
            u"Arabic: "_s + fontOf(theme.body.font, u"\u0645"_s)};
}

QString otherThanRecorded()
{
    const QByteArray here = drawnWith().join(u'\n').toUtf8() + '\n';
    QFile file(kRecord);
    if (recordsGoldens()) {
        const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(here) == here.size();
        return isWritten ? QString() : u"%1 cannot be written"_s.arg(kRecord);
    }
    const QByteArray recorded = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    if (recorded == here)
        return {};
    return u"The pictures were drawn with\n%1and here it would be\n%2"_s.arg(
        QString::fromUtf8(recorded), QString::fromUtf8(here));
}

} // namespace salon::test
