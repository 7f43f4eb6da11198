// SPDX-License-Identifier: MIT
#include "tests/client/golden/golden.h"
#include "tests/client/golden/picture_difference.h"
#include "tests/client/golden/small_picture.h"
#include <QDir>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

QString committed(const QString &name)
{
    return QStringLiteral(SALON_SOURCE_DIR "/tests/client/golden/pictures/") + name + u".png"_s;
}

//! Writes all three beside each other, and says where.
QString complaint(const QString &name, const QString &why, const QImage &golden,
                  const QImage &actual, const QImage &difference)
{
    const QDir folder(QStringLiteral(SALON_PICTURES "/goldens"));
    folder.mkpath(u"."_s);
    QString said = name + u": "_s + why;
    const auto write = [&](const QImage &image, const QString &what) {
        const QString path = folder.filePath(u"%1.%2.png"_s.arg(name, what));
        if (!image.isNull() && image.save(path))
            said += u"\n  %1: %2"_s.arg(what, path);
    };
    write(actual, u"actual"_s);
    write(golden, u"golden"_s);
    write(difference, u"difference"_s);
    return said + u"\n  If it is to look so: SALON_RECORD_GOLDENS=1 ./dev test -R tst_golden"_s;
}

} // namespace

bool recordsGoldens()
{
    return qEnvironmentVariableIntValue("SALON_RECORD_GOLDENS") != 0;
}

QString differenceFromGolden(QWidget &widget, const QString &name, const QRect &part)
{
    const QImage shown = widget.grab(part.isNull() ? widget.rect() : part)
                             .toImage()
                             .convertToFormat(QImage::Format_RGB32);
    const QImage small = withFewColors(shown);
    const QString path = committed(name);
    if (recordsGoldens()) {
        const bool isWritten = small.save(path, "PNG", 0);
        return isWritten ? QString() : u"%1 cannot be written"_s.arg(path);
    }
    const QImage actual = small.convertToFormat(QImage::Format_RGB32);
    const QImage golden = QImage(path).convertToFormat(QImage::Format_RGB32);
    if (golden.isNull())
        return complaint(name, u"there is no %1"_s.arg(path), {}, actual, {});
    if (golden.size() != actual.size()) {
        return complaint(name,
                         u"it was %1 x %2 pixels, and is %3 x %4"_s.arg(golden.width())
                             .arg(golden.height())
                             .arg(actual.width())
                             .arg(actual.height()),
                         golden, actual, {});
    }
    const PictureDifference difference = PictureDifference::between(golden, actual);
    return difference.isSeen()
        ? complaint(name, difference.words(), golden, actual, difference.picture())
        : QString();
}

} // namespace salon::test
