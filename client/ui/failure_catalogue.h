// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include <QList>

namespace salon::client {

//! The failures of one area.
struct FailureArea {
    QString title;
    QString about; //!< a sentence
    QList<ErrorSentence> failures;
};

//! Every failure that this client can tell apart. What depends on the case stands in braces:
//! "{server}".
QList<FailureArea> failureCatalogue();

//! The catalogue as a page of the manual.
QString failureCatalogueMarkdown();

} // namespace salon::client
