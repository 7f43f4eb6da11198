// SPDX-License-Identifier: MIT
#include "client/ui/windows/browse_rooms_dialog.h"
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {

BrowseRoomsDialog::BrowseRoomsDialog(const QList<protocol::Room> &rooms, QWidget *parent)
    : QDialog(parent), m_list(new QListWidget(this))
{
    setWindowTitle(tr("Rooms"));
    resize(420, 480);
    m_list->setObjectName(u"publicRooms"_s);
    for (const protocol::Room &room : rooms) {
        const QString topic = room.topic.isEmpty() ? QString() : u" – "_s + room.topic;
        auto *item = new QListWidgetItem(u"# "_s + room.name + topic, m_list);
        item->setData(Qt::UserRole, room.id.value);
    }
    auto *filter = new QLineEdit(this);
    filter->setPlaceholderText(tr("Filter"));
    connect(filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        for (int i = 0; i < m_list->count(); ++i)
            m_list->item(i)->setHidden(!m_list->item(i)->text().contains(text, Qt::CaseInsensitive));
    });
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    auto *join = buttons->addButton(tr("Join"), QDialogButtonBox::AcceptRole);
    join->setObjectName(u"joinButton"_s);
    connect(buttons, &QDialogButtonBox::accepted, this, &BrowseRoomsDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::itemActivated, this, &BrowseRoomsDialog::choose);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(filter);
    layout->addWidget(m_list);
    layout->addWidget(buttons);
}

void BrowseRoomsDialog::choose()
{
    if (const QListWidgetItem *item = m_list->currentItem()) {
        Q_EMIT roomChosen({item->data(Qt::UserRole).toLongLong()});
        accept();
    }
}

} // namespace salon::client
