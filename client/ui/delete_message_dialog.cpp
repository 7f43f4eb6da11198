// SPDX-License-Identifier: MIT
#include "client/ui/delete_message_dialog.h"

#include "client/ui/text/shown_text.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {

DeleteMessageDialog::DeleteMessageDialog(const QString &text, QWidget *parent)
    : FormDialog(parent), m_error(new TextLabel(TextKind::Error, {}, this)),
      m_submit(new QPushButton(tr("Delete"), this))
{
    constexpr int kWidth = 440;
    setObjectName(u"deleteMessageDialog"_s);
    setWindowTitle(tr("Delete a message"));
    setMinimumWidth(Theme::current().scaled(kWidth));
    m_submit->setObjectName(u"deleteMessageSubmit"_s);
    setButtonRole(m_submit, ButtonRole::Danger);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"deleteMessageCancel"_s);
    cancel->setAutoDefault(false);
    auto *quote = new TextLabel(TextKind::RoomList,
                                isolated(drawable(ShownText::of(text).text).simplified()), this);
    quote->setElided(true);
    auto *consequence = new TextLabel(
        TextKind::Secondary,
        tr("What it says disappears for everybody and does not come back, also what it "
           "said before it was edited. A line stays that says so."),
        this);
    consequence->setWordWrap(true);
    m_error->setObjectName(u"deleteMessageError"_s);
    m_error->setWordWrap(true);
    m_error->hide();

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, tr("Delete this message?"), this));
    column->addWidget(quote);
    column->addWidget(consequence);
    column->addWidget(m_error);
    column->addSpacing(Theme::kStep);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &DeleteMessageDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, [this] {
        m_submit->setEnabled(false);
        m_error->hide();
        Q_EMIT chosen();
    });
}

void DeleteMessageDialog::showError(const ErrorSentence &error)
{
    m_submit->setEnabled(true);
    m_error->setText(error.text() + u'\n' + error.detail());
    m_error->show();
}

} // namespace salon::client
