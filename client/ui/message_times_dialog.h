// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/stage_times.h"
#include "client/ui/facts_dialog.h"
#include <QTimer>

namespace salon::client {

//! Why one's own message took so long: its stages, and the id under which the server's log knows
//! it. Follows a message that is still on its way.
class MessageTimesDialog : public FactsDialog {
    Q_OBJECT
public:
    //! `times` must outlive the dialog.
    MessageTimesDialog(const StageTimes &times, const QString &key, QWidget *parent = nullptr);

private:
    void refresh();

    const StageTimes &m_times;
    QString m_key;
    QTimer m_timer;
};

} // namespace salon::client
