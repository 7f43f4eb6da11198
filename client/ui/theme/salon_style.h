// SPDX-License-Identifier: MIT
#pragma once
#include <QProxyStyle>

class QPushButton;

namespace salon::client {

class FocusRing;

//! How much a button asks to be pressed. Primary is the one that Enter presses.
enum class ButtonRole { Normal, Primary, Danger, Link };
void setButtonRole(QPushButton *button, ButtonRole role);

//! Draws the standard controls in the theme's lengths and colours, over Qt's own Fusion; no style
//! sheet anywhere.
class SalonStyle : public QProxyStyle {
    Q_OBJECT
public:
    SalonStyle();

    using QProxyStyle::polish;
    using QProxyStyle::unpolish;
    void polish(QApplication *application) override;
    void unpolish(QApplication *application) override;
    void polish(QWidget *widget) override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                            QPainter *painter, const QWidget *widget) const override;

    // salon_style_metrics.cpp
    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returned) const override;
    QIcon standardIcon(StandardPixmap kind, const QStyleOption *option,
                       const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                           const QWidget *widget) const override;

private:
    void drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawButtonLabel(const QStyleOption *option, QPainter *painter,
                         const QWidget *widget) const;
    void drawLineEditFrame(const QStyleOption *option, QPainter *painter) const;
    void drawScrollBar(const QStyleOptionComplex *option, QPainter *painter,
                       const QWidget *widget) const;
    void drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;

    FocusRing *m_focusRing;
};

} // namespace salon::client
