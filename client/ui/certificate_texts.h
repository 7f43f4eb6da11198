// SPDX-License-Identifier: MIT
#pragma once
#include <QSslCertificate>

namespace salon::client {

//! What a certificate says, in words for people. All of it may come from a stranger: it is cut to a
//! bearable length, and isolated where it stands in a sentence.

//! The hosts that it is for, each as it stands there; the subject's name when it has no list.
QStringList certificateNames(const QSslCertificate &certificate);
//! The first of them for a sentence: "a, b and 3 more".
QString shortNames(const QSslCertificate &certificate);
//! Whose it is, and who issued it, for a sentence.
QString subjectName(const QSslCertificate &certificate);
QString issuerName(const QSslCertificate &certificate);
//! "3 March 2026" in local time; "an unknown day" for none.
QString dayOf(const QDateTime &moment);
//! SHA-256 as OpenSSL writes it, "AB:CD:…", in four lines.
QString fingerprintText(const QSslCertificate &certificate);

} // namespace salon::client
