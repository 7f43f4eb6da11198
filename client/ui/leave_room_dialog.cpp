// SPDX-License-Identifier: MIT
#include "client/ui/leave_room_dialog.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {

LeaveRoomDialog::LeaveRoomDialog(const protocol::Room &room, QWidget *parent)
    : FormDialog(parent), m_error(new TextLabel(TextKind::Error, {}, this)),
      m_submit(new QPushButton(tr("Leave"), this))
{
    constexpr int kWidth = 440;
    setObjectName(u"leaveRoomDialog"_s);
    setWindowTitle(tr("Leave a private room"));
    setMinimumWidth(Theme::current().scaled(kWidth));
    m_submit->setObjectName(u"leaveRoomSubmit"_s);
    setButtonRole(m_submit, ButtonRole::Danger);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"leaveRoomCancel"_s);
    cancel->setAutoDefault(false);
    const bool readsAll = room.history.value_or(QString()) == "start"_L1;
    auto *consequence = new TextLabel(
        TextKind::Secondary,
        readsAll ? tr("You can read it no more, here or on another device, until one of its owners "
                      "brings you in again.")
                 : tr("You can read it no more, here or on another device. When one of its owners "
                      "brings you in again, you read what is written from then on."),
        this);
    consequence->setWordWrap(true);
    m_error->setObjectName(u"leaveRoomError"_s);
    m_error->setWordWrap(true);
    m_error->hide();

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(
        new TextLabel(TextKind::Title, tr("Leave %1?").arg(isolated(room.name)), this));
    column->addWidget(consequence);
    column->addWidget(m_error);
    column->addSpacing(Theme::kStep);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &LeaveRoomDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, [this] {
        m_submit->setEnabled(false);
        m_error->hide();
        Q_EMIT chosen();
    });
}

void LeaveRoomDialog::showError(const ErrorSentence &error)
{
    m_submit->setEnabled(true);
    m_error->setText(error.text() + u'\n' + error.detail());
    m_error->show();
}

} // namespace salon::client
