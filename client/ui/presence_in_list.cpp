// SPDX-License-Identifier: MIT
#include "client/ui/presence_in_list.h"

#include "client/state/presence_state.h"
#include "client/ui/person_delegate.h"

#include <QEvent>
#include <QListView>
#include <QScrollBar>

namespace salon::client {

PresenceInList::PresenceInList(QListView *list, PresenceState &presence)
    : QObject(list), m_list(list), m_presence(presence)
{
    const auto paint = [list] { list->viewport()->update(); };
    const QAbstractItemModel *model = list->model();
    connect(&presence.people(), &PeoplePresence::changed, this, paint);
    connect(model, &QAbstractItemModel::modelReset, this, &PresenceInList::tell);
    // Rows come one by one: they are told together.
    connect(model, &QAbstractItemModel::rowsInserted, this, &PresenceInList::tell,
            Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &PresenceInList::tell,
            Qt::QueuedConnection);
    connect(list->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        if (m_list->model()->rowCount() > protocol::kMostWatched / 2)
            tell(); // not all of them may be followed
    });
    list->installEventFilter(this);
    tell();
}

bool PresenceInList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
        QMetaObject::invokeMethod(this, &PresenceInList::tell, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

void PresenceInList::tell()
{
    QList<UserId> users;
    const QAbstractItemModel *model = m_list->model();
    const auto add = [&](int from, int to) {
        for (int row = from; row < to && users.size() < protocol::kMostWatched; ++row)
            users.append(UserId{model->index(row, 0).data(PersonDelegate::UserRole).toLongLong()});
    };
    if (m_list->isVisible()) {
        const QModelIndex first = m_list->indexAt(m_list->viewport()->rect().topLeft());
        const int start = std::max(0, first.row());
        add(start, model->rowCount());
        add(0, start);
    }
    m_presence.people().see(this, users);
}

} // namespace salon::client
