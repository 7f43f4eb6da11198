// SPDX-License-Identifier: MIT
#include "client/ui/refused_change.h"
#include "client/notify/notification_texts.h"
#include "client/ui/timeline/display_text.h"
#include <QCoreApplication>

namespace salon::client {
namespace {

constexpr qsizetype kLongestQuote = 60;

QString say(const char *words)
{
    return QCoreApplication::translate("RefusedChange", words);
}

QString wordsFor(const WantedChange &change)
{
    switch (change.what) {
    case WantedChange::What::Reaction:
        return change.isOn ? say("In %1, your reaction to %2 was not added.")
                           : say("In %1, your reaction to %2 was not taken back.");
    case WantedChange::What::Pin:
        return change.isOn ? say("In %1, %2 was not pinned.")
                           : say("In %1, the pin of %2 was not taken away.");
    case WantedChange::What::Deletion:
        break;
    }
    return say("In %1, %2 was not deleted.");
}

QString messageIn(const Elsewhere &elsewhere)
{
    const QString quote = shortened(inOneLine(elsewhere.text), kLongestQuote);
    return quote.isEmpty() ? say("a message") : say("“%1”").arg(isolated(quote));
}

ErrorSentence reasonOf(WantedChange::What what, const Error &why)
{
    switch (what) {
    case WantedChange::What::Reaction:
        return reactionSentence(why);
    case WantedChange::What::Pin:
        return pinSentence(why);
    case WantedChange::What::Deletion:
        break;
    }
    return errorSentence(why);
}

} // namespace

ErrorSentence refusedSentence(const WantedChange &change, const Error &why,
                              const std::optional<Elsewhere> &elsewhere)
{
    ErrorSentence sentence = reasonOf(change.what, why);
    if (elsewhere)
        sentence.what.prepend(wordsFor(change).arg(isolated(elsewhere->room), messageIn(*elsewhere))
                              + u' ');
    return sentence;
}

} // namespace salon::client
