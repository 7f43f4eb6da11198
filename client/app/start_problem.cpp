// SPDX-License-Identifier: MIT
#include "client/app/start_problem.h"
#include <QDir>

using namespace Qt::StringLiterals;

namespace salon::client {

StartProblem::StartProblem(const ErrorSentence &problem, const QString &profile)
    : FactsDialog(tr("Salon cannot start"))
{
    setObjectName(u"startProblem"_s);
    setSummary(problem.text());
    setFacts({{tr("Profile"), {QDir::toNativeSeparators(profile)}},
              {tr("Help"), {fixerText(problem.fixer)}},
              {tr("Id"), {problem.id}}});
}

} // namespace salon::client
