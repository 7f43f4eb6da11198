// SPDX-License-Identifier: MIT
#include "client/ui/certificate_texts.h"
#include "client/net/server_trust.h"
#include "client/ui/timeline/display_text.h"
#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("CertificateTexts", text);
}

QString shortened(const QString &name)
{
    constexpr qsizetype kMost = 64;
    return name.size() > kMost ? name.left(kMost) + u'…' : name;
}

//! Of the common name, the organisation, the unit, the first that is there.
template <class Info>
QString firstOf(Info info)
{
    for (const auto field : {QSslCertificate::CommonName, QSslCertificate::Organization,
                             QSslCertificate::OrganizationalUnitName}) {
        const QString name = info(field).value(0);
        if (!name.isEmpty())
            return isolated(shortened(name));
    }
    return QCoreApplication::translate("CertificateTexts", "somebody without a name");
}

} // namespace

QStringList certificateNames(const QSslCertificate &certificate)
{
    QStringList names;
    const auto alternatives = certificate.subjectAlternativeNames();
    for (const auto kind : {QSsl::DnsEntry, QSsl::IpAddressEntry}) {
        for (const QString &name : alternatives.values(kind))
            names.append(shortened(name));
    }
    if (names.isEmpty()) {
        for (const QString &name : certificate.subjectInfo(QSslCertificate::CommonName))
            names.append(shortened(name));
    }
    names.sort();
    return names;
}

QString shortNames(const QSslCertificate &certificate)
{
    constexpr qsizetype kShown = 2;
    const QStringList all = certificateNames(certificate);
    if (all.isEmpty())
        return translated("no host");
    QStringList shown;
    for (const QString &name : all.first(std::min(kShown, all.size())))
        shown.append(isolated(name));
    const QString text = shown.join(u", "_s);
    return all.size() > kShown ? translated("%1 and %2 more").arg(text).arg(all.size() - kShown)
                               : text;
}

QString subjectName(const QSslCertificate &certificate)
{
    return firstOf([&](auto field) { return certificate.subjectInfo(field); });
}

QString issuerName(const QSslCertificate &certificate)
{
    return firstOf([&](auto field) { return certificate.issuerInfo(field); });
}

QString dayOf(const QDateTime &moment)
{
    return moment.isValid() ? QLocale().toString(moment.toLocalTime().date(), u"d MMMM yyyy"_s)
                            : translated("an unknown day");
}

QString fingerprintText(const QSslCertificate &certificate)
{
    constexpr qsizetype kLine = 8 * 3; // eight bytes with their colons
    QString text = QString::fromLatin1(fingerprint(certificate).toHex(':')).toUpper();
    for (qsizetype end = kLine; end < text.size(); end += kLine)
        text[end - 1] = u'\n';
    return text;
}

} // namespace salon::client
