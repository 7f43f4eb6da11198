// SPDX-License-Identifier: MIT
#include "client/ui/create_room_dialog.h"

#include "client/ui/form_field.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {

CreateRoomDialog::CreateRoomDialog(QWidget *parent)
    : FormDialog(parent), m_name(new FormField(tr("Name"), new QLineEdit, u"roomNameEdit"_s, this)),
      m_topic(new FormField(tr("Topic (optional)"), new QLineEdit, u"roomTopicEdit"_s, this)),
      m_sentence(new TextLabel(TextKind::Secondary, {}, this)),
      m_private(new QCheckBox(tr("Private"), this)),
      m_history(new QCheckBox(tr("Whoever joins later may read it from the start"), this)),
      m_create(new QPushButton(tr("Create room"), this))
{
    constexpr int kWidth = 400;
    setObjectName(u"createRoomDialog"_s);
    setWindowTitle(tr("Create a room"));
    setMinimumWidth(Theme::current().scaled(kWidth));
    m_name->edit()->setPlaceholderText(tr("for example: release planning"));
    m_create->setObjectName(u"createRoomSubmit"_s);
    setButtonRole(m_create, ButtonRole::Primary);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"createRoomCancel"_s);
    cancel->setAutoDefault(false);
    m_sentence->setObjectName(u"roomForWhom"_s);
    m_sentence->setWordWrap(true);
    m_private->setObjectName(u"roomPrivate"_s);
    m_history->setObjectName(u"roomHistory"_s);
    for (QCheckBox *box : {m_private, m_history})
        box->setMinimumHeight(Theme::kSmallestTarget);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, tr("Create a room"), this));
    column->addWidget(m_name);
    column->addWidget(m_topic);
    auto *forWhom = new QVBoxLayout;
    forWhom->setSpacing(0);
    forWhom->addWidget(m_private);
    forWhom->addWidget(m_history);
    column->addLayout(forWhom);
    column->addWidget(m_sentence);
    column->addSpacing(Theme::kStep);
    column->addStretch();
    column->addLayout(buttons);
    connect(m_create, &QPushButton::clicked, this, &CreateRoomDialog::submit);
    connect(cancel, &QPushButton::clicked, this, &CreateRoomDialog::reject);
    connect(m_private, &QCheckBox::toggled, this, &CreateRoomDialog::explain);
    connect(m_history, &QCheckBox::toggled, this, &CreateRoomDialog::explain);
    explain();
}

void CreateRoomDialog::explain()
{
    m_history->setEnabled(m_private->isChecked() && !m_isBusy);
    if (!m_private->isChecked())
        m_sentence->setText(tr("Everybody on this server can find the room, read it and join it."));
    else if (m_history->isChecked())
        m_sentence->setText(tr("Only people whom you add know of the room. They read all of it."));
    else
        m_sentence->setText(tr("Only people whom you add know of the room. They read what is "
                               "written after they joined."));
}

void CreateRoomDialog::setLimits(qint64 nameLength, qint64 topicLength)
{
    // QLineEdit counts UTF-16 units, two for some characters: too long a name is for the server to
    // refuse.
    m_name->edit()->setMaxLength(int(qMin<qint64>(2 * nameLength, 32767)));
    m_topic->edit()->setMaxLength(int(qMin<qint64>(2 * topicLength, 32767)));
}

void CreateRoomDialog::showError(Field field, const ErrorSentence &error)
{
    setBusy(false);
    FormField *wrong = field == Field::Name ? m_name : m_topic;
    wrong->setError(error);
    wrong->edit()->setFocus(Qt::OtherFocusReason);
    wrong->edit()->selectAll();
}

void CreateRoomDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    m_name->setEnabled(!isBusy);
    m_topic->setEnabled(!isBusy);
    m_private->setEnabled(!isBusy);
    explain();
    m_create->setEnabled(!isBusy);
    m_create->setText(isBusy ? tr("Creating…") : tr("Create room"));
}

void CreateRoomDialog::submit()
{
    if (m_isBusy)
        return;
    const QString name = m_name->edit()->text();
    if (name.trimmed().isEmpty())
        return showError(Field::Name, {tr("Give the room a name.")});
    setBusy(true);
    protocol::CreateRoom room{name, m_topic->edit()->text()};
    if (m_private->isChecked()) {
        room.roomKind = u"private"_s;
        room.history = m_history->isChecked() ? u"start"_s : u"joining"_s;
    }
    Q_EMIT createRequested(room);
}

} // namespace salon::client
