// SPDX-License-Identifier: MIT
#pragma once
#include <QLabel>

namespace salon::client {

struct Theme;

//! Which of the theme's texts a label is.
enum class TextKind {
    Body,
    Secondary,
    SectionLabel,
    Title,
    LoginTitle,
    RoomList,
    Code,
    Error,
    Warn,
    Success
};

//! A label that shows plain text only, in the font and colour of its kind, and follows the theme.
class TextLabel : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(TextKind kind, const QString &text = {}, QWidget *parent = nullptr);

    void setKind(TextKind kind);
    //! One line that ends in "…" where there is no room, instead of asking for more; the whole text
    //! is the tooltip.
    void setElided(bool isElided);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void followTheme();

    TextKind m_kind;
    bool m_isElided = false;
};

} // namespace salon::client
