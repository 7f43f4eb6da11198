// SPDX-License-Identifier: MIT
#include "client/ui/other_server_dialog.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {

OtherServerDialog::OtherServerDialog(const QString &other, const QString &own, QWidget *parent)
    : FormDialog(parent)
{
    constexpr int kWidth = 480;
    setObjectName(u"otherServerDialog"_s);
    setWindowTitle(tr("A link to another server"));
    setMinimumWidth(Theme::current().scaled(kWidth));
    auto *sentence = new TextLabel(TextKind::RoomList,
                                   tr("The link leads to a message on %1. You are signed in to %2.")
                                       .arg(isolated(other), isolated(own)),
                                   this);
    sentence->setObjectName(u"otherServerSentence"_s);
    sentence->setWordWrap(true);
    auto *advice = new TextLabel(
        TextKind::Secondary,
        tr("Nothing was sent there. Go on only if you know that server and have an account on it. "
           "To keep both, start Salon once more with another profile, and sign in there."),
        this);
    advice->setWordWrap(true);
    auto *submit = new QPushButton(tr("Log out and sign in there…"), this);
    submit->setObjectName(u"otherServerSubmit"_s);
    submit->setAutoDefault(false);
    auto *cancel = new QPushButton(tr("Stay here"), this);
    cancel->setObjectName(u"otherServerCancel"_s);
    setButtonRole(cancel, ButtonRole::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(submit);
    buttons->addWidget(cancel);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, tr("Follow a link to another server?"), this));
    column->addWidget(sentence);
    column->addWidget(advice);
    column->addSpacing(Theme::kStep);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &OtherServerDialog::reject);
    connect(submit, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen();
    });
}

} // namespace salon::client
