// SPDX-License-Identifier: MIT
#pragma once
#include <QWidget>

class QToolButton;

namespace salon::client {

//! The groups of emoji as a row of buttons: what was used last, then Unicode's groups in order.
class EmojiTabs : public QWidget {
    Q_OBJECT
public:
    explicit EmojiTabs(QWidget *parent = nullptr);

    static QString title(qsizetype tab);
    //! -1 for none.
    void setCurrent(qsizetype tab);
    //! Whether anything was used yet.
    void setHasRecent(bool hasRecent);
    bool hasRecent() const;

Q_SIGNALS:
    void chosen(int tab);

private:
    void followTheme();

    QList<QToolButton *> m_tabs;
};

} // namespace salon::client
