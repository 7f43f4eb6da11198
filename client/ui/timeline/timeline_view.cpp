// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"

#include "client/ui/timeline/jump_button.h"
#include "client/ui/timeline/timeline_accessibility.h"

#include <QDesktopServices>
#include <QScrollBar>
#include <QWindow>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kSkeletonDelayMs = 150;
constexpr int kReorderDelayMs = 200;
constexpr int kPageAheadInViewports = 2;
constexpr int kJumpMargin = 16;

} // namespace

TimelineView::TimelineView(QWidget *parent, const Clock &clock)
    : QAbstractScrollArea(parent), m_clock(clock), m_style(TimelineStyle::current()),
      m_geometry(m_style), m_painter(m_style, m_geometry),
      m_openLink([](const QUrl &url) { QDesktopServices::openUrl(url); })
{
    TimelineAccessible::install();
    setObjectName(u"timeline"_s);
    setAccessibleName(tr("Messages"));
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    layScrollBarOver();
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::ArrowCursor);
    m_jump = new JumpButton(m_style, viewport());
    m_jump->hide();
    connect(m_jump, &QAbstractButton::clicked, this, &TimelineView::jumpToEnd);
    connectBar();
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &TimelineView::readStyle);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TimelineView::scrolledByBar);
    connect(verticalScrollBar(), &QScrollBar::sliderReleased, this, &TimelineView::scheduleRefresh);
}

TimelineView::~TimelineView() = default;

//! The viewport reaches below it, so that what lies under a row does, too.
void TimelineView::layScrollBarOver()
{
    QScrollBar *bar = verticalScrollBar();
    bar->setAttribute(Qt::WA_OpaquePaintEvent, false);
    const int width = bar->sizeHint().width();
    setViewportMargins(isRightToLeft() ? -width : 0, 0, isRightToLeft() ? 0 : -width, 0);
}

QSize TimelineView::contentSize() const
{
    return viewport()->size() - QSize(verticalScrollBar()->sizeHint().width(), 0);
}

void TimelineView::setModel(TimelineModel *model, const ReadingPlace &place)
{
    if (m_model)
        m_model->disconnect(this);
    forgetRoom();
    m_model = model;
    connectModel();
    m_geometry.open(model, place);
    m_hadNewer = model && model->hasNewer();
    updateLoading();
    scheduleRefresh();
}

void TimelineView::connectModel()
{
    if (!m_model)
        return;
    using Model = QAbstractItemModel;
    const auto *model = m_model.data();
    connect(model, &Model::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { rowsInserted(first, last); });
    connect(
        model, &Model::rowsAboutToBeRemoved, this,
        [this](const QModelIndex &, int first, int last) { rowsAboutToBeRemoved(first, last); });
    connect(model, &Model::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { rowsRemoved(first, last); });
    connect(model, &Model::dataChanged, this,
            [this](const QModelIndex &from, const QModelIndex &to) {
                m_geometry.rowsChanged(from.row(), to.row());
                scheduleRefresh();
            });
    connect(model, &Model::modelReset, this, &TimelineView::rowsReset);
    connect(model, &Model::layoutChanged, this, &TimelineView::rowsReset);
    connect(model, &Model::rowsMoved, this, &TimelineView::rowsReset);
    connect(model, &TimelineModel::boundsChanged, this, [this] {
        m_askedOlder = m_askedNewer = false;
        m_hadNewer = m_hadNewer || m_model->hasNewer();
        m_geometry.boundsChanged();
        updateLoading();
        moved();
    });
    connect(model, &QObject::destroyed, this, [this] {
        forgetRoom();
        m_geometry.open(nullptr);
        viewport()->update();
    });
}

void TimelineView::forgetRoom()
{
    m_selection.clear();
    m_current = m_hovered = m_firstUnseen = m_marked = {};
    m_target.reset();
    m_pressed.reset();
    m_isDragging = m_askedOlder = m_askedNewer = m_sendsLatest = false;
    m_reported = 0;
}

void TimelineView::rowsInserted(int first, int last)
{
    const int count = last - first + 1;
    const bool wasLast = last == m_model->rowCount() - 1;
    if (first == 0)
        m_askedOlder = false;
    if (wasLast)
        m_askedNewer = false;
    m_geometry.rowsInserted(first, count);
    m_selection.rowsInserted(first, count);
    for (TrackedRow *row : {&m_current, &m_hovered, &m_firstUnseen, &m_marked})
        row->inserted(first, count);
    const TimelineRow &row = m_model->row(last);
    if (wasLast && row.isOwn && row.delivery == Delivery::Pending)
        m_geometry.scrollToEnd();
    else if (first > 0 && !m_hadNewer && !m_geometry.sticksToEnd() && !m_firstUnseen.isValid())
        m_firstUnseen = {m_model->row(first).id, first};
    updateLoading();
    scheduleRefresh();
}

void TimelineView::rowsAboutToBeRemoved(int first, int last)
{
    m_geometry.rowsAboutToBeRemoved(first, last - first + 1);
}

void TimelineView::rowsRemoved(int first, int last)
{
    const int count = last - first + 1;
    m_geometry.rowsRemoved(first, count);
    m_selection.rowsRemoved(first, count);
    const int current = m_current.index;
    for (TrackedRow *row : {&m_current, &m_hovered, &m_firstUnseen, &m_marked})
        row->removed(first, count);
    const int rows = m_model->rowCount();
    if (current >= 0 && !m_current.isValid()) {
        m_target.reset();
        if (rows > 0)
            m_current = {m_model->row(qMin(first, rows - 1)).id, qMin(first, rows - 1)};
    }
    m_askedOlder = m_askedNewer = false;
    updateLoading();
    scheduleRefresh();
}

void TimelineView::followRow(TrackedRow &row) const
{
    if (!row.isValid())
        return;
    for (int i = 0; i < m_model->rowCount(); ++i) {
        if (m_model->row(i).id == row.id) {
            row.index = i;
            return;
        }
    }
    row = {};
}

void TimelineView::rowsReset()
{
    m_geometry.rowsReordered();
    m_selection.clear();
    for (TrackedRow *row : {&m_current, &m_hovered, &m_firstUnseen, &m_marked})
        followRow(*row);
    m_target.reset();
    m_askedOlder = m_askedNewer = false;
    if (m_sendsLatest && !m_model->hasNewer()) {
        m_sendsLatest = false;
        m_geometry.scrollToEnd();
    }
    updateLoading();
    scheduleRefresh();
}

void TimelineView::scrollByPixels(int pixels)
{
    m_sendsLatest = false;
    m_geometry.scrollBy(pixels);
    moved();
}

int TimelineView::unseenCount()
{
    if (!m_model || !m_firstUnseen.isValid() || m_geometry.boxes().empty())
        return 0;
    int last = m_geometry.boxes().back().index;
    if (m_geometry.boxes().back().bottom() > viewport()->height())
        --last;
    int count = 0;
    for (int i = qMax(m_firstUnseen.index, last + 1); i < m_model->rowCount(); ++i)
        count += m_model->row(i).isOwn ? 0 : 1;
    if (count == 0)
        m_firstUnseen = {};
    return count;
}

QRect TimelineView::rowRect(int index)
{
    const RowBox *box = m_geometry.boxOf(index);
    return box ? QRect(0, box->y, viewport()->width(), box->height) : QRect();
}

QRect TimelineView::targetRect(int index, int target)
{
    const RowBox *box = m_geometry.boxOf(index);
    const auto rects = box ? m_geometry.layout(index).targetRects(target) : std::vector<QRectF>();
    return rects.empty() ? QRect() : rects.front().translated(m_style.gutter, box->textY).toRect();
}

void TimelineView::scheduleRefresh()
{
    viewport()->update();
    if (!m_refreshTimer.isActive())
        m_refreshTimer.start(0, this);
}

//! Where one is now counts from here on, not from the next turn of the event loop on.
void TimelineView::moved()
{
    scheduleRefresh();
    Q_EMIT settled();
}

void TimelineView::refresh()
{
    m_refreshTimer.stop();
    m_geometry.boxes();
    m_hadNewer = m_model && m_model->hasNewer();
    syncScrollBar();
    placeJumpButton();
    m_reorderTimer.start(kReorderDelayMs, this);
    Q_EMIT settled();
    reportVisible();
    askForMore();
}

void TimelineView::syncScrollBar()
{
    QScrollBar *bar = verticalScrollBar();
    if (bar->isSliderDown()) // the hand on it decides where it is
        return;
    m_isSyncing = true;
    const int page = viewport()->height();
    const auto range =
        static_cast<int>(qBound(qint64(0), m_geometry.contentHeight() - page, qint64(INT_MAX)));
    bar->setRange(0, range);
    bar->setPageStep(page);
    bar->setSingleStep(m_style.theme.body.line * 2);
    bar->setValue(m_geometry.isAtEnd() ? range
                                       : static_cast<int>(qMin<qint64>(m_geometry.top(), range)));
    m_isSyncing = false;
}

void TimelineView::scrolledByBar(int value)
{
    if (m_isSyncing || !m_model)
        return;
    m_sendsLatest = false;
    const QScrollBar *bar = verticalScrollBar();
    if (value >= bar->maximum())
        m_geometry.scrollToEnd();
    else if (bar->isSliderDown() || value <= 0)
        m_geometry.scrollTo(value);
    else
        m_geometry.scrollBy(value - m_geometry.top());
    moved();
}

void TimelineView::askForMore()
{
    if (!m_model || (m_geometry.isOpening() && m_model->rowCount() > 0))
        return;
    const qint64 ahead = qint64(kPageAheadInViewports) * viewport()->height();
    const qint64 above = m_geometry.top();
    const qint64 below = m_geometry.contentHeight() - above - viewport()->height();
    if (above < ahead && m_model->hasOlder() && !m_askedOlder) {
        m_askedOlder = true;
        Q_EMIT olderWanted();
    }
    if (m_model && below < ahead && m_model->hasNewer() && !m_askedNewer) {
        m_askedNewer = true;
        Q_EMIT newerWanted();
    }
}

//! A window that is minimised, on another workspace, behind a lock or not the active one shows its
//! messages to nobody.
bool TimelineView::isSeen() const
{
    const QWindow *surface = window()->windowHandle();
    return isActiveWindow() && isVisible() && !window()->isMinimized() && surface
        && surface->isExposed();
}

void TimelineView::reportVisible()
{
    m_isUnseen = !isSeen();
    if (!m_model || m_isUnseen || m_geometry.isOpening())
        return;
    Seq seq = m_reported;
    for (const RowBox &box : m_geometry.boxes()) {
        if (box.bottom() <= viewport()->height())
            seq = qMax(seq, m_model->row(box.index).seq);
    }
    if (seq == m_reported)
        return;
    m_reported = seq;
    Q_EMIT lastVisibleSeqChanged(seq);
}

void TimelineView::placeJumpButton()
{
    const QSize size = m_jump->sizeHint();
    m_jump->move(contentSize().width() - (m_style.jumpStrip + size.width()) / 2,
                 contentSize().height() - kJumpMargin - size.height());
    m_jump->setCount(unseenCount());
    const bool isAway = m_model && (!m_geometry.isAtEnd() || m_model->hasNewer());
    m_jump->setVisible(isAway && m_model->rowCount() > 0);
}

void TimelineView::updateLoading()
{
    const bool isLoading =
        m_model && m_model->rowCount() == 0 && (m_model->hasOlder() || m_model->hasNewer());
    if (!isLoading) {
        m_showsSkeleton = false;
        m_skeletonTimer.stop();
    } else if (!m_showsSkeleton && !m_skeletonTimer.isActive()) {
        m_skeletonTimer.start(kSkeletonDelayMs, this);
    }
}

} // namespace salon::client
