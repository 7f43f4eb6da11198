// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "shared/base/ids.h"

#include <QWidget>

class QListView;
class QModelIndex;
class QPushButton;
class QStandardItemModel;

namespace salon::client {

class PresenceState;
class TextLabel;

//! A member as the panel shows it.
struct MemberRow {
    UserId user;
    QString name;
    bool isOwner = false;
    bool isSelf = false;
};

//! Who is in the room.
class MemberPanel : public QWidget {
    Q_OBJECT
public:
    explicit MemberPanel(QWidget *parent = nullptr);

    //! Marks how the members are there, from now on.
    void setPresence(PresenceState &presence);
    //! In the order given; `hasMore`: there are others that are not listed.
    void setMembers(const QList<MemberRow> &members, bool hasMore = false);
    //! Nobody, while the list of another room is on its way.
    void clear();
    //! Instead of a list, why there is none.
    void setProblem(const ErrorSentence &problem);
    //! Whether one can bring more people in.
    void setMayAdd(bool mayAdd);
    int count() const;

Q_SIGNALS:
    void addRequested();
    void messageRequested(salon::UserId user);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void followTheme();
    void openMenu(const QPoint &at);
    //! Who stands there; nobody for oneself.
    UserId otherAt(const QModelIndex &index) const;

    TextLabel *m_title;
    TextLabel *m_problem;
    QListView *m_list;
    QStandardItemModel *m_model;
    QPushButton *m_add;
    PresenceState *m_presence = nullptr;
    UserId m_self;
};

} // namespace salon::client
