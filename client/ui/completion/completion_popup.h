// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/completion/completion_source.h"

#include <QFrame>

class QListView;
class QStandardItemModel;

namespace salon::client {

//! The list of what may be meant. It lies over the window and never has the focus, so that whoever
//! types goes on typing.
class CompletionPopup : public QFrame {
    Q_OBJECT
public:
    explicit CompletionPopup(QWidget *parent = nullptr);

    //! Shows them, the first one current, above `anchor` in the coordinates of the screen; below
    //! where there is more room.
    void showCompletions(const QString &title, const QList<Completion> &completions,
                         const QRect &anchor);
    void place(const QRect &anchor);
    //! The next or the one before, around the ends.
    void step(int direction);
    const Completion &current() const;

Q_SIGNALS:
    void chosen(const salon::client::Completion &completion);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void followTheme();
    void setCurrent(int row);

    QList<Completion> m_completions;
    QListView *m_list;
    QStandardItemModel *m_model;
};

} // namespace salon::client
