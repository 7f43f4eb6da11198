// SPDX-License-Identifier: MIT
#pragma once
#include <QLabel>
#include <algorithm>

namespace salon::test {

//! Whether somebody who looks at the widget sees a label of that text.
inline bool showsLabel(const QWidget &widget, const QString &text)
{
    const auto labels = widget.findChildren<QLabel *>();
    return std::ranges::any_of(labels, [&text](const QLabel *label) {
        return label->isVisible() && label->text() == text;
    });
}

} // namespace salon::test
