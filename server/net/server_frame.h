// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QByteArrayView>

namespace salon::server {

//! The opcodes that a server sends by itself (RFC 6455, 5.2).
enum class FrameKind : quint8 { Text = 0x1, Close = 0x8, Ping = 0x9, Pong = 0xA };

//! A whole, unmasked frame, as servers send them: the same bytes for every receiver.
QByteArray serverFrame(FrameKind kind, QByteArrayView payload);

} // namespace salon::server
