// SPDX-License-Identifier: MIT
#include "tests/e2e/guide_picture.h"
#include <QDir>
#include <QImage>
#include <QPixmap>
#include <QWidget>
#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

constexpr int kClearlyOther = 48; // of 255, in one colour
constexpr double kMostThatMayDiffer = 0.02; // of all pixels

double shareThatDiffers(const QImage &left, const QImage &right)
{
    qint64 count = 0;
    for (int y = 0; y < left.height(); ++y) {
        for (int x = 0; x < left.width(); ++x) {
            const QRgb a = left.pixel(x, y);
            const QRgb b = right.pixel(x, y);
            const int most = std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                                       std::abs(qBlue(a) - qBlue(b))});
            count += most > kClearlyOther;
        }
    }
    return double(count) / double(std::max<qint64>(1, qint64(left.width()) * left.height()));
}

} // namespace

QString differenceFromGuide(QWidget &window, const QString &name)
{
    const QDir made(QStringLiteral(SALON_PICTURES) + u"/guide"_s);
    if (!made.mkpath(u"."_s))
        return u"%1 cannot be made"_s.arg(made.path());
    const QString path = made.filePath(name + u".png"_s);
    const QImage now = window.grab().toImage().convertToFormat(QImage::Format_RGB32);
    if (!now.save(path))
        return u"%1 cannot be written"_s.arg(path);
    const QString known =
        QStringLiteral(SALON_SOURCE_DIR) + u"/docs/images/guide/"_s + name + u".png"_s;
    const QString howToRenew = u" If that is as it should be: cp %1 %2"_s.arg(path, known);
    const QImage before = QImage(known).convertToFormat(QImage::Format_RGB32);
    if (before.isNull())
        return u"there is no %1."_s.arg(known) + howToRenew;
    if (before.size() != now.size())
        return u"%1 is %2 x %3, now it is %4 x %5."_s.arg(known)
                   .arg(before.width())
                   .arg(before.height())
                   .arg(now.width())
                   .arg(now.height())
            + howToRenew;
    const double share = shareThatDiffers(before, now);
    if (share > kMostThatMayDiffer)
        return u"%1 % of %2 look different now."_s.arg(share * 100, 0, 'f', 1).arg(known)
            + howToRenew;
    return {};
}

} // namespace salon::test
