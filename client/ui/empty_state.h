// SPDX-License-Identifier: MIT
#pragma once
#include <QWidget>

class QLabel;
class QPushButton;

namespace salon::client {

class TextLabel;

//! What stands where there is nothing yet: an icon, a title, one sentence, and the one thing to do.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    //! `icon` names a bundled icon; without `action` there is no button.
    void setContent(const QString &icon, const QString &title, const QString &sentence,
                    const QString &action = {});

Q_SIGNALS:
    void actionTriggered();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void drawIcon(); //!< of the theme, where it is seen: a start draws none

    QString m_iconName;
    QLabel *m_icon;
    TextLabel *m_title;
    TextLabel *m_sentence;
    QPushButton *m_action;
};

} // namespace salon::client
