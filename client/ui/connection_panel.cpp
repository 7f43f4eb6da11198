// SPDX-License-Identifier: MIT
#include "client/ui/connection_panel.h"

#include "client/state/chat.h"
#include "client/ui/server_address.h"
#include "client/ui/stage_texts.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/timeline_texts.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QString encryption(const QUrl &server)
{
    if (server.scheme() == "https"_L1)
        return ConnectionPanel::tr("Yes, by TLS");
    const QString host = server.host();
    const bool isHere = host == "localhost"_L1 || QHostAddress(host).isLoopback();
    return isHere ? ConnectionPanel::tr("No; it stays on this computer")
                  : ConnectionPanel::tr("No; others on the way can read it");
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

} // namespace

ConnectionPanel::ConnectionPanel(Chat &chat, QWidget *parent)
    : FactsDialog(tr("Connection"), parent), m_chat(chat)
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
    setFacts(connectionFacts() + stageFacts());
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
        {tr("Address"), {serverForPeople(connection.server())}},
        {tr("Protocol"), {server ? QString::number(server->protocol) : unknown}},
        {tr("Encrypted"), {encryption(connection.server())}},
        {tr("Round trip"), {m_roundTrip ? durationText(*m_roundTrip) : unknown}},
        {tr("Session ends"), {server ? fullTime(server->sessionEndsAt) : unknown}}};
    return facts;
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
        return {{tr("You have sent nothing since the start."), {}, true}};
    return facts;
}

} // namespace salon::client
