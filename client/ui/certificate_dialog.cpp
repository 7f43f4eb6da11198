// SPDX-License-Identifier: MIT
#include "client/ui/certificate_dialog.h"
#include "client/net/certificate_check.h"
#include "client/net/server_trust.h"
#include "client/ui/certificate_texts.h"
#include "client/ui/error_sentences.h"
#include "client/ui/server_address.h"
#include "client/ui/timeline/display_text.h"
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

//! One below the other, the first few of many.
QString nameLines(const QSslCertificate &certificate)
{
    constexpr qsizetype kMost = 6;
    const QStringList names = certificateNames(certificate);
    QStringList lines;
    for (const QString &name : names.first(std::min(kMost, names.size())))
        lines.append(isolated(name));
    if (names.size() > kMost)
        lines.append(CertificateDialog::tr("and %1 more").arg(names.size() - kMost));
    return lines.join(u'\n');
}

QString summaryOf(const Failure &shown, const QString &server, bool isTrusted)
{
    const QString what =
        shown.connection == ConnectionFailure::None ? QString() : errorSentence(shown, server).what;
    if (canBeTrusted(shown.connection))
        return what + u' '
            + CertificateDialog::tr(
                   "Ask the people who run the server for the fingerprint, by another way than "
                   "this "
                   "one. If it is the same, this is their server: Salon will accept exactly this "
                   "certificate.");
    if (shown.connection == ConnectionFailure::CertificateChanged)
        return what + u' '
            + CertificateDialog::tr(
                   "This may be another server that wants your password. If the people who run "
                   "the server confirm the new fingerprint, forget the old certificate.");
    if (!what.isEmpty())
        return errorSentence(shown, server).toString();
    return isTrusted ? CertificateDialog::tr("You trust this certificate. Salon accepts no other "
                                             "from this server.")
                     : CertificateDialog::tr("An authority that this computer trusts vouches for "
                                             "this certificate.");
}

} // namespace

CertificateDialog::CertificateDialog(const QUrl &server, const Failure &shown, ServerTrust &trust,
                                     QWidget *parent)
    : FactsDialog(tr("Certificate"), parent)
{
    setObjectName(u"certificateDialog"_s);
    const QSslCertificate certificate = shown.certificate.value_or(QSslCertificate());
    const bool isTrusted = trust.trustedCertificate(server) == fingerprint(certificate);
    setSummary(summaryOf(shown, serverForPeople(server), isTrusted));
    setFacts(
        {{tr("Shown by"), {serverForPeople(server)}},
         {tr("Made for"), {nameLines(certificate)}},
         {tr("Held by"), {subjectName(certificate)}},
         {tr("Issued by"), {certificate.isSelfSigned() ? tr("itself") : issuerName(certificate)}},
         {tr("Valid from"), {dayOf(certificate.effectiveDate())}},
         {tr("Valid until"), {dayOf(certificate.expiryDate())}},
         {tr("SHA-256 fingerprint"), {fingerprintText(certificate)}, false, true}});
    if (canBeTrusted(shown.connection))
        offer(tr("Trust this certificate"), u"certificateTrust"_s,
              [=, &trust] { trust.trustCertificate(server, certificate); });
    else if (shown.connection == ConnectionFailure::CertificateChanged || isTrusted)
        offer(isTrusted ? tr("Trust it no longer") : tr("Forget the old one"),
              u"certificateForget"_s, [=, &trust] { trust.forget(server); });
}

void CertificateDialog::offer(const QString &text, const QString &name, std::function<void()> act)
{
    connect(addButton(text, name), &QPushButton::clicked, this, [this, act = std::move(act)] {
        act();
        Q_EMIT decided();
        accept();
    });
}

} // namespace salon::client
