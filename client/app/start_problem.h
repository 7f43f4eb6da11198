// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/facts_dialog.h"

namespace salon::client {

//! Why Salon cannot start, for who may have no terminal to read it in.
class StartProblem : public FactsDialog {
    Q_OBJECT
public:
    //! `profile` is the folder that it is about.
    StartProblem(const ErrorSentence &problem, const QString &profile);
};

} // namespace salon::client
