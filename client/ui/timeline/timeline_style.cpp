// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_style.h"

#include <QGuiApplication>
#include <QPalette>

using namespace Qt::StringLiterals;

namespace salon::client {

TimelineStyle TimelineStyle::current()
{
    const QPalette palette = QGuiApplication::palette();
    TimelineStyle style;
    style.background = palette.color(QPalette::Base);
    style.text = palette.color(QPalette::Text);
    style.secondary = palette.color(QPalette::PlaceholderText);
    style.accent = style.link = palette.color(QPalette::Link);
    style.hairline = palette.color(QPalette::Mid);
    style.hover = palette.color(QPalette::AlternateBase);
    style.selection = palette.color(QPalette::Highlight).lighter();
    style.error = Qt::darkRed;
    style.onAvatar = Qt::white;
    style.people.fill(style.link);
    const auto font = [](int pixels, QFont::Weight weight) {
        QFont made = QGuiApplication::font();
        made.setFamilies({u"Inter"_s, u"Noto Color Emoji"_s, u"Noto Sans"_s});
        made.setPixelSize(pixels);
        made.setWeight(weight);
        return made;
    };
    style.body = font(15, QFont::Normal);
    style.author = font(15, QFont::DemiBold);
    style.small = font(12, QFont::Normal);
    style.bigEmoji = font(32, QFont::Normal);
    style.title = font(17, QFont::DemiBold);
    return style;
}

int TimelineStyle::columnWidth(int viewportWidth) const
{
    constexpr int kNarrowest = 80;
    return qBound(kNarrowest, viewportWidth - gutter - margin, maxColumn);
}

QColor TimelineStyle::person(qint64 userId) const
{
    return people[static_cast<size_t>(userId) % people.size()];
}

} // namespace salon::client
