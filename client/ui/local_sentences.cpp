// SPDX-License-Identifier: MIT
// The part of the table of sentences that is about this computer alone.
#include "client/ui/sentence_row.h"
#include "client/ui/timeline/display_text.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

// {clock} becomes "3 hours behind", {changes} "2 changes".
struct LocalRow {
    LocalFailure failure;
    Sentence sentence;
};

constexpr std::array kLocals{
    LocalRow{LocalFailure::TextNotStored,
             {"text_not_stored", SAY("This computer fails to write down what you type or do."),
              SAY("Look whether its disk is in order."), Fixer::You}},
    LocalRow{
        LocalFailure::DiskFull,
        {"local_disk_full",
         SAY("The disk of this computer is full, so what you type or do cannot be stored on it."),
         SAY("Make room on the disk."), Fixer::You}},
    LocalRow{LocalFailure::StoreNotWritable,
             {"local_not_writable",
              SAY("Salon may not write into its own folder, so what you type or do cannot be "
                  "stored there."),
              SAY("Make the folder yours again."), Fixer::You}},
    LocalRow{LocalFailure::StoreLocked,
             {"local_locked",
              SAY("Another program keeps Salon from its file, so what you type or do cannot be "
                  "stored in it."),
              SAY("Close what has the file open."), Fixer::You}},
    LocalRow{LocalFailure::StoreTooNew,
             {"local_too_new",
              SAY("A newer Salon has written the file for what you type; this one cannot."),
              SAY("Use the newer one; what waits to be sent is safe in the file."), Fixer::You}},
    LocalRow{
        LocalFailure::StoreSetAside,
        {"local_damaged", SAY("The file with your drafts was damaged and has been set aside."),
         SAY("What could be read of it is kept, and everything on the server is unharmed; go on "
             "as usual."),
         Fixer::You}},
    LocalRow{LocalFailure::CacheDiskFull,
             {"cache_disk_full",
              SAY("The disk of this computer is full, so newer messages are not kept for reading "
                  "without a connection."),
              SAY("Make room on the disk and start Salon again."), Fixer::You}},
    LocalRow{LocalFailure::CacheFailed,
             {"cache_failed",
              SAY("This computer cannot keep messages for reading without a connection."),
              SAY("Everything else works. Look whether its disk and Salon's folder are in order, "
                  "then start Salon again."),
              Fixer::You}},
    LocalRow{LocalFailure::CacheSetAside,
             {"cache_damaged",
              SAY("The file with the messages kept on this computer was damaged and has been set "
                  "aside."),
              SAY("They come from the server again; what waits to be sent was not in it."),
              Fixer::You}},
    LocalRow{LocalFailure::UnsentLeftBehind,
             {"unsent_left_behind",
              SAY("You are no longer in {room}, so what waited there was not sent."),
              SAY("It is kept: join the room again to send it, or to delete it."), Fixer::You}},
    LocalRow{LocalFailure::ChangesLeftBehind,
             {"changes_left_behind",
              SAY("You are no longer in {room}, so {changes} to its messages will not be sent."),
              SAY("Reactions, pins and deletions are not kept; do them anew when you are back."),
              Fixer::You}},
    LocalRow{LocalFailure::SessionNotRemembered,
             {"session_not_remembered", SAY("The session could not be kept for the next start."),
              SAY("You will be asked for your password then."), Fixer::You}},
    LocalRow{LocalFailure::SessionUnreadable,
             {"session_unreadable",
              SAY("What was kept of your session on this computer cannot be read any more."),
              SAY("Sign in again."), Fixer::You}},
    LocalRow{LocalFailure::KeychainRefused,
             {"keychain_refused",
              SAY("The keychain did not take your session, so it is kept in a file that only you "
                  "can read."),
              SAY("Unlock the keychain and sign in again, if it is to lie there."), Fixer::You}},
    LocalRow{LocalFailure::KeychainSilent,
             {"keychain_silent", SAY("The keychain did not give out your session."),
              SAY("Unlock it and start Salon again, or sign in here."), Fixer::You}},
    LocalRow{LocalFailure::ClockWrong,
             {"clock_wrong", SAY("The clock of this computer is {clock} the server's."),
              SAY("Set this computer's date and time; until then, times look wrong here and "
                  "certificates may be refused."),
              Fixer::You}},
    LocalRow{LocalFailure::ProfileInUse,
             {"profile_in_use",
              SAY("Salon is running already with this profile, but it does not answer."),
              SAY("End that one, or start the computer again."), Fixer::You}},
    LocalRow{LocalFailure::ProfileNotWritable,
             {"profile_not_writable", SAY("Salon may not write into the folder of its profile."),
              SAY("Make the folder yours, or start Salon with another profile."), Fixer::You}},
    LocalRow{LocalFailure::ProfileNotMade,
             {"profile_not_made", SAY("The folder for Salon's profile cannot be made."),
              SAY("Start Salon with another profile."), Fixer::You}},
};

//! "3 hours", rounded to what a person would say.
QString spanText(qint64 milliseconds)
{
    constexpr qint64 kHour = 3'600'000, kDay = 24 * kHour;
    if (milliseconds >= 2 * kDay)
        return translated("%1 days").arg((milliseconds + kDay / 2) / kDay);
    const qint64 hours = (milliseconds + kHour / 2) / kHour;
    return hours == 1 ? translated("an hour") : translated("%1 hours").arg(hours);
}

} // namespace

QList<Sentence> localSentences()
{
    return sentencesOf(kLocals);
}

ErrorSentence errorSentence(LocalFailure failure)
{
    const Sentence *sentence = findIn(kLocals, &LocalRow::failure, failure);
    Q_ASSERT(sentence);
    return made(*sentence);
}

ErrorSentence textNotKeptSentence(LocalFailure failure)
{
    ErrorSentence text = errorSentence(failure);
    text.next += u' ' + translated("Nothing was sent; try again after that.");
    return text;
}

ErrorSentence changeNotKeptSentence(LocalFailure failure)
{
    ErrorSentence text = errorSentence(failure);
    text.next += u' ' + translated("If what you did is not there, do it again after that.");
    return text;
}

QString changesText(qsizetype count)
{
    return count == 1 ? translated("1 change") : translated("%1 changes").arg(count);
}

ErrorSentence leftBehindSentence(const QString &room, qsizetype messages, qsizetype changes)
{
    ErrorSentence text = errorSentence(messages > 0 ? LocalFailure::UnsentLeftBehind
                                                    : LocalFailure::ChangesLeftBehind);
    text.what.replace("{changes}"_L1, changesText(changes))
        .replace("{room}"_L1, room.isEmpty() ? translated("that room") : isolated(room));
    if (messages > 0 && changes > 0)
        text.next = translated("Messages are kept: join the room again to send them, or to delete "
                               "them. %1 to its other messages will not be sent.")
                        .arg(changesText(changes));
    return text;
}

ErrorSentence clockSentence(qint64 aheadMs)
{
    ErrorSentence text = errorSentence(LocalFailure::ClockWrong);
    const QString span = spanText(qAbs(aheadMs));
    text.what.replace("{clock}"_L1,
                      aheadMs > 0 ? translated("%1 ahead of").arg(span)
                                  : translated("%1 behind").arg(span));
    return text;
}

} // namespace salon::client
