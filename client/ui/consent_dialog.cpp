// SPDX-License-Identifier: MIT
#include "client/ui/consent_dialog.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {

ConsentDialog::ConsentDialog(const QString &name, const Words &words, QWidget *parent)
    : FormDialog(parent), m_subject(new TextLabel(TextKind::RoomList, {}, this)),
      m_error(new TextLabel(TextKind::Error, {}, this)),
      m_submit(new QPushButton(words.submit, this))
{
    constexpr int kWidth = 440;
    setObjectName(name + u"Dialog"_s);
    setWindowTitle(words.windowTitle);
    setMinimumWidth(Theme::current().scaled(kWidth));
    m_submit->setObjectName(name + u"Submit"_s);
    setButtonRole(m_submit, ButtonRole::Danger);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(name + u"Cancel"_s);
    cancel->setAutoDefault(false);
    m_subject->setElided(true);
    m_subject->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // however long it is
    m_subject->hide();
    auto *consequence = new TextLabel(TextKind::Secondary, words.consequence, this);
    consequence->setWordWrap(true);
    m_error->setObjectName(name + u"Error"_s);
    m_error->setWordWrap(true);
    m_error->hide();

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, words.question, this));
    column->addWidget(m_subject);
    column->addWidget(consequence);
    column->addWidget(m_error);
    column->addSpacing(Theme::kStep);
    column->addStretch();
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &ConsentDialog::reject);
    connect(m_submit, &QPushButton::clicked, this, [this] {
        m_submit->setEnabled(false);
        m_error->hide();
        Q_EMIT chosen();
    });
}

void ConsentDialog::setSubject(const QString &text)
{
    m_subject->setText(text);
    m_subject->show();
}

void ConsentDialog::showError(const ErrorSentence &error)
{
    m_submit->setEnabled(true);
    m_error->setText(error.text() + u'\n' + error.detail());
    m_error->show();
}

} // namespace salon::client
