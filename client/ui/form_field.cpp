// SPDX-License-Identifier: MIT
#include "client/ui/form_field.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/theme.h"

#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {

FormField::FormField(const QString &label, QLineEdit *edit, const QString &name, QWidget *parent)
    : QWidget(parent), m_edit(edit), m_line(new TextLabel(TextKind::Error, {}, this))
{
    auto *caption = new TextLabel(TextKind::SectionLabel, label, this);
    caption->setBuddy(edit);
    edit->setObjectName(name);
    edit->setAccessibleName(label);
    m_line->setObjectName(name + u"Error"_s);
    m_line->setWordWrap(true);
    m_line->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kStep);
    column->addWidget(caption);
    column->addWidget(edit);
    column->addWidget(m_line);
    showLine();
    connect(edit, &QLineEdit::textEdited, this, [this] { setError(QString()); });
}

void FormField::setError(const QString &text)
{
    m_error = text;
    showLine();
}

void FormField::setHint(const QString &text)
{
    m_hint = text;
    showLine();
}

void FormField::showLine()
{
    m_line->setKind(m_error.isEmpty() ? TextKind::Warn : TextKind::Error);
    m_line->setText(m_error.isEmpty() ? m_hint : m_error);
    m_line->setVisible(!m_line->text().isEmpty());
    m_edit->setAccessibleDescription(m_line->text());
}

} // namespace salon::client
