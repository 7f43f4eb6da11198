// SPDX-License-Identifier: MIT
#include "client/ui/message_times_dialog.h"

#include "client/ui/stage_texts.h"
#include "client/ui/timeline/timeline_texts.h"

using namespace Qt::StringLiterals;

namespace salon::client {

MessageTimesDialog::MessageTimesDialog(const StageTimes &times, const QString &key, QWidget *parent)
    : FactsDialog(tr("Why did this take so long?"), parent), m_times(times), m_key(key)
{
    constexpr int kLookMs = 500;
    setObjectName(u"messageTimesDialog"_s);
    m_timer.setInterval(kLookMs);
    connect(&m_timer, &QTimer::timeout, this, &MessageTimesDialog::refresh);
    m_timer.start();
    refresh();
}

void MessageTimesDialog::refresh()
{
    const MessageTimes *times = m_times.find(m_key);
    if (!times)
        return m_timer.stop(); // what was shown stays
    setSummary(timesSummary(*times));
    QList<Fact> facts{{tr("Written"), {fullTime(times->startedAt)}},
                      {tr("Id in the server's log"),
                       {times->trace.isEmpty() ? tr("not answered yet") : times->trace}}};
    if (times->tries > 1)
        facts.append({tr("Sent"), {tr("%1 times").arg(times->tries)}});
    facts.append({tr("Where the time went"), {}, true});
    for (size_t i = 0; i < kStageCount; ++i) {
        const auto took = times->took(Stage(i));
        facts.append({stageName(Stage(i)), {took ? durationText(*took) : u"–"_s}});
    }
    facts.append({tr("Together"), {durationText(times->total())}});
    setFacts(facts);
}

} // namespace salon::client
