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
    m_gather.setSingleShot(true);
    m_gather.setInterval(0);
    connect(&m_gather, &QTimer::timeout, this, &PresenceInList::tell);
    const auto soon = [this] { m_gather.start(); };
    const QAbstractItemModel *model = list->model();
    connect(model, &QAbstractItemModel::modelReset, this, soon);
    connect(model, &QAbstractItemModel::rowsInserted, this, soon);
    connect(model, &QAbstractItemModel::rowsRemoved, this, soon);
    connect(list->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        if (m_list->model()->rowCount() > protocol::kMostWatched / 2)
            m_gather.start(); // not all of them may be followed
    });
    connect(&presence.people(), &PeoplePresence::changed, this,
            [list] { list->viewport()->update(); });
    list->installEventFilter(this);
    m_gather.start();
}

bool PresenceInList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
        m_gather.start();
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
