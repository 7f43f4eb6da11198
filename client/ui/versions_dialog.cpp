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
#include <QTextCursor>

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
    m_texts->setFrameShape(QFrame::NoFrame);
    m_texts->document()->setDocumentMargin(0);
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
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &VersionsDialog::showTexts);
}

void VersionsDialog::setVersions(const QList<protocol::MessageVersion> &versions)
{
    m_summary->setVisible(versions.isEmpty());
    m_summary->setText(tr("The message was deleted, and with it all that it said."));
    m_versions = versions;
    showTexts();
    m_texts->setVisible(!versions.isEmpty());
}

void VersionsDialog::showTexts()
{
    const Theme &theme = Theme::current();
    QTextCharFormat head, body;
    head.setFont(theme.secondaryText.font);
    head.setForeground(theme.secondary);
    body.setFont(theme.body.font);
    body.setForeground(theme.text);
    m_texts->clear();
    QTextCursor cursor(m_texts->document());
    for (qsizetype i = 0; i < m_versions.size(); ++i) {
        const bool isFirst = i + 1 == m_versions.size();
        const QString when = i == 0 ? tr("Now, since %1")
            : isFirst               ? tr("As it was sent, %1")
                                    : tr("From %1 on");
        cursor.insertText(when.arg(fullTime(m_versions[i].at)) + u'\n', head);
        cursor.insertText(drawable(m_versions[i].text) + (isFirst ? QString() : u"\n\n"_s), body);
    }
    m_texts->moveCursor(QTextCursor::Start);
}

void VersionsDialog::showError(const ErrorSentence &error)
{
    m_summary->setText(error.text() + u'\n' + error.detail());
}

} // namespace salon::client
