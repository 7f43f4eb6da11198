// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QStringList>

namespace salon::test {

//! One message of a recorded conversation.
struct Line {
    QString room;
    QString by;
    QString text;
    qint64 number = 0; //!< within the room
    qint64 replyTo = -1; //!< number of the line that it answers; -1: none that is known
};

//! What people once said, in order; rooms and authors in order of appearance.
struct Conversations {
    QList<Line> lines;
    QStringList rooms;
    QStringList authors;

    //! JSON lines with room, by and text; the error names the line.
    static Result<Conversations> read(const QString &file);
};

} // namespace salon::test
