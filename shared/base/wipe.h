// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace salon {

//! Overwrites memory that held a secret, in a way that no compiler leaves out.
void wipe(void *bytes, size_t size);
//! Overwrites and empties it. Copies that share the same bytes are emptied of meaning, too: call it
//! where there are none, or where they must not be read any more.
void wipe(QByteArray &secret);
void wipe(QString &secret);
//! Appends without leaving a copy behind where the bytes have to move to a larger place.
void appendSecret(QByteArray &to, QByteArrayView more);

//! Overwrites what functions that have returned left below on the stack, 16 KiB of it, and in the
//! wide registers: memmove() keeps there what it copied last, and the dynamic linker, when it looks
//! up a function at its first call, saves them on the stack.
void wipeStackAndRegisters();

} // namespace salon
