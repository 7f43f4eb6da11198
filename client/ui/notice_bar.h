// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"

#include <QDeadlineTimer>
#include <QFrame>
#include <QTimer>
#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace salon::client {

class TextLabel;

enum class NoticeKind { Info, Success, Warn, Error };

//! One line about something that happened, next to where it happened: icon, text, what to do, and a
//! way to put it away.
class NoticeBar : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void showNotice(NoticeKind kind, const QString &text, const QString &action = {});
    //! The sentence, and small below it who can fix it and the ids.
    void showSentence(NoticeKind kind, const ErrorSentence &sentence, const QString &action = {});
    void showError(const ErrorSentence &sentence, const QString &action = {});
    //! What is true for that time: `sentence` is asked each second with what is left of it. Goes
    //! away by itself a moment later, unless something else is shown by then.
    using Countdown = std::function<ErrorSentence(qint64 leftMs)>;
    void countDown(qint64 milliseconds, const Countdown &sentence);
    QString text() const;
    NoticeKind kind() const { return m_kind; }

Q_SIGNALS:
    void actionTriggered();
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void followTheme();
    void tick();

    NoticeKind m_kind = NoticeKind::Info;
    Countdown m_countdown;
    QDeadlineTimer m_end;
    QTimer m_tick;
    QLabel *m_icon;
    TextLabel *m_text;
    TextLabel *m_detail;
    QPushButton *m_action;
    QToolButton *m_close;
};

} // namespace salon::client
