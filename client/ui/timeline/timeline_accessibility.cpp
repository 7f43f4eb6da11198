// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_accessibility.h"

#include "client/ui/timeline/timeline_texts.h"
#include "client/ui/timeline/timeline_view.h"

#include <QPointer>
#include <QWindow>

namespace salon::client {
namespace {

//! One message in view.
class RowAccessible final : public QAccessibleInterface {
public:
    RowAccessible(TimelineView *view, qint64 rowId) : m_view(view), m_rowId(rowId) { }

    qint64 rowId() const { return m_rowId; }
    int index() const
    {
        if (!m_view || !m_view->model())
            return -1;
        for (const RowBox &box : m_view->geometry().boxes()) {
            if (m_view->model()->row(box.index).id == m_rowId)
                return box.index;
        }
        return -1;
    }

    bool isValid() const override { return index() >= 0; }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    void setText(QAccessible::Text, const QString &) override { }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        const int at = index();
        return kind == QAccessible::Name && at >= 0 ? spokenRow(m_view->model()->row(at))
                                                    : QString();
    }

    QRect rect() const override
    {
        const int at = index();
        if (at < 0)
            return {};
        const QRect inView = m_view->rowRect(at).intersected(m_view->viewport()->rect());
        return {m_view->viewport()->mapToGlobal(inView.topLeft()), inView.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        const int at = index();
        state.invalid = at < 0;
        state.readOnly = true;
        state.focusable = true;
        state.selectable = true;
        state.focused = at >= 0 && m_view->hasFocus() && m_view->currentIndex() == at;
        return state;
    }

private:
    QPointer<TimelineView> m_view;
    qint64 m_rowId;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<TimelineView *>(object);
    return view ? new TimelineAccessible(view) : nullptr;
}

} // namespace

TimelineAccessible::TimelineAccessible(TimelineView *view)
    : QAccessibleWidget(view, QAccessible::List)
{
}

TimelineAccessible::~TimelineAccessible()
{
    for (const QAccessible::Id id : std::as_const(m_rows))
        QAccessible::deleteAccessibleInterface(id);
}

void TimelineAccessible::install()
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(isInstalled)
}

void TimelineAccessible::tellReordered(TimelineView *view)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent event(view, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&event);
}

void TimelineAccessible::tellFocused(TimelineView *view, int index)
{
    const auto *self = QAccessible::isActive()
        ? dynamic_cast<TimelineAccessible *>(QAccessible::queryAccessibleInterface(view))
        : nullptr;
    if (!self)
        return;
    if (QAccessibleInterface *row = self->rowInterface(index)) {
        QAccessibleEvent event(row, QAccessible::Focus);
        QAccessible::updateAccessibility(&event);
    }
}

TimelineView *TimelineAccessible::view() const
{
    return qobject_cast<TimelineView *>(object());
}

int TimelineAccessible::childCount() const
{
    return view() && view()->model() ? static_cast<int>(view()->geometry().boxes().size()) : 0;
}

QAccessibleInterface *TimelineAccessible::child(int position) const
{
    if (position < 0 || position >= childCount())
        return nullptr;
    return rowInterface(view()->geometry().boxes()[static_cast<size_t>(position)].index);
}

QAccessibleInterface *TimelineAccessible::rowInterface(int index) const
{
    const qint64 id = view()->model()->row(index).id;
    const auto known = m_rows.constFind(id);
    if (known != m_rows.constEnd())
        return QAccessible::accessibleInterface(*known);
    forgetHidden();
    auto *made = new RowAccessible(view(), id);
    m_rows.insert(id, QAccessible::registerAccessibleInterface(made));
    return made;
}

// A long scroll would leave an interface behind for every row that was ever seen.
void TimelineAccessible::forgetHidden() const
{
    constexpr qsizetype kMost = 200;
    if (m_rows.size() < kMost)
        return;
    for (auto it = m_rows.begin(); it != m_rows.end();) {
        const QAccessibleInterface *row = QAccessible::accessibleInterface(*it);
        if (row && row->isValid()) {
            ++it;
            continue;
        }
        QAccessible::deleteAccessibleInterface(*it);
        it = m_rows.erase(it);
    }
}

QAccessibleInterface *TimelineAccessible::childAt(int x, int y) const
{
    for (int i = 0; i < childCount(); ++i) {
        QAccessibleInterface *row = child(i);
        if (row && row->rect().contains(x, y))
            return row;
    }
    return nullptr;
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface *wanted) const
{
    const auto *row = dynamic_cast<const RowAccessible *>(wanted);
    if (!row || childCount() == 0)
        return -1;
    const int index = row->index();
    return index < 0 ? -1 : index - view()->geometry().boxes().front().index;
}

QAccessibleInterface *TimelineAccessible::focusChild() const
{
    const int current = view() ? view()->currentIndex() : -1;
    if (current < 0 || !view()->hasFocus() || !view()->geometry().boxOf(current))
        return nullptr;
    return rowInterface(current);
}

} // namespace salon::client
