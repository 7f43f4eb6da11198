// SPDX-License-Identifier: MIT
#include "client/ui/versions_dialog.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/timeline_texts.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {

VersionsDialog::VersionsDialog(QWidget *parent)
    : FormDialog(parent),
      m_summary(new TextLabel(TextKind::Secondary, tr("The server is being asked…"), this)),
      m_texts(new QPlainTextEdit(this))
{
    constexpr QSize kSize(520, 380);
    setObjectName(u"versionsDialog"_s);
    setWindowTitle(tr("What a message said"));
    resize(kSize * Theme::current().scaled(kSize.width()) / kSize.width());
    m_summary->setObjectName(u"versionsSummary"_s);
    m_summary->setWordWrap(true);
    m_texts->setObjectName(u"versionsTexts"_s);
    m_texts->setAccessibleName(windowTitle());
    m_texts->setReadOnly(true);
    m_texts->setFont(Theme::current().body.font);
    m_texts->hide();
    auto *close = new QPushButton(tr("Close"), this);
    setButtonRole(close, ButtonRole::Primary);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, tr("What this message said before"), this));
    column->addWidget(m_summary);
    column->addWidget(m_texts, 1);
    column->addStretch();
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

void VersionsDialog::setVersions(const QList<protocol::MessageVersion> &versions)
{
    m_summary->setVisible(versions.isEmpty());
    m_summary->setText(tr("The message was deleted, and with it all that it said."));
    QStringList all;
    for (qsizetype i = 0; i < versions.size(); ++i) {
        const bool isFirst = i + 1 == versions.size();
        const QString when = i == 0 ? tr("Now, since %1")
            : isFirst               ? tr("As it was sent, %1")
                                    : tr("From %1 on");
        all.append(when.arg(fullTime(versions[i].at)) + u":\n"_s + drawable(versions[i].text));
    }
    m_texts->setPlainText(all.join(u"\n\n"_s));
    m_texts->setVisible(!versions.isEmpty());
}

void VersionsDialog::showError(const ErrorSentence &error)
{
    m_summary->setText(error.text() + u'\n' + error.detail());
}

} // namespace salon::client
