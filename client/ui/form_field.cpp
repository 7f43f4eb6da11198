// SPDX-License-Identifier: MIT
#include "client/ui/form_field.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {

FormField::FormField(const QString &label, QLineEdit *edit, const QString &name, QWidget *parent)
    : QWidget(parent), m_edit(edit), m_line(new TextLabel(TextKind::Error, {}, this)),
      m_detail(new TextLabel(TextKind::Secondary, {}, this)), m_remedy(new QPushButton(this))
{
    auto *caption = new TextLabel(TextKind::SectionLabel, label, this);
    caption->setBuddy(edit);
    edit->setObjectName(name);
    edit->setAccessibleName(label);
    m_line->setObjectName(name + u"Error"_s);
    m_detail->setObjectName(name + u"ErrorDetail"_s);
    for (TextLabel *text : {m_line, m_detail}) {
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_remedy->setObjectName(name + u"Remedy"_s);
    m_remedy->setAutoDefault(false);
    m_remedy->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kStep);
    column->addWidget(caption);
    column->addWidget(edit);
    column->addWidget(m_line);
    column->addWidget(m_detail);
    column->addWidget(m_remedy, 0, Qt::AlignLeading);
    connect(m_remedy, &QPushButton::clicked, this, &FormField::remedyChosen);
    showLine();
    connect(edit, &QLineEdit::textEdited, this, [this] { setError({}); });
}

void FormField::setError(const ErrorSentence &error, const Remedy &remedy)
{
    m_error = error;
    m_remedy->setText(remedy.text);
    m_remedy->setVisible(!remedy.text.isEmpty());
    setButtonRole(m_remedy, remedy.isDangerous ? ButtonRole::Danger : ButtonRole::Normal);
    showLine();
}

void FormField::setHint(const QString &text)
{
    m_hint = text;
    showLine();
}

void FormField::showLine()
{
    m_line->setKind(hasError() ? TextKind::Error : TextKind::Warn);
    m_line->setText(hasError() ? m_error.text() : m_hint);
    m_line->setVisible(!m_line->text().isEmpty());
    m_detail->setText(m_error.detail());
    m_detail->setVisible(!m_detail->text().isEmpty());
    m_edit->setAccessibleDescription(m_line->text());
}

} // namespace salon::client
