// SPDX-License-Identifier: MIT
#include "client/ui/text_label.h"

#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QPainter>
#include <QStyle>

namespace salon::client {
namespace {

struct Look {
    TextStyle style;
    QColor color;
};

Look lookOf(TextKind kind)
{
    const Theme &theme = Theme::current();
    switch (kind) {
    case TextKind::Body:
        return {theme.body, theme.text};
    case TextKind::Secondary:
        return {theme.secondaryText, theme.secondary};
    case TextKind::SectionLabel:
        return {theme.sectionLabel, theme.secondary};
    case TextKind::Title:
        return {theme.title, theme.text};
    case TextKind::LoginTitle:
        return {theme.loginTitle, theme.text};
    case TextKind::RoomList:
        return {theme.roomList, theme.text};
    case TextKind::Code:
        return {theme.code, theme.text};
    case TextKind::Error:
        return {theme.secondaryText, theme.errorText};
    case TextKind::Warn:
        return {theme.secondaryText, theme.warnText};
    case TextKind::Success:
        return {theme.secondaryText, theme.success};
    }
    return {theme.body, theme.text};
}

} // namespace

TextLabel::TextLabel(TextKind kind, const QString &text, QWidget *parent)
    : QLabel(parent), m_kind(kind)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    followTheme();
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &TextLabel::followTheme);
}

void TextLabel::setKind(TextKind kind)
{
    if (std::exchange(m_kind, kind) != kind)
        followTheme();
}

void TextLabel::setElided(bool isElided)
{
    m_isElided = isElided;
    updateGeometry();
    update();
}

QSize TextLabel::minimumSizeHint() const
{
    const QSize whole = QLabel::minimumSizeHint();
    return m_isElided ? QSize(0, whole.height()) : whole;
}

void TextLabel::paintEvent(QPaintEvent *event)
{
    if (!m_isElided || fontMetrics().horizontalAdvance(text()) <= contentsRect().width()) {
        if (m_isElided)
            setToolTip(QString());
        QLabel::paintEvent(event);
        return;
    }
    setToolTip(forToolTip(text()));
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    painter.drawText(contentsRect(),
                     static_cast<int>(QStyle::visualAlignment(layoutDirection(), alignment()))
                         | Qt::TextSingleLine,
                     shown);
}

void TextLabel::followTheme()
{
    const Look look = lookOf(m_kind);
    setFont(look.style.font);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, look.color);
    setPalette(colors);
}

} // namespace salon::client
