// SPDX-License-Identifier: MIT
#include "client/ui/log_out_dialog.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace salon::client {

LogOutDialog::LogOutDialog(QWidget *parent)
    : FormDialog(parent), m_sentence(new TextLabel(TextKind::RoomList, {}, this)),
      m_choices(new QButtonGroup(this)),
      m_consequence(new TextLabel(TextKind::Secondary, {}, this)),
      m_submit(new QPushButton(tr("Log out"), this))
{
    constexpr int kWidth = 440;
    setObjectName(u"logOutDialog"_s);
    setWindowTitle(tr("Log out"));
    setMinimumWidth(Theme::current().scaled(kWidth));
    m_sentence->setObjectName(u"logOutSentence"_s);
    m_sentence->setWordWrap(true);
    m_consequence->setObjectName(u"logOutConsequence"_s);
    m_consequence->setWordWrap(true);
    m_submit->setObjectName(u"logOutSubmit"_s);
    setButtonRole(m_submit, ButtonRole::Primary);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"logOutCancel"_s);
    cancel->setAutoDefault(false);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, tr("Log out with something unsent?"), this));
    column->addWidget(m_sentence);
    column->addWidget(addChoice(Choice::SendFirst, u"logOutSend"_s, tr("Send them first")));
    column->addWidget(addChoice(Choice::Keep, u"logOutKeep"_s, tr("Keep them")));
    column->addWidget(addChoice(Choice::Delete, u"logOutDelete"_s, tr("Delete them")));
    column->addWidget(m_consequence);
    column->addStretch();
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &LogOutDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, &LogOutDialog::submit);
    connect(m_choices, &QButtonGroup::idToggled, this, &LogOutDialog::showState);
}

QRadioButton *LogOutDialog::addChoice(Choice choice, const QString &name, const QString &text)
{
    auto *button = new QRadioButton(text, this);
    button->setObjectName(name);
    button->setMinimumHeight(Theme::kSmallestTarget);
    m_choices->addButton(button, int(choice));
    return button;
}

void LogOutDialog::setUnsent(qsizetype waiting, qsizetype refused)
{
    m_waiting = waiting;
    m_refused = refused;
    if (m_isSending && waiting == 0) {
        m_isSending = false;
        if (refused == 0)
            return Q_EMIT chosen(Choice::SendFirst);
    }
    const bool canSend = waiting > 0;
    auto *send = m_choices->button(int(Choice::SendFirst));
    send->setVisible(canSend);
    if (!m_choices->checkedButton() || (!canSend && send->isChecked()))
        m_choices->button(int(canSend ? Choice::SendFirst : Choice::Keep))->setChecked(true);
    showState();
}

void LogOutDialog::setOnline(bool isOnline)
{
    m_isOnline = isOnline;
    showState();
}

void LogOutDialog::submit()
{
    const auto choice = Choice(m_choices->checkedId());
    if (choice != Choice::SendFirst)
        return Q_EMIT chosen(choice);
    m_isSending = true;
    setUnsent(m_waiting, m_refused);
}

void LogOutDialog::showState()
{
    QStringList sentences;
    if (m_waiting > 0)
        sentences.append((m_isSending ? tr("Still to be sent: %1.") : tr("Waiting to be sent: %1."))
                             .arg(m_waiting));
    if (m_refused > 0)
        sentences.append(tr("Refused by the server: %1.").arg(m_refused));
    m_sentence->setText(sentences.join(u' '));
    for (QAbstractButton *button : m_choices->buttons())
        button->setEnabled(!m_isSending);
    m_submit->setEnabled(!m_isSending);
    switch (Choice(m_choices->checkedId())) {
    case Choice::SendFirst:
        m_consequence->setText(m_isOnline
                                   ? tr("You are logged out as soon as the server has them.")
                                   : tr("There is no connection now. You are logged out as soon as "
                                        "it is back and the server has them."));
        break;
    case Choice::Keep:
        m_consequence->setText(tr("They stay on this computer, and are sent when you log in here "
                                  "again."));
        break;
    case Choice::Delete:
        m_consequence->setText(tr("They are gone for good; nobody will have seen them."));
        break;
    }
}

} // namespace salon::client
