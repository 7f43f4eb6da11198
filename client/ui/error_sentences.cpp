// SPDX-License-Identifier: MIT
#include "client/ui/error_sentences.h"
#include "client/ui/sentence_row.h"
#include <QLocale>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

// {limit} becomes "250 characters", {when} "in 8 s".
struct CodeRow {
    ErrorCode code;
    Sentence sentence;
};
struct ReasonRow {
    Reason reason;
    Sentence sentence;
};

constexpr std::array kReasons{
    ReasonRow{Reason::StorageFull,
              {"storage_full", SAY("The server's disk is full, so it could not store this."),
               SAY("Tell the people who run the server. What you typed is kept here."),
               Fixer::Operator}},
    ReasonRow{Reason::StorageFailed,
              {"storage_failed", SAY("The server could not write to its disk."),
               SAY("Tell the people who run the server. What you typed is kept here."),
               Fixer::Operator}},
    ReasonRow{Reason::Busy,
              {"busy", SAY("The server has more to do than it can take on just now."),
               SAY("Try again {when}."), Fixer::Time}},
    ReasonRow{Reason::NotAMember,
              {"not_a_member",
               SAY("Only members can do this here, and you are not a member of this room."),
               SAY("Join the room first."), Fixer::You}},
    ReasonRow{Reason::NameTaken,
              {"name_taken",
               SAY("There already is one with this name, or one that looks just like it."),
               SAY("Choose another name."), Fixer::You}},
    ReasonRow{Reason::NameNotAllowed,
              {"name_not_allowed", SAY("This name has characters that names may not have."),
               SAY("Leave out slashes, invisible characters and spaces at the ends; only digits "
                   "will not do either."),
               Fixer::You}},
    ReasonRow{
        Reason::KeyReused,
        {"key_reused", SAY("The server already has another message from you under the same key."),
         SAY("Copy the text, delete this message and send it as a new one."), Fixer::Developers}},
    ReasonRow{Reason::WrongPassword,
              {"wrong_password", SAY("The user name or the password is wrong."),
               SAY("Check both and try again."), Fixer::You}},
    ReasonRow{Reason::AccountDisabled,
              {"account_disabled", SAY("This account is switched off."),
               SAY("Ask the people who run the server to switch it on."), Fixer::Operator}},
    ReasonRow{Reason::PasswordTooShort,
              {"password_too_short", SAY("This password is too short."),
               SAY("Take a longer one; a few words work well."), Fixer::You}},
    ReasonRow{Reason::PasswordTooCommon,
              {"password_too_common", SAY("This password is one of those that are tried first."),
               SAY("Take one that nobody else has."), Fixer::You}},
    ReasonRow{Reason::OriginNotAllowed,
              {"origin_not_allowed", SAY("The server does not take connections from this page."),
               SAY("The people who run the server can allow its address."), Fixer::Operator}},
    ReasonRow{Reason::TooManySockets,
              {"too_many_sockets", SAY("Your account is connected too many times at once."),
               SAY("Close Salon on a device that you do not use."), Fixer::You}},
    ReasonRow{Reason::SetupDone,
              {"setup_done", SAY("This server has its first account already."),
               SAY("Sign in, or ask the people who run the server for an account."), Fixer::You}},
    ReasonRow{Reason::WrongSetupCode,
              {"wrong_setup_code",
               SAY("This is not the set-up code that the server printed when it was started."),
               SAY("Check the code; each start of the server prints another one."), Fixer::You}},
    ReasonRow{Reason::SetupCodeExpired,
              {"setup_code_expired", SAY("This set-up code is older than an hour."),
               SAY("Start the server again; it prints a new one."), Fixer::Operator}},
    ReasonRow{Reason::NotYourMessage,
              {"not_your_message", SAY("This message is somebody else's."),
               SAY("Ask whoever wrote it, or an owner of the room."), Fixer::You}},
    ReasonRow{Reason::MessageDeleted,
              {"message_deleted", SAY("This message was deleted meanwhile."),
               SAY("Write a new one."), Fixer::You}},
    ReasonRow{Reason::EditTimeOver,
              {"edit_time_over", SAY("This message is too old to be changed on this server."),
               SAY("Write a new one, or ask the people who run the server to allow it for longer."),
               Fixer::You}},
    ReasonRow{Reason::NotTheOwner,
              {"not_the_owner", SAY("Only an owner of this room may do that."),
               SAY("Ask one of them; the list of members says who they are."), Fixer::You}},
    ReasonRow{Reason::DirectRoom,
              {"direct_room",
               SAY("A conversation keeps its people, and has neither name nor topic."),
               SAY("Begin another one, or make a room."), Fixer::You}},
};

constexpr std::array kCodes{
    CodeRow{ErrorCode::BadRequest,
            {"bad_request", SAY("The server did not accept this."),
             SAY("Check what you typed; if it looks right, report it with the id."),
             Fixer::Developers}},
    CodeRow{ErrorCode::UnknownKind,
            {"unknown_kind", SAY("The server does not know this function."),
             SAY("It is older than this client; ask the people who run it for an update."),
             Fixer::Operator}},
    CodeRow{ErrorCode::UnsupportedProtocol,
            {"unsupported_protocol", SAY("The server and this client speak different versions."),
             SAY("Update Salon, or ask for an update of the server."), Fixer::You}},
    CodeRow{ErrorCode::Unauthorized,
            {"unauthorized", SAY("You are not signed in to this server."), SAY("Sign in to go on."),
             Fixer::You}},
    CodeRow{ErrorCode::SessionExpired,
            {"session_expired", SAY("Your session has run out."),
             SAY("Sign in again; your drafts and unsent messages are kept."), Fixer::You}},
    CodeRow{ErrorCode::SessionRevoked,
            {"session_revoked", SAY("This session was ended, here or on another device."),
             SAY("Sign in again; your drafts and unsent messages are still here."), Fixer::You}},
    CodeRow{ErrorCode::Forbidden,
            {"forbidden", SAY("You are not allowed to do this."),
             SAY("Ask an owner of the room, or the people who run the server."), Fixer::Operator}},
    CodeRow{ErrorCode::NotFound,
            {"not_found", SAY("This is not there any more, or it is not open to you."),
             SAY("Choose another room from the list."), Fixer::You}},
    CodeRow{ErrorCode::Conflict,
            {"conflict", SAY("Somebody else was faster, and now this does not fit."),
             SAY("Look at what is there now and try again."), Fixer::You}},
    CodeRow{ErrorCode::MethodNotAllowed,
            {"method_not_allowed", SAY("The server does not offer this at this address."),
             SAY("Check the server's address."), Fixer::You}},
    CodeRow{ErrorCode::TooLarge,
            {"too_large", SAY("This is longer than the server accepts."),
             SAY("Shorten it to {limit}."), Fixer::You}},
    CodeRow{ErrorCode::RateLimited,
            {"rate_limited", SAY("That was more than this server allows in such a short time."),
             SAY("You can go on {when}."), Fixer::Time}},
    CodeRow{ErrorCode::Unavailable,
            {"unavailable", SAY("The server could not be reached, or did not answer in time."),
             SAY("Try again {when}."), Fixer::Time}},
    CodeRow{ErrorCode::Stopping,
            {"stopping", SAY("The server was stopped, or is being started anew."),
             SAY("Salon connects again by itself."), Fixer::Time}},
    CodeRow{ErrorCode::Internal,
            {"internal", SAY("Something broke inside the server."),
             SAY("Give the people who run it the id; they find it in the log."), Fixer::Operator}},
    CodeRow{ErrorCode::SlowConsumer,
            {"slow_consumer", SAY("This connection is too slow for what happens on the server."),
             SAY("Salon connects again and fetches what is missing."), Fixer::Time}},
    CodeRow{ErrorCode::ProtocolError,
            {"protocol_error", SAY("The server and this client did not understand each other."),
             SAY("Update Salon; if it happens again, report it."), Fixer::Developers}},
};

//! What means something else, or more, when it is the answer to a login.
constexpr std::array kLogins{
    CodeRow{ErrorCode::RateLimited,
            {"too_many_passwords",
             SAY("There were too many wrong passwords, so the server makes you wait."),
             SAY("Try again {when}."), Fixer::Time}},
};

//! What means something else when it is the answer to a set-up code.
constexpr std::array kSetUps{
    CodeRow{ErrorCode::RateLimited,
            {"too_many_codes",
             SAY("There were too many wrong set-up codes, so the server makes you wait."),
             SAY("Try again {when}."), Fixer::Time}},
};

//! What means something else when a place of a room was to be shown.
constexpr std::array kJumps{
    CodeRow{ErrorCode::NotFound,
            {"message_not_there", SAY("There is no such message in this room."),
             SAY("Whoever told you its place may have meant another room, or another server."),
             Fixer::You}},
    CodeRow{ErrorCode::Unavailable,
            {"message_not_kept",
             SAY("That part of the room is not kept on this computer, and the server did not "
                 "answer."),
             SAY("You are where you were. Try again {when}."), Fixer::Time}},
};

//! What means something else when a message was to be pinned.
constexpr std::array kPins{
    CodeRow{ErrorCode::TooLarge,
            {"too_many_pins",
             SAY("As many messages are pinned in this room as this server allows."),
             SAY("Take another pin away first."), Fixer::You}},
};

//! What means something else when one reacts.
constexpr std::array kReactions{
    CodeRow{ErrorCode::TooLarge,
            {"too_many_reactions",
             SAY("As many different emoji stand below this message as this server allows."),
             SAY("Choose one of those."), Fixer::You}},
};

// How long to wait is rounded up: who comes a moment too early is refused again.
QString whenText(std::optional<qint64> milliseconds)
{
    if (!milliseconds || *milliseconds <= 0)
        return translated("in a moment");
    constexpr qint64 kSecond = 1000, kMinute = 60;
    const qint64 seconds = (*milliseconds + kSecond - 1) / kSecond;
    return seconds < 2 * kMinute ? translated("in %1 s").arg(seconds)
                                 : translated("in %1 min").arg((seconds + kMinute - 1) / kMinute);
}

QString limitText(std::optional<qint64> limit)
{
    return limit ? translated("at most %1 characters").arg(QLocale().toString(*limit))
                 : translated("fewer characters");
}

ErrorSentence made(const Sentence &sentence, const Error &error)
{
    ErrorSentence text = made(sentence);
    text.next.replace("{when}"_L1, whenText(error.retryAfterMs))
        .replace("{limit}"_L1, limitText(error.limit));
    text.trace = error.trace;
    return text;
}

//! By `rows` where they have a word for a code without a reason, else the usual one.
template <class Rows>
ErrorSentence sentenceFrom(const Rows &rows, const Failure &failure, const QString &server)
{
    const Sentence *sentence = nullptr;
    if (failure.connection == ConnectionFailure::None && failure.error.reason == Reason::None)
        sentence = findIn(rows, &CodeRow::code, failure.error.code);
    return sentence ? made(*sentence, failure.error) : errorSentence(failure, server);
}

} // namespace

QString ErrorSentence::text() const
{
    return next.isEmpty() ? what : what + u' ' + next;
}

QString ErrorSentence::detail() const
{
    if (id.isEmpty())
        return {};
    QStringList parts{fixerText(fixer), id};
    if (!trace.isEmpty())
        parts.append(translated("id %1").arg(trace));
    return parts.join(u" · "_s);
}

QString ErrorSentence::toString() const
{
    return trace.isEmpty() ? text() : text() + u' ' + translated("(id %1)").arg(trace);
}

QString fixerText(Fixer fixer)
{
    switch (fixer) {
    case Fixer::You:
        return translated("You can fix this");
    case Fixer::Operator:
        return translated("Those who run the server can fix this");
    case Fixer::Time:
        return translated("This passes by itself");
    case Fixer::Developers:
        return translated("The makers of Salon can fix this");
    }
    return {};
}

ErrorSentence errorSentence(const Error &error)
{
    const Sentence *sentence = findIn(kReasons, &ReasonRow::reason, error.reason);
    if (!sentence)
        sentence = findIn(kCodes, &CodeRow::code, error.code);
    Q_ASSERT(sentence);
    return made(*sentence, error);
}

ErrorSentence loginSentence(const Failure &failure, const QString &server)
{
    return sentenceFrom(kLogins, failure, server);
}

ErrorSentence setUpSentence(const Failure &failure, const QString &server)
{
    return sentenceFrom(kSetUps, failure, server);
}

ErrorSentence jumpSentence(const Error &error)
{
    return sentenceFrom(kJumps, Failure{ConnectionFailure::None, error}, {});
}

ErrorSentence pinSentence(const Error &error)
{
    return sentenceFrom(kPins, Failure{ConnectionFailure::None, error}, {});
}

ErrorSentence reactionSentence(const Error &error)
{
    return sentenceFrom(kReactions, Failure{ConnectionFailure::None, error}, {});
}

ErrorSentence waitingSentence(const Error &why, qint64 retryInMs)
{
    ErrorSentence text = errorSentence(why);
    text.next = translated("What you wrote or did waits, and is sent {when}.")
                    .replace("{when}"_L1, whenText(retryInMs));
    return text;
}

QList<Sentence> serverSentences()
{
    return sentencesOf(kReasons) + sentencesOf(kLogins) + sentencesOf(kSetUps) + sentencesOf(kJumps)
        + sentencesOf(kPins) + sentencesOf(kReactions) + sentencesOf(kCodes);
}

} // namespace salon::client
