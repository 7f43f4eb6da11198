// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"

#include <QString>

namespace salon::client {

//! Who can do something about it.
enum class Fixer { You, Operator, Time, Developers };

//! What goes wrong on this computer alone.
enum class LocalFailure {
    TextNotStored, //!< the outbox or a draft could not be written, for no reason of its own below
    DiskFull, //!< nor that, for want of room
    StoreNotWritable, //!< the profile's file, or its folder, is not ours to write
    StoreLocked, //!< another program holds the profile's file
    StoreTooNew, //!< a newer Salon has made it
    StoreSetAside, //!< it was damaged
    CacheDiskFull, //!< no more messages can be kept for reading without a connection
    CacheFailed, //!< nor that, for another reason
    CacheSetAside, //!< what was kept of them was damaged
    UnsentLeftBehind, //!< one is no longer in the room where messages waited to be sent
    ChangesLeftBehind, //!< nor where what was done with messages did
    SessionNotRemembered, //!< the session could not be kept for the next start
    SessionUnreadable, //!< what was kept of it makes no sense
    KeychainRefused, //!< the keychain did not take it, so it is kept in a file
    KeychainSilent, //!< the keychain did not give it out: locked, or forbidden
    ClockWrong,
    ProfileInUse, //!< by a process that does not answer
    ProfileNotWritable,
    ProfileNotMade,
};

//! What a person is told.
struct ErrorSentence {
    QString what = {}; //!< what happened
    QString next = {}; //!< what to do now
    Fixer fixer = Fixer::You;
    QString trace = {}; //!< finds it in the server's log; empty when the server was not asked
    QString id = {}; //!< of the row in the catalogue

    //! What happened and what to do.
    QString text() const;
    //! Who can fix it and the ids, to stand small below text(); empty for what is not in the
    //! catalogue.
    QString detail() const;
    //! Everything in one line, the trace id last.
    QString toString() const;
};

//! Who that is, as a short sentence without its full stop.
QString fixerText(Fixer fixer);

//! `server` is its name or address, as the person knows it; may be empty.
ErrorSentence errorSentence(const Error &error);
ErrorSentence errorSentence(ConnectionFailure failure, const QString &server = {});
ErrorSentence errorSentence(const Failure &failure, const QString &server = {});
ErrorSentence errorSentence(LocalFailure failure);
//! The same of a text that was to be sent: without the disk it is not.
ErrorSentence textNotKeptSentence(LocalFailure failure);
//! The same of something done with a message, of which the server may have heard all the same.
ErrorSentence changeNotKeptSentence(LocalFailure failure);
//! This computer's clock is ahead of the server's by that much; negative: behind.
ErrorSentence clockSentence(qint64 aheadMs);
//! So many changes to messages, in words.
QString changesText(qsizetype count);
//! What waited in a room that one is no longer in; where it has no name, it is "that room".
ErrorSentence leftBehindSentence(const QString &room, qsizetype messages, qsizetype changes);
//! Why messages wait in the outbox, and for how long.
ErrorSentence waitingSentence(const Error &why, qint64 retryInMs);
//! Why the first account was not made.
ErrorSentence setUpSentence(const Failure &failure, const QString &server = {});
//! Why a place of a room cannot be shown.
ErrorSentence jumpSentence(const Error &error);
//! Why a message was not pinned, or its pin not taken away.
ErrorSentence pinSentence(const Error &error);
//! Why one's reaction was not added, or not taken back.
ErrorSentence reactionSentence(const Error &error);
//! Why one was not let in.
ErrorSentence loginSentence(const Failure &failure, const QString &server = {});

} // namespace salon::client
