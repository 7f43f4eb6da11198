// SPDX-License-Identifier: MIT
// The part of the table of sentences that is about the way to the server.
#include "client/ui/certificate_texts.h"
#include "client/ui/sentence_row.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

// {server} becomes the server's address; {names}, {issuer}, {from} and {until} what its certificate
// says.
struct ConnectionRow {
    ConnectionFailure failure;
    Sentence sentence;
};

constexpr std::array kConnections{
    ConnectionRow{ConnectionFailure::NameNotFound,
                  {"name_not_found", SAY("There is no server named {server}."),
                   SAY("Check the address for typing mistakes, and your network."), Fixer::You}},
    ConnectionRow{ConnectionFailure::Refused,
                  {"refused", SAY("{server} is there, but no Salon server answers on it."),
                   SAY("Check the port, or ask whether the server is running."), Fixer::Operator}},
    ConnectionRow{ConnectionFailure::TimedOut,
                  {"timed_out", SAY("{server} did not answer in time."),
                   SAY("Check your network and try again."), Fixer::Time}},
    ConnectionRow{ConnectionFailure::HungUp,
                  {"hung_up", SAY("{server} ended the connection without an answer."),
                   SAY("Check the port. If it is right, the server may be starting: try again in a "
                       "moment."),
                   Fixer::Time}},
    ConnectionRow{ConnectionFailure::BrokenOff,
                  {"broken_off", SAY("The connection to {server} broke off."),
                   SAY("Salon connects again by itself; what you write waits."), Fixer::Time}},
    ConnectionRow{ConnectionFailure::FellSilent,
                  {"fell_silent", SAY("Nothing comes from {server} any more."),
                   SAY("Salon connects anew by itself; if it cannot, check your network."),
                   Fixer::Time}},
    ConnectionRow{ConnectionFailure::NoNetwork,
                  {"no_network", SAY("There is no way to {server} from here."),
                   SAY("Check that you are connected to a network."), Fixer::You}},
    ConnectionRow{ConnectionFailure::NotEncrypted,
                  {"not_encrypted",
                   SAY("The way to {server} is not encrypted: others on it could read your "
                       "password and all messages."),
                   SAY("Nothing was sent. If the server has an address with https, use that."),
                   Fixer::You}},
    ConnectionRow{ConnectionFailure::TlsWanted,
                  {"tls_wanted", SAY("{server} answers encrypted connections only."),
                   SAY("Put https:// before its address."), Fixer::You}},
    ConnectionRow{ConnectionFailure::TlsMissing,
                  {"tls_missing", SAY("{server} answers, but without encryption."),
                   SAY("Nothing was sent. Check the port, or ask the people who run the server."),
                   Fixer::Operator}},
    ConnectionRow{ConnectionFailure::TlsFailed,
                  {"tls_failed", SAY("{server} and Salon could not agree on how to encrypt."),
                   SAY("The server must offer TLS 1.2 or 1.3; tell the people who run it."),
                   Fixer::Operator}},
    ConnectionRow{ConnectionFailure::CertificateName,
                  {"certificate_name",
                   SAY("The certificate that {server} shows is for {names}: this may be another "
                       "server."),
                   SAY("Nothing was sent. Check the address; if it is right, tell the people who "
                       "run the server."),
                   Fixer::You}},
    ConnectionRow{ConnectionFailure::CertificateExpired,
                  {"certificate_expired", SAY("The certificate of {server} ran out on {until}."),
                   SAY("Nothing was sent. Check this computer's date; if it is right, the people "
                       "who run the server must renew the certificate."),
                   Fixer::Operator}},
    ConnectionRow{ConnectionFailure::CertificateNotYetValid,
                  {"certificate_not_yet_valid",
                   SAY("The certificate of {server} is not valid before {from}."),
                   SAY("Nothing was sent. Check this computer's date; if it is right, tell the "
                       "people who run the server."),
                   Fixer::Operator}},
    ConnectionRow{ConnectionFailure::CertificateRevoked,
                  {"certificate_revoked",
                   SAY("The certificate of {server} was withdrawn by those who issued it."),
                   SAY("Nothing was sent. Do not use the server until it has a new one."),
                   Fixer::Operator}},
    ConnectionRow{ConnectionFailure::CertificateSelfSigned,
                  {"certificate_self_signed",
                   SAY("{server} has signed its certificate itself: nobody else vouches for it."),
                   SAY("Nothing was sent. Trust it only if the people who run the server confirm "
                       "its fingerprint."),
                   Fixer::You}},
    ConnectionRow{ConnectionFailure::CertificateUnknownIssuer,
                  {"certificate_unknown_issuer",
                   SAY("The certificate of {server} was issued by {issuer}, whom this computer "
                       "does not know."),
                   SAY("Nothing was sent. Trust it only if the people who run the server confirm "
                       "its fingerprint."),
                   Fixer::You}},
    ConnectionRow{ConnectionFailure::CertificateChanged,
                  {"certificate_changed",
                   SAY("{server} shows another certificate than the one that you trusted."),
                   SAY("Nothing was sent. Ask the people who run the server whether they changed "
                       "it."),
                   Fixer::You}},
    ConnectionRow{ConnectionFailure::CertificateInvalid,
                  {"certificate_invalid", SAY("The certificate of {server} is not in order."),
                   SAY("Nothing was sent. Tell the people who run the server."), Fixer::Operator}},
    ConnectionRow{ConnectionFailure::ProxyNotFound,
                  {"proxy_not_found",
                   SAY("The proxy in this computer's network settings does not exist."),
                   SAY("Correct the proxy in the settings of the system."), Fixer::You}},
    ConnectionRow{ConnectionFailure::ProxyRefused,
                  {"proxy_refused",
                   SAY("The proxy in this computer's network settings takes no connection."),
                   SAY("Correct the proxy in the settings of the system, or ask who runs your "
                       "network."),
                   Fixer::You}},
    ConnectionRow{ConnectionFailure::ProxySilent,
                  {"proxy_silent",
                   SAY("Nothing comes back through the proxy in this computer's network settings."),
                   SAY("Check your network; if it is fine, ask who runs the proxy."), Fixer::You}},
    ConnectionRow{ConnectionFailure::ProxyWantsPassword,
                  {"proxy_wants_password", SAY("The proxy of your network wants a password."),
                   SAY("Put name and password into the proxy's address in the settings of the "
                       "system."),
                   Fixer::You}},
    ConnectionRow{ConnectionFailure::ProxyForbids,
                  {"proxy_forbids",
                   SAY("The proxy of your network does not let Salon through to "
                       "{server}."),
                   SAY("Ask who runs your network to allow it."), Fixer::You}},
    ConnectionRow{ConnectionFailure::Redirected,
                  {"redirected",
                   SAY("Instead of {server}, something answers that sends one elsewhere."),
                   SAY("If your network wants you to sign in first, do that in a browser. Else "
                       "check the address."),
                   Fixer::You}},
    ConnectionRow{ConnectionFailure::GatewayRefuses,
                  {"gateway_refuses",
                   SAY("Something in front of the Salon server on {server} lets nobody through."),
                   SAY("Ask the people who run the server; what stands before it must not ask for "
                       "a password of its own."),
                   Fixer::Operator}},
    ConnectionRow{ConnectionFailure::GatewayDown,
                  {"gateway_down",
                   SAY("{server} is there, but does not reach the Salon server behind it."),
                   SAY("It may be starting: try again in a moment, else tell the people who run "
                       "it."),
                   Fixer::Operator}},
    ConnectionRow{ConnectionFailure::LineNotPassedOn,
                  {"line_not_passed_on",
                   SAY("{server} lets single requests through, but no lasting connection."),
                   SAY("Tell the people who run the server: what stands before it must pass on "
                       "WebSockets."),
                   Fixer::Operator}},
    ConnectionRow{ConnectionFailure::NotASalonServer,
                  {"not_a_salon_server", SAY("{server} answers, but it is not a Salon server."),
                   SAY("Check the address and the port."), Fixer::You}},
    ConnectionRow{ConnectionFailure::ServerTooOld,
                  {"server_too_old",
                   SAY("{server} is too old: it runs a version that this client cannot talk to."),
                   SAY("Ask the people who run the server to update it."), Fixer::Operator}},
    ConnectionRow{ConnectionFailure::ServerTooNew,
                  {"server_too_new",
                   SAY("{server} is newer: it runs a version that this client cannot talk to."),
                   SAY("Update Salon."), Fixer::You}},
    ConnectionRow{
        ConnectionFailure::ProtocolVersion,
        {"protocol_version", SAY("{server} runs a version that this client cannot talk to."),
         SAY("Update Salon, or ask the people who run the server to update it."), Fixer::Operator}},
    ConnectionRow{ConnectionFailure::ReplyNotUnderstood,
                  {"reply_not_understood", SAY("{server} gave an answer that makes no sense."),
                   SAY("Try again; if it stays, report it."), Fixer::Developers}},
    ConnectionRow{ConnectionFailure::Unknown,
                  {"unknown", SAY("The connection to {server} failed, and nothing says why."),
                   SAY("Try again; if it stays, report it."), Fixer::Developers}},
};

//! Each in place of its word, none inside of another: all of it may hold any character.
QString filled(const QString &text, const QList<std::pair<QLatin1StringView, QString>> &values)
{
    QString result;
    for (qsizetype i = 0; i < text.size();) {
        const QStringView rest = QStringView(text).mid(i);
        const auto found = std::ranges::find_if(
            values, [=](const auto &value) { return rest.startsWith(value.first); });
        result += found == values.end() ? QString(text[i]) : found->second;
        i += found == values.end() ? 1 : found->first.size();
    }
    return result;
}

} // namespace

QList<Sentence> connectionSentences()
{
    return sentencesOf(kConnections);
}

ErrorSentence errorSentence(ConnectionFailure failure, const QString &server)
{
    return errorSentence(Failure{failure, {}}, server);
}

ErrorSentence errorSentence(const Failure &failure, const QString &server)
{
    if (failure.connection == ConnectionFailure::None)
        return errorSentence(failure.error);
    const Sentence *sentence = findIn(kConnections, &ConnectionRow::failure, failure.connection);
    Q_ASSERT(sentence);
    ErrorSentence text = made(*sentence);
    // The address is the person's own typing: it may hold any character, and stands apart from the
    // sentence.
    QList<std::pair<QLatin1StringView, QString>> values{
        {"{server}"_L1,
         server.isEmpty() ? translated("The server") : QChar(0x2068) + server + QChar(0x2069)}};
    if (const auto &shown = failure.certificate) {
        values += {{"{names}"_L1, shortNames(*shown)},
                   {"{issuer}"_L1, issuerName(*shown)},
                   {"{from}"_L1, dayOf(shown->effectiveDate())},
                   {"{until}"_L1, dayOf(shown->expiryDate())}};
    }
    text.what = filled(text.what, values);
    return text;
}

} // namespace salon::client
