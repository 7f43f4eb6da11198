// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "shared/base/ids.h"

#include <QDialog>

class QAbstractItemModel;
class QLineEdit;
class QListView;
class QModelIndex;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;

namespace salon::client {

class EmptyState;
class NoticeBar;

//! All public rooms of the server: find one, join it or open it.
class BrowseRoomsDialog : public QDialog {
    Q_OBJECT
public:
    explicit BrowseRoomsDialog(QWidget *parent = nullptr);

    //! A PublicRoomsModel, or one with its roles; null while the list is on its way.
    void setRooms(QAbstractItemModel *rooms);
    void showError(const ErrorSentence &error); //!< no longer busy
    void setBusy(bool isBusy);

Q_SIGNALS:
    void joinRequested(salon::RoomId room);
    void openRequested(salon::RoomId room); //!< one is a member already
    void createRequested();

private:
    void build();
    void activate(const QModelIndex &index);
    void currentMoved();
    void showWhatIsThere();

    QLineEdit *m_filter;
    NoticeBar *m_notice;
    QListView *m_list;
    EmptyState *m_empty;
    QStackedWidget *m_stack;
    QPushButton *m_join;
    QSortFilterProxyModel *m_filtered;
    bool m_isBusy = false;
};

} // namespace salon::client
