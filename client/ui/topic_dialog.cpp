// SPDX-License-Identifier: MIT
#include "client/ui/topic_dialog.h"

#include "client/ui/form_field.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {

TopicDialog::TopicDialog(const QString &roomName, const QString &topic, QWidget *parent)
    : FormDialog(parent),
      m_topic(new FormField(tr("Topic"), new QLineEdit(topic), u"topicEdit"_s, this)),
      m_save(new QPushButton(tr("Save"), this))
{
    constexpr int kWidth = 440;
    setObjectName(u"topicDialog"_s);
    setWindowTitle(tr("Change the topic"));
    setMinimumWidth(Theme::current().scaled(kWidth));
    m_save->setObjectName(u"topicSave"_s);
    setButtonRole(m_save, ButtonRole::Primary);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"topicCancel"_s);
    cancel->setAutoDefault(false);
    auto *title =
        new TextLabel(TextKind::Title, tr("What is %1 about?").arg(isolated(roomName)), this);
    title->setWordWrap(true);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(title);
    column->addWidget(m_topic);
    column->addSpacing(Theme::kStep);
    column->addLayout(buttons);
    m_topic->edit()->selectAll();
    connect(cancel, &QPushButton::clicked, this, &TopicDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] {
        setBusy(true);
        Q_EMIT topicChosen(m_topic->edit()->text());
    });
}

void TopicDialog::showError(const ErrorSentence &error)
{
    setBusy(false);
    m_topic->setError(error);
    m_topic->edit()->setFocus(Qt::OtherFocusReason);
}

void TopicDialog::setBusy(bool isBusy)
{
    m_topic->setEnabled(!isBusy);
    m_save->setEnabled(!isBusy);
}

} // namespace salon::client
