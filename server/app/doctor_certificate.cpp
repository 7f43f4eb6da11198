// SPDX-License-Identifier: MIT
// The doctor's checks of the certificate in the configured files.
#include "server/app/doctor_checks.h"
#include "server/net/tls_context.h"
#include "server/service/private_file.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

const auto kRow = u"certificate"_s;
constexpr qint64 kWarnDays = 14;

Finding timesOf(const TlsCertificate &certificate, const QDateTime &now)
{
    const QString until = certificate.notAfter.toString(Qt::ISODate);
    const QString renew = u"renew it, then send salond SIGHUP (systemctl reload salond)"_s;
    if (now > certificate.notAfter)
        return {kRow, Verdict::Fail, u"expired at %1: clients refuse it"_s.arg(until), renew};
    if (now < certificate.notBefore)
        return {kRow, Verdict::Fail,
                u"not valid before "_s + certificate.notBefore.toString(Qt::ISODate),
                u"see that the clock is right, and the certificate the one you meant"_s};
    const qint64 days = now.daysTo(certificate.notAfter);
    if (days < kWarnDays)
        return {kRow, Verdict::Warn, u"expires in %1 days, at %2"_s.arg(days).arg(until), renew};
    return {kRow, Verdict::Ok,
            u"for %1, until %2"_s.arg(certificate.names.isEmpty() ? certificate.subject
                                                                  : certificate.names.join(", "_L1),
                                      until)};
}

Finding issuerOf(const TlsContext &context)
{
    const auto trusted = context.checkIssuer();
    const TlsCertificate &certificate = context.certificate();
    if (trusted)
        return {u"issuer"_s, Verdict::Ok, certificate.issuer + u" is trusted here"_s};
    if (certificate.isSelfSigned)
        return {u"issuer"_s, Verdict::Warn,
                u"the certificate has signed itself: everybody is asked whether to trust it"_s,
                u"take one from an issuer that computers know"_s};
    return {u"issuer"_s, Verdict::Warn,
            u"%1 is not known here: %2"_s.arg(certificate.issuer, trusted.error().message),
            u"put the certificates up to the issuer into net.tls_cert, after the server's own"_s};
}

} // namespace

Findings checkCertificate(const Settings &settings, const QDateTime &now)
{
    const NetSettings &net = settings.net;
    if (net.tlsCertificate.isEmpty())
        return {{kRow, Verdict::Ok,
                 net.behindProxy ? u"none: TLS ends at the proxy"_s
                                 : u"none: reached from this machine only"_s}};
    const auto context = TlsContext::load(net.tlsCertificate, net.tlsKey);
    if (!context)
        return {{kRow, Verdict::Fail, context.error().path + u": "_s + context.error().message,
                 u"correct the file; a salond that runs goes on with the old one"_s}};
    Findings findings{timesOf((*context)->certificate(), now), issuerOf(**context)};
    if (isOpenToOthers(net.tlsKey))
        findings.append({u"privacy"_s, Verdict::Fail, net.tlsKey + u" is open to other users"_s,
                         u"chmod 600 "_s + net.tlsKey});
    return findings;
}

} // namespace salon::server
