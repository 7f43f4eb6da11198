// SPDX-License-Identifier: MIT
#pragma once
#include <QWidget>

class QLabel;
class QToolButton;

namespace salon::client {

class TextLabel;

//! Above the composer: what becomes of the text in it, when it is no message like others.
class ReplyBar : public QWidget {
    Q_OBJECT
public:
    explicit ReplyBar(QWidget *parent = nullptr);

    //! `icon` says which kind of task it is, `text` is the message that it is about.
    void showTask(const QString &icon, const QString &title, const QString &text);
    void clear();
    QString title() const;

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void followTheme();

    QString m_iconName;
    QLabel *m_icon;
    TextLabel *m_title;
    TextLabel *m_text;
    QToolButton *m_close;
};

} // namespace salon::client
