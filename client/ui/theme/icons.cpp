// SPDX-License-Identifier: MIT
#include "client/ui/theme/icons.h"

#include "client/ui/theme/theme.h"

#include <QFile>
#include <QFileInfo>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

static void initIconResources()
{
    Q_INIT_RESOURCE(theme);
}

namespace salon::client {
namespace {

QColor colorOf(Tint tint, QIcon::Mode mode)
{
    const Theme &theme = Theme::current();
    if (mode == QIcon::Disabled)
        return theme.disabled;
    switch (tint) {
    case Tint::Secondary:
        return mode == QIcon::Active ? theme.text : theme.secondary;
    case Tint::Text:
        return theme.text;
    case Tint::Accent:
        return theme.accent;
    case Tint::OnAccent:
        return theme.textOnAccent;
    case Tint::Error:
        return theme.errorText;
    case Tint::Warn:
        return theme.warnText;
    case Tint::Success:
        return theme.success;
    }
    return theme.text;
}

//! Draws a file of ours in the colour of its tint, as far as the file leaves its colour open.
class LineIconEngine final : public QIconEngine {
public:
    LineIconEngine(QString path, Tint tint) : m_path(std::move(path)), m_tint(tint) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double scale = painter->device()->devicePixelRatio();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * scale, mode, state, scale));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    // Qt gives the size in device pixels here and sets the ratio afterwards.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        const QColor color = colorOf(m_tint, mode);
        const QString key = u"salon-icon/%1/%2/%3x%4"_s.arg(m_path, color.name())
                                .arg(size.width())
                                .arg(size.height());
        QPixmap drawn;
        if (!QPixmapCache::find(key, &drawn)) {
            drawn = draw(size, color);
            QPixmapCache::insert(key, drawn);
        }
        return drawn;
    }

    QString key() const override { return u"salon-line-icon"_s; }
    QString iconName() override { return QFileInfo(m_path).baseName(); }
    QIconEngine *clone() const override { return new LineIconEngine(m_path, m_tint); }

private:
    QPixmap draw(const QSize &size, const QColor &color) const
    {
        QFile file(m_path);
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        if (!file.open(QIODevice::ReadOnly)) {
            Q_ASSERT_X(false, "lineIcon", qPrintable(m_path));
            return pixmap;
        }
        // QtSvg draws currentColor black, so the colour goes in before it is parsed.
        QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
        QPainter painter(&pixmap);
        renderer.render(&painter);
        return pixmap;
    }

    QString m_path;
    Tint m_tint;
};

} // namespace

QIcon lineIcon(const QString &name, Tint tint)
{
    initIconResources();
    return QIcon(new LineIconEngine(u":/salon/icons/"_s + name + u".svg"_s, tint));
}

QIcon programIcon()
{
    initIconResources();
    return QIcon(new LineIconEngine(u":/salon/themes/salon.svg"_s, Tint::Text));
}

} // namespace salon::client
