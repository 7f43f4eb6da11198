// SPDX-License-Identifier: MIT
#include "client/ui/failure_catalogue.h"
#include "client/ui/sentence_row.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QList<ErrorSentence> made(const QList<Sentence> &rows)
{
    QList<ErrorSentence> all;
    for (const Sentence &row : rows)
        all.append(made(row));
    return all;
}

QString fixerWord(Fixer fixer)
{
    switch (fixer) {
    case Fixer::You:
        return u"you"_s;
    case Fixer::Operator:
        return u"who runs the server"_s;
    case Fixer::Time:
        return u"passes by itself"_s;
    case Fixer::Developers:
        return u"the makers of Salon"_s;
    }
    return {};
}

//! A cell of a table: what depends on the case stands out.
QString cell(QString text)
{
    return text.replace(u'{', u"*"_s).replace(u'}', u"*"_s).replace(u'|', u"\\|"_s);
}

} // namespace

QList<FailureArea> failureCatalogue()
{
    return {
        {u"On the way to the server"_s,
         u"Salon could not reach the server, or would not talk to what it found there."_s,
         made(connectionSentences())},
        {u"What the server answers"_s,
         u"The server was reached and refused something, or could not do it. The second id beside "
         "such a failure finds it in the server's log."_s,
         made(serverSentences())},
        {u"On this computer"_s, u"No server has a part in these."_s, made(localSentences())},
    };
}

QString failureCatalogueMarkdown()
{
    QString page = u"# What can go wrong\n\n"
                   "Every failure that Salon can tell apart, as the window says it. The id stands "
                   "small below the sentence, and under *Connection* in\n"
                   "the account's menu; it never changes, so that it can be looked up here. This "
                   "page is what `salon --print-failures` prints.\n"_s;
    for (const FailureArea &area : failureCatalogue()) {
        page += u"\n## %1\n\n%2\n\n| id | what is said | and what to do | who can fix it |\n"
                "|---|---|---|---|\n"_s.arg(area.title, area.about);
        for (const ErrorSentence &each : area.failures)
            page += u"| `%1` | %2 | %3 | %4 |\n"_s.arg(each.id, cell(each.what), cell(each.next),
                                                       fixerWord(each.fixer));
    }
    return page;
}

} // namespace salon::client
