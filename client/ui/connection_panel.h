// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/facts_dialog.h"
#include <QTimer>
#include <optional>

namespace salon::client {

class Chat;

//! How one is connected, what went wrong last, what waits to be sent, and how long one's latest
//! messages took, stage by stage. All of it can be copied and given to others: it holds no message,
//! room, password or token.
class ConnectionPanel : public FactsDialog {
    Q_OBJECT
public:
    explicit ConnectionPanel(Chat &chat, QWidget *parent = nullptr);

    //! The report: what is shown, and what it was shown by.
    QString text() const override;

Q_SIGNALS:
    void certificateRequested();
    //! The server is not to be talked to without encryption any more.
    void plainWithdrawn();

private:
    void look();
    void refresh();
    QList<Fact> connectionFacts() const;
    QList<Fact> encryptionFacts() const;
    QList<Fact> outboxFacts() const;
    QList<Fact> troubleFacts() const;
    ErrorSentence troubleSentence() const; //!< empty when there was none
    static QList<Fact> windowFacts();
    QList<Fact> stageFacts() const;

    Chat &m_chat;
    QTimer m_timer;
    QPushButton *m_certificate;
    QPushButton *m_withdraw;
    std::optional<qint64> m_roundTrip;
};

} // namespace salon::client
