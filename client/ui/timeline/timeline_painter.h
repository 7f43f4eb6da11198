// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/text_selection.h"
#include "client/ui/timeline/timeline_geometry.h"

#include <QDate>
#include <QPixmap>
#include <optional>
#include <unordered_map>

class QPainter;

namespace salon::client {

//! What of the view's state shows in the picture.
struct TimelineLook {
    const TextSelection &selection;
    TrackedRow hovered;
    TrackedRow focused; //!< valid only while the keyboard rules
    TrackedRow marked;
    double markStrength = 0; //!< 0 to 1
    std::optional<int> focusedTarget;
    QDate today;
    QSize size; //!< beside the scroll bar
    int wholeWidth = 0; //!< with it: the ground of a row goes on below it
    bool showsSkeleton = false;
};

//! Draws the rows that the geometry has in view. Owns nothing but the avatars it drew.
class TimelinePainter {
public:
    TimelinePainter(const TimelineStyle &style, TimelineGeometry &geometry)
        : m_style(style), m_geometry(geometry)
    {
    }

    void paint(QPainter &painter, const TimelineModel *model, const TimelineLook &look);
    //! After a change of theme or of the screen's scale.
    void forgetAvatars() { m_avatars.clear(); }

private:
    void paintRow(QPainter &painter, const TimelineModel &model, const RowBox &box,
                  const TimelineLook &look);
    int messageBottom(const RowBox &box);
    int paintDayLine(QPainter &painter, int y, const TimelineRow &row, const TimelineLook &look);
    int paintUnreadLine(QPainter &painter, int y, const TimelineLook &look);
    void paintAuthor(QPainter &painter, int y, const TimelineRow &row, bool isHovered);
    void paintGutterTime(QPainter &painter, const RowBox &box, const TimelineRow &row);
    void paintFocus(QPainter &painter, const RowBox &box, const TimelineLook &look);
    void paintSkeleton(QPainter &painter, QSize size);
    const QPixmap &avatar(const TimelineRow &row, qreal scale);

    const TimelineStyle &m_style;
    TimelineGeometry &m_geometry;
    std::unordered_map<qint64, std::pair<QString, QPixmap>> m_avatars;
};

} // namespace salon::client
