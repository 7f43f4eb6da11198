// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <QUrl>
#include <vector>

namespace salon::client {

//! A place in a text that may be clicked.
struct SafeLink {
    qsizetype start = 0;
    qsizetype length = 0;
    QUrl target;
};

//! The http, https, mailto and salon addresses that are written out in a plain text. An address
//! that hides where it leads (user information, backslashes, invisible characters) or asks a mail
//! program for more than a message is no link.
std::vector<SafeLink> findSafeLinks(const QString &text);

//! What `[text](written)` leads to, when it may be opened; else an empty one.
QUrl safeTarget(const QString &written);

//! Where the link leads, with the host as the network sees it (xn--…), for a tooltip.
QString describedTarget(const QUrl &target);

} // namespace salon::client
