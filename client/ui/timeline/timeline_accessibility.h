// SPDX-License-Identifier: MIT
#pragma once
#include <QAccessibleWidget>
#include <QHash>

namespace salon::client {

class TimelineView;

//! The timeline for a screen reader: a list with one child for each row in view, not for each row
//! there is.
class TimelineAccessible final : public QAccessibleWidget {
public:
    explicit TimelineAccessible(TimelineView *view);
    ~TimelineAccessible() override;

    //! Lets Qt find this class. May be called often.
    static void install();
    static void tellReordered(TimelineView *view);
    static void tellFocused(TimelineView *view, int index);

    int childCount() const override;
    QAccessibleInterface *child(int position) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *focusChild() const override;

private:
    TimelineView *view() const;
    QAccessibleInterface *rowInterface(int index) const;
    void forgetHidden() const;

    mutable QHash<qint64, QAccessible::Id> m_rows;
};

} // namespace salon::client
