// SPDX-License-Identifier: MIT
#include "server/net/tls_certificate.h"
#include <QHostAddress>
#include <QTimeZone>
#include <array>
#include <ctime>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

namespace salon::server {
namespace {

QString commonName(const X509_NAME *name)
{
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0)
        return {};
    const ASN1_STRING *text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
    return QString::fromUtf8(reinterpret_cast<const char *>(ASN1_STRING_get0_data(text)),
                             ASN1_STRING_length(text));
}

QDateTime timeOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (!ASN1_TIME_to_tm(time, &parts))
        return {};
    return {QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday),
            QTime(parts.tm_hour, parts.tm_min, parts.tm_sec), QTimeZone::utc()};
}

QString addressOf(const ASN1_OCTET_STRING *bytes)
{
    const unsigned char *data = ASN1_STRING_get0_data(bytes);
    if (ASN1_STRING_length(bytes) == 16)
        return QHostAddress(data).toString();
    if (ASN1_STRING_length(bytes) != 4)
        return {};
    return QHostAddress(quint32(data[0]) << 24 | quint32(data[1]) << 16 | quint32(data[2]) << 8
                        | data[3])
        .toString();
}

QStringList namesOf(X509 *certificate)
{
    QStringList names;
    auto *all = static_cast<GENERAL_NAMES *>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; i < sk_GENERAL_NAME_num(all); ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(all, i);
        if (name->type == GEN_DNS)
            names.append(QString::fromLatin1(
                reinterpret_cast<const char *>(ASN1_STRING_get0_data(name->d.dNSName)),
                ASN1_STRING_length(name->d.dNSName)));
        else if (name->type == GEN_IPADD)
            names.append(addressOf(name->d.iPAddress));
    }
    GENERAL_NAMES_free(all);
    return names;
}

} // namespace

TlsCertificate tlsCertificate(X509 *certificate)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned size = 0;
    X509_digest(certificate, EVP_sha256(), digest.data(), &size);
    return {.subject = commonName(X509_get_subject_name(certificate)),
            .issuer = commonName(X509_get_issuer_name(certificate)),
            .names = namesOf(certificate),
            .notBefore = timeOf(X509_get0_notBefore(certificate)),
            .notAfter = timeOf(X509_get0_notAfter(certificate)),
            .sha256 = QByteArray(reinterpret_cast<const char *>(digest.data()), int(size)),
            .isSelfSigned = X509_self_signed(certificate, 1) == 1};
}

} // namespace salon::server
