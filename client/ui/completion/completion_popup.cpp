// SPDX-License-Identifier: MIT
#include "client/ui/completion/completion_popup.h"

#include "client/ui/completion/completion_row.h"
#include "client/ui/theme/card.h"
#include "client/ui/theme/theme.h"

#include <QAccessible>
#include <QListView>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kWidth = 360;
constexpr int kMostRows = 7;
constexpr int kPad = Theme::kStep;
constexpr int kGap = 3 * Theme::kStep; // clears the frame around what one types into

} // namespace

CompletionPopup::CompletionPopup(QWidget *parent)
    : QFrame(parent), m_list(new QListView(this)), m_model(new QStandardItemModel(this))
{
    setObjectName(u"completionPopup"_s);
    setFocusPolicy(Qt::NoFocus);
    m_list->setObjectName(u"completionList"_s);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new CompletionRow(this));
    m_list->setModel(m_model);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kPad, kPad, kPad, kPad);
    column->addWidget(m_list);
    connect(m_list, &QListView::entered, this,
            [this](const QModelIndex &index) { setCurrent(index.row()); });
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT chosen(m_completions[index.row()]); });
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &CompletionPopup::followTheme);
    followTheme();
    hide();
}

void CompletionPopup::showCompletions(const QString &title, const QList<Completion> &completions,
                                      const QRect &anchor)
{
    m_completions = completions;
    m_list->setAccessibleName(title);
    // Rows are written anew rather than replaced: to a screen reader they are the same things.
    m_model->setColumnCount(1);
    m_model->setRowCount(int(completions.size()));
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const Completion &completion = completions[row];
        const QModelIndex index = m_model->index(row, 0);
        m_model->setData(index, completion.label);
        m_model->setData(index, completion.picture, PictureRole);
        m_model->setData(index, completion.detail, DetailRole);
        m_model->setData(index, completion.person.value, PersonRole);
        m_model->setData(index, completion.name, NameRole);
        m_model->setData(index, completion.icon, IconRole);
        m_model->setData(index, QString(completion.label + u' ' + completion.detail).trimmed(),
                         Qt::AccessibleTextRole);
    }
    place(anchor);
    show();
    raise();
    setCurrent(0);
}

void CompletionPopup::place(const QRect &anchor)
{
    const QRect room = parentWidget()->rect().adjusted(kPad, kPad, -kPad, -kPad);
    const QRect here(parentWidget()->mapFromGlobal(anchor.topLeft()), anchor.size());
    const int above = here.top() - kGap - room.top();
    const int below = room.bottom() - here.bottom() - kGap;
    const int rows = qMin(kMostRows, int(m_completions.size()));
    const int wanted = rows * CompletionRow::height() + 2 * kPad;
    const bool isAbove = above >= wanted || above >= below;
    const int height = qMin(wanted, qMax(above, below));
    const int width = qMin(Theme::current().scaled(kWidth), room.width());
    const int x = qBound(room.left(), here.left(), room.right() + 1 - width);
    const int y = isAbove ? here.top() - kGap - height : here.bottom() + 1 + kGap;
    setGeometry(x, y, width, height);
}

void CompletionPopup::step(int direction)
{
    const int count = m_model->rowCount();
    setCurrent((m_list->currentIndex().row() + direction + count) % count);
}

const Completion &CompletionPopup::current() const
{
    return m_completions[m_list->currentIndex().row()];
}

void CompletionPopup::setCurrent(int row)
{
    m_list->setCurrentIndex(m_model->index(row, 0));
    // The view has not the focus, so that it would not tell.
    QAccessibleEvent event(m_list, QAccessible::Focus);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
}

void CompletionPopup::paintEvent(QPaintEvent *)
{
    paintCard(*this);
}

void CompletionPopup::followTheme()
{
    QPalette colors = m_list->palette();
    colors.setColor(QPalette::Base, Theme::current().background);
    m_list->setPalette(colors);
    m_list->doItemsLayout();
}

} // namespace salon::client
