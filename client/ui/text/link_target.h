// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <QUrl>

namespace salon::client {

//! Where a link leads in few words, to stand beside `text`; empty when the text says it already.
//! `url` is empty when the link must not be opened, and all of `destination` is told.
QString targetBeside(const QString &text, const QString &destination, const QUrl &url);

//! Letters of one script do not pass for those of another in it. Japanese, Chinese and Korean mix
//! theirs with Latin ones.
bool isOfOneScript(const QString &host);

} // namespace salon::client
