// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/timeline_style.h"

#include <QAbstractButton>

namespace salon::client {

//! The round button that leads to the latest message, with the number of those that arrived
//! meanwhile.
class JumpButton : public QAbstractButton {
    Q_OBJECT
public:
    static constexpr int kDiameter = 32;

    JumpButton(const TimelineStyle &style, QWidget *parent);
    void setCount(int count);
    int count() const { return m_count; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const TimelineStyle &m_style;
    int m_count = 0;
};

} // namespace salon::client
