// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/text_selection.h"
#include "client/ui/timeline/timeline_geometry.h"
#include "client/ui/timeline/timeline_painter.h"
#include "shared/base/clock.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QElapsedTimer>
#include <QPointer>
#include <QUrl>
#include <functional>

class QMenu;

namespace salon::client {

class JumpButton;
class MessageBar;

//! The messages of a room. Whatever comes, goes or changes around the text that is being read, the
//! text stays where it is; at the end of the room it follows the end.
class TimelineView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr, const Clock &clock = Clock::system());
    ~TimelineView() override;

    //! Opens a room, and leaves the one before; null shows nothing. The model must outlive its
    //! being shown or be deleted. An empty model that has older or newer messages is loading; one
    //! without either is an empty room. What is unread is shown first; without it, `place`.
    void setModel(TimelineModel *model, const ReadingPlace &place = {});
    TimelineModel *model() const { return m_model; }

    //! Who opens a link; the desktop unless set.
    void setLinkOpener(std::function<void(const QUrl &)> opener) { m_openLink = std::move(opener); }

    void jumpToEnd();
    //! Shows the message a third down, marks it for a moment and takes the keyboard there. False
    //! when the model does not have it.
    bool jumpTo(Seq seq);
    //! As it stood there. The model has the rows around it.
    void goTo(const ReadingPlace &place);
    //! What was wanted may not have been asked for: wants it once more.
    void askAgain();
    void scrollByPixels(int pixels);
    QString selectedText() const;
    void copy() const;
    void selectAll();

    //! Messages of others that arrived below what is in view.
    int unseenCount();
    //! Where one is in the room; nothing while its messages were not seen yet.
    std::optional<ReadingPlace> place() { return m_geometry.place(); }
    //! Row that the keyboard is at, or -1.
    int currentIndex() const { return m_current.index; }
    void setCurrentIndex(int index);

    //! The server takes no other text for it any more.
    bool isEditTimeOver(const TimelineRow &row) const;

    // For accessibility and tests: places in the viewport.
    TimelineGeometry &geometry() { return m_geometry; }
    //! The row's whole rectangle; empty when it is not in view.
    QRect rowRect(int index);
    //! Where a target (a link, Edit, what copies code …) of a row in view is drawn.
    QRect targetRect(int index, int target);
    std::optional<int> focusedTarget() const { return m_target; }

Q_SIGNALS:
    void olderWanted(); //!< fewer than two viewports remain above
    void newerWanted(); //!< fewer than two viewports remain below
    void leftFor(const salon::client::ReadingPlace &from); //!< the end, at one's own wish
    void latestWanted(); //!< the end was asked for, and the model does not have it
    void lastVisibleSeqChanged(
        salon::Seq seq); //!< read to here, in an active window; only ever grows in a room
    void unreadRequested(salon::Seq seq); //!< from this message on
    void linkRequested(salon::Seq seq); //!< its address
    void webLinkRequested(salon::Seq seq); //!< its address for browsers
    void editRequested(qint64 rowId);
    void retryRequested(qint64 rowId);
    void deleteRequested(qint64 rowId);
    void deletionRequested(qint64 rowId); //!< of a message that everybody sees
    void keepRequested(qint64 rowId); //!< of one that was to be deleted
    void changeRequested(qint64 rowId); //!< another text for a message that everybody sees
    void replyRequested(qint64 rowId);
    void reactionRequested(qint64 rowId, const QString &emoji); //!< added, or taken back
    //! Which one is still to be chosen, beside that rectangle of the screen.
    void reactionChoiceRequested(qint64 rowId, const QRect &beside);
    void pinRequested(qint64 rowId); //!< pinned, or its pin taken away
    void pinsRequested(); //!< all that is pinned here
    void quoteActivated(salon::Seq seq); //!< or a line that tells of it: show that message
    void threadRequested(salon::Seq seq); //!< the answers to it, and what it answers
    void versionsRequested(qint64 rowId); //!< what it said before
    void timesRequested(qint64 rowId); //!< why the message took so long
    void paintStarted(); //!< everything in view is laid out
    void painted();
    //! Places were computed anew: after a burst of changes, once; at once when a person moved the
    //! view or what is behind its ends changed, since place() is another one before anything else
    //! happens.
    void settled();

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void scrollContentsBy(int, int) override { }

private:
    // timeline_view.cpp
    void connectModel();
    void rowsInserted(int first, int last);
    void rowsAboutToBeRemoved(int first, int last);
    void rowsRemoved(int first, int last);
    void rowsReset();
    void forgetRoom();
    void followRow(TrackedRow &row) const;
    void readStyle();
    void scheduleRefresh();
    void moved();
    void refresh();
    void syncScrollBar();
    void scrolledByBar(int value);
    void askForMore();
    bool isSeen() const;
    void reportVisible();
    void placeJumpButton();
    void layScrollBarOver();
    QSize contentSize() const; //!< of the viewport, without what the scroll bar lies over
    void updateLoading();

    // timeline_copy.cpp
    using Form = QString (*)(const TimelineModel &, RowSpan);
    RowSpan rowsAbout(int index) const;
    void copyAs(Form form, int index) const;
    bool chooseMessages(int key);
    bool copyByKey(const QKeyEvent &event);
    void addCopyActions(QMenu *menu);

    // timeline_jump.cpp
    void goToEnd();
    void mark(const TrackedRow &row);
    double markStrength() const;
    void fadeMark();

    // timeline_pointer.cpp
    struct Hit {
        TextPoint point;
        std::optional<int> target;
        bool isOnText = false;
    };
    Hit hitAt(QPointF position);
    void press(const Hit &hit, Qt::KeyboardModifiers modifiers);
    void dragTo(QPointF position);
    void autoScroll();
    void updateHover(QPointF position);
    bool showToolTip(QPoint position, QPoint global);
    void activate(int index, int target);
    void copyCode(int index, int block) const;
    void publishSelection() const;

    // timeline_actions.cpp
    void connectBar();
    void placeBar();
    bool mayChange(const TimelineRow &row) const;
    bool mayDelete(const TimelineRow &row) const;
    bool actByKey(int key);
    void openMenu(int index, QPoint global);
    void addActions(QMenu &menu, const TimelineRow &row);
    void chooseReaction(int index);
    QString targetWords(int index, const RowTarget &target) const;

    // timeline_keyboard.cpp
    bool moveCurrent(int key);
    void moveByPage(int direction);
    int firstIndexToMoveFrom(int key);
    bool moveTarget(bool next);

    const Clock &m_clock;
    TimelineStyle m_style;
    TimelineGeometry m_geometry;
    TimelinePainter m_painter;
    TextSelection m_selection;
    QPointer<TimelineModel> m_model;
    std::function<void(const QUrl &)> m_openLink;
    JumpButton *m_jump = nullptr;
    MessageBar *m_bar = nullptr;

    TrackedRow m_current;
    TrackedRow m_hovered;
    TrackedRow m_firstUnseen;
    TrackedRow m_marked; //!< where a jump led, for a moment
    QElapsedTimer m_sinceMarked;
    std::optional<int> m_target;
    std::optional<std::pair<qint64, int>> m_pressed; // row id and target under the button
    bool m_keyboardRules = false;
    bool m_isDragging = false;
    QPointF m_dragPosition;
    QElapsedTimer m_sinceDoubleClick;
    double m_wheelRest = 0;

    bool m_isSyncing = false;
    bool m_askedOlder = false;
    bool m_askedNewer = false;
    bool m_hadNewer = false;
    bool m_showsSkeleton = false;
    bool m_sendsLatest = false;
    bool m_isUnseen = false;
    Seq m_reported = 0;
    QBasicTimer m_refreshTimer;
    QBasicTimer m_autoScrollTimer;
    QBasicTimer m_skeletonTimer;
    QBasicTimer m_midnightTimer;
    QBasicTimer m_reorderTimer;
    QBasicTimer m_markTimer;
};

} // namespace salon::client
