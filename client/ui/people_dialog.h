// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "shared/protocol/entities.h"

#include <QDialog>

class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QStandardItemModel;

namespace salon::client {

class EmptyState;
class NoticeBar;
class PresenceState;
class TextLabel;

//! Chooses people of the server, for a conversation or a room. Stays open until it is told what
//! came of it.
class PeopleDialog : public QDialog {
    Q_OBJECT
public:
    struct Purpose {
        QString title;
        QString sentence;
        QString submit; //!< the button
        qsizetype most; //!< people that can be chosen
    };

    explicit PeopleDialog(const Purpose &purpose, QWidget *parent = nullptr);

    //! Marks how they are there; before setPeople().
    void setPresence(PresenceState &presence);
    //! In the order of their names.
    void setPeople(QList<protocol::User> people);
    void showError(const ErrorSentence &error); //!< no longer busy
    void setBusy(bool isBusy);

Q_SIGNALS:
    void chosen(const QList<salon::UserId> &people);

private:
    void build(const Purpose &purpose);
    void connectParts();
    void filter(const QString &text);
    void ticked();
    void showWhatIsThere();
    //! Those who are ticked, else the one who is current.
    QList<UserId> people() const;
    void submit();

    QLineEdit *m_filter;
    NoticeBar *m_notice;
    QListView *m_list;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    TextLabel *m_names;
    QPushButton *m_submit;
    QStandardItemModel *m_model;
    QSortFilterProxyModel *m_filtered;
    PresenceState *m_presence = nullptr;
    const qsizetype m_most;
    bool m_isThere = false; //!< the list came
    bool m_isBusy = false;
};

} // namespace salon::client
