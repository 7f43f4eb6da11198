// SPDX-License-Identifier: MIT
#pragma once
class QTextCursor;

namespace salon::client {

//! Whether the cursor is in a line between two fences (``` or ~~~), or behind one without an end.
bool isInFence(const QTextCursor &cursor);

//! The same, or the cursor is on a fence, or behind a single ` that nothing closes before it.
bool isInCode(const QTextCursor &cursor);

} // namespace salon::client
