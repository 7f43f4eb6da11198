// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"

#include <QString>

namespace salon::client {

//! Who can do something about it.
enum class Fixer { You, Operator, Time, Developers };

//! What goes wrong on this computer alone.
enum class LocalFailure {
    TextNotStored, //!< the outbox or a draft could not be written
    StoreSetAside, //!< the profile's file was damaged
    UnsentLeftBehind, //!< one is no longer in the room where messages waited to be sent
    SessionNotRemembered, //!< the session could not be kept for the next start
};

//! What a person is told.
struct ErrorSentence {
    QString what; //!< what happened
    QString next; //!< what to do now
    Fixer fixer = Fixer::You;
    QString trace; //!< finds it in the server's log; empty when the server was not asked

    //! Everything in one line, the trace id last.
    QString toString() const;
    //! Without what to do, for where that is known already.
    QString cause() const;

private:
    QString withTrace(const QString &text) const;
};

//! `server` is its name or address, as the person knows it; may be empty.
ErrorSentence errorSentence(const Error &error);
ErrorSentence errorSentence(ConnectionFailure failure, const QString &server = {});
ErrorSentence errorSentence(const Failure &failure, const QString &server = {});
ErrorSentence errorSentence(LocalFailure failure);
//! Why messages wait in the outbox, and for how long.
ErrorSentence waitingSentence(const Error &why, qint64 retryInMs);
//! Why the first account was not made.
ErrorSentence setUpSentence(const Failure &failure, const QString &server = {});
//! Why one was not let in.
ErrorSentence loginSentence(const Failure &failure, const QString &server = {});

} // namespace salon::client
