// SPDX-License-Identifier: MIT
#pragma once
#include <QImage>
#include <vector>

namespace salon::test {

//! How two pictures of one size differ to a person: what moved or has another colour counts, and
//! not how the edges of letters are smoothed. So a pixel in the middle of one colour, or of a line,
//! must stay as it is, but for a few of them, and one at an edge may change by much; but not all of
//! those of a little mark, and not their shade or tint.
class PictureDifference {
public:
    static PictureDifference between(const QImage &golden, const QImage &actual);

    bool isSeen() const;
    QString words() const;
    //! The golden one in grey, with what differs in red, and in orange where a little is allowed.
    const QImage &picture() const { return m_picture; }

private:
    qint64 m_plain = 0; //!< pixels within one colour or of a line that have another one
    qint64 m_edges = 0; //!< pixels at edges
    qint64 m_otherEdges = 0; //!< those of them that look clearly different
    int m_otherTiles = 0; //!< squares of 16 pixels a side that look different
    QImage m_picture;
};

} // namespace salon::test
