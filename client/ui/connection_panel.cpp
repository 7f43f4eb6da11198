// SPDX-License-Identifier: MIT
#include "client/ui/connection_panel.h"

#include "client/platform/loop_watch.h"
#include "client/state/chat.h"
#include "client/ui/certificate_texts.h"
#include "client/ui/error_sentences.h"
#include "client/ui/server_address.h"
#include "client/ui/stage_texts.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/timeline_texts.h"

#include <QCoreApplication>
#include <QPushButton>
#include <QSslCipher>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QString tlsVersion(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2:
        return u"TLS 1.2"_s;
    case QSsl::TlsV1_3:
        return u"TLS 1.3"_s;
    default:
        return u"TLS"_s;
    }
}

QString stateWord(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Closed:
        return ConnectionPanel::tr("Closed");
    case ConnectionState::Connecting:
        return ConnectionPanel::tr("Connecting…");
    case ConnectionState::Online:
        return ConnectionPanel::tr("Connected");
    case ConnectionState::Waiting:
        return ConnectionPanel::tr("Interrupted; tried again soon");
    }
    return {};
}

QString timesText(int count)
{
    if (count == 0)
        return ConnectionPanel::tr("never");
    return count == 1 ? ConnectionPanel::tr("once") : ConnectionPanel::tr("%1 times").arg(count);
}

} // namespace

ConnectionPanel::ConnectionPanel(Chat &chat, QWidget *parent)
    : FactsDialog(tr("Connection"), parent), m_chat(chat),
      m_certificate(addButton(tr("Certificate…"), u"connectionCertificate"_s)),
      m_withdraw(addButton(tr("Require encryption"), u"connectionWithdraw"_s))
{
    constexpr int kLookMs = 2'000;
    setObjectName(u"connectionPanel"_s);
    m_timer.setInterval(kLookMs);
    connect(&m_timer, &QTimer::timeout, this, &ConnectionPanel::look);
    connect(&chat.connection(), &Connection::stateChanged, this, &ConnectionPanel::refresh);
    connect(&chat.connection(), &Connection::helloAnswered, this, &ConnectionPanel::refresh);
    connect(&chat.connection(), &Connection::roundTripMeasured, this, [this](qint64 nanoseconds) {
        m_roundTrip = nanoseconds;
        refresh();
    });
    connect(&chat.connection(), &Connection::failureExplained, this, &ConnectionPanel::refresh);
    setCopyText(tr("Copy report"));
    connect(m_certificate, &QPushButton::clicked, this, &ConnectionPanel::certificateRequested);
    connect(m_withdraw, &QPushButton::clicked, this, &ConnectionPanel::plainWithdrawn);
    m_timer.start();
    look();
}

void ConnectionPanel::look()
{
    m_chat.connection().measure();
    refresh();
}

void ConnectionPanel::refresh()
{
    if (m_chat.connection().state() != ConnectionState::Online)
        m_roundTrip.reset();
    const Connection &connection = m_chat.connection();
    m_certificate->setVisible(connection.encryption() || connection.lastFailure().certificate);
    m_withdraw->setVisible(isExposed(connection.server())
                           && connection.state() != ConnectionState::Waiting);
    const QString trouble = troubleSentence().text();
    setSummary(trouble.isEmpty() ? QString() : tr("Latest failure: %1").arg(trouble));
    setFacts(connectionFacts() + outboxFacts() + troubleFacts() + windowFacts() + stageFacts());
}

QString ConnectionPanel::text() const
{
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    return tr("Salon %1, Qt %2, %3, %4")
               .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()),
                    QSysInfo::prettyProductName(), now)
        + u'\n' + FactsDialog::text();
}

QList<Fact> ConnectionPanel::connectionFacts() const
{
    const Connection &connection = m_chat.connection();
    const auto &server = connection.facts();
    const QString unknown = u"–"_s;
    QList<Fact> facts{
        {tr("State"), {stateWord(connection.state())}},
        {tr("Server"),
         {server ? tr("%1, version %2").arg(isolated(server->name), isolated(server->version))
                 : unknown}},
        {tr("Address"), {connection.server().toString()}},
        {tr("Protocol"), {server ? QString::number(server->protocol) : unknown}},
        {tr("Round trip"), {m_roundTrip ? durationText(*m_roundTrip) : unknown}},
        {tr("Session ends"), {server ? fullTime(server->sessionEndsAt) : unknown}},
        {tr("Connected anew"), {timesText(connection.reconnections())}}};
    return facts + encryptionFacts();
}

QList<Fact> ConnectionPanel::encryptionFacts() const
{
    const QUrl &server = m_chat.connection().server();
    const auto &line = m_chat.connection().encryption();
    if (isExposed(server))
        return {{tr("Encrypted"), {tr("Not encrypted; others can read it")}}};
    if (server.scheme() != "https"_L1)
        return {{tr("Encrypted"), {tr("No; it stays on this computer")}}};
    if (!line)
        return {{tr("Encrypted"), {tr("There is no connection just now")}}};
    const QSslCertificate certificate = line->peerCertificate();
    return {{tr("Encrypted"), {tr("Yes, by %1").arg(tlsVersion(line->sessionProtocol()))}},
            {tr("Cipher"), {line->sessionCipher().name()}},
            {tr("Certificate"), {subjectName(certificate)}},
            {tr("Issued by"), {issuerName(certificate)}},
            {tr("Valid until"), {dayOf(certificate.expiryDate())}}};
}

QList<Fact> ConnectionPanel::outboxFacts() const
{
    const OutboxCount count = m_chat.outboxCount();
    QList<Fact> facts{{tr("Waits to be sent"), {QLocale().toString(count.waiting)}}};
    if (count.oldest)
        facts.append({tr("Oldest of it"), {fullTime(*count.oldest)}});
    if (count.refused > 0)
        facts.append({tr("Refused by the server"), {QLocale().toString(count.refused)}});
    return facts;
}

ErrorSentence ConnectionPanel::troubleSentence() const
{
    const Connection &connection = m_chat.connection();
    const auto &trouble = connection.latestTrouble();
    return trouble ? errorSentence(trouble->failure, serverForPeople(connection.server()))
                   : ErrorSentence{};
}

QList<Fact> ConnectionPanel::troubleFacts() const
{
    const auto &trouble = m_chat.connection().latestTrouble();
    if (!trouble)
        return {{tr("Latest failure"), {tr("none since the start")}}};
    const ErrorSentence sentence = troubleSentence();
    QList<Fact> facts{{tr("Latest failure"), {sentence.id}},
                      {tr("When"), {fullTime(trouble->at)}},
                      {tr("Help"), {fixerText(sentence.fixer)}}};
    if (!sentence.trace.isEmpty())
        facts.append({tr("Id in the server's log"), {sentence.trace}});
    return facts;
}

QList<Fact> ConnectionPanel::windowFacts()
{
    const LoopWatch *watch = LoopWatch::current();
    if (!watch)
        return {};
    const QString times = timesText(watch->stalls());
    return {{tr("Window stood still"),
             {watch->stalls() == 0
                  ? times
                  : tr("%1, %2 at the longest").arg(times, durationText(watch->longest()))}}};
}

QList<Fact> ConnectionPanel::stageFacts() const
{
    const StageTimes &stages = m_chat.stages();
    QList<Fact> facts{{tr("Your latest messages"), {tr("half within"), tr("99 % within")}, true}};
    for (size_t i = 0; i < kStageCount; ++i) {
        const StageFigures figures = stages.figures(Stage(i));
        if (figures.count > 0)
            facts.append(
                {stageName(Stage(i)), {durationText(figures.p50), durationText(figures.p99)}});
    }
    if (facts.size() == 1)
        return {{tr("Your latest messages"), {tr("none since the start")}, true}};
    return facts;
}

} // namespace salon::client
