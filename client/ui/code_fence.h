// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/chat_line.h"

#include <QString>

class QTextCursor;

namespace salon::client {

//! Tells which lines of a text fences (``` or ~~~) make code, one line after the other.
class FenceReader {
public:
    enum class Line { Text, Opening, Code, Closing };

    Line read(const QString &line);

    //! All that it knows of the lines before, in one number that is not negative; 0 at the
    //! beginning and wherever no fence is open.
    int state() const;
    static FenceReader from(int state);

private:
    Fence m_open;
};

//! What fences make of the cursor's line.
FenceReader::Line fencedLine(const QTextCursor &cursor);

//! Whether the cursor is in a line between two fences, or behind one without an end.
bool isInFence(const QTextCursor &cursor);

//! The same, or the cursor is on a fence, or behind a single ` that nothing closes before it.
bool isInCode(const QTextCursor &cursor);

} // namespace salon::client
