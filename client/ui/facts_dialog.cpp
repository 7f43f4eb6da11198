// SPDX-License-Identifier: MIT
#include "client/ui/facts_dialog.h"

#include "client/ui/text_label.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kWidth = 420;
constexpr int kColumns = 3;

TextKind kindOf(const Fact &fact, int column)
{
    if (fact.isHead)
        return TextKind::SectionLabel;
    if (column == 0)
        return TextKind::Secondary;
    return fact.isCode ? TextKind::Code : TextKind::RoomList;
}

} // namespace

FactsDialog::FactsDialog(const QString &title, QWidget *parent)
    : FormDialog(parent), m_summary(new TextLabel(TextKind::RoomList, {}, this)),
      m_grid(new QGridLayout), m_buttons(new QHBoxLayout), m_copy(new QPushButton(tr("Copy"), this))
{
    setWindowTitle(title);
    setMinimumWidth(Theme::current().scaled(kWidth));
    m_summary->setObjectName(u"factsSummary"_s);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_summary->hide();
    m_grid->setColumnStretch(0, 1);
    m_grid->setHorizontalSpacing(6 * Theme::kStep);
    m_grid->setVerticalSpacing(Theme::kStep);
    m_copy->setObjectName(u"factsCopy"_s);
    m_copy->setAutoDefault(false);
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"factsClose"_s);
    setButtonRole(close, ButtonRole::Primary);
    m_buttons->addStretch();
    m_buttons->addWidget(m_copy);
    m_buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(3 * Theme::kStep);
    column->addWidget(new TextLabel(TextKind::Title, title, this));
    column->addWidget(m_summary);
    column->addLayout(m_grid);
    column->addStretch();
    column->addSpacing(Theme::kStep);
    column->addLayout(m_buttons);
    connect(m_copy, &QPushButton::clicked, this, &FactsDialog::copy);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

QPushButton *FactsDialog::addButton(const QString &text, const QString &name)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false);
    m_buttons->insertWidget(0, button);
    return button;
}

void FactsDialog::setCopyText(const QString &text)
{
    m_copy->setText(text);
}

void FactsDialog::setSummary(const QString &sentence)
{
    if (m_summary->text() == sentence)
        return;
    m_summary->setText(sentence);
    m_summary->setVisible(!sentence.isEmpty());
}

TextLabel *FactsDialog::cell(int row, int column)
{
    if (auto *item = m_grid->itemAtPosition(row, column))
        return static_cast<TextLabel *>(item->widget());
    auto *label = new TextLabel(TextKind::Secondary, {}, this);
    const bool isName = column == 0;
    label->setAlignment((isName ? Qt::AlignLeading : Qt::AlignTrailing) | Qt::AlignVCenter);
    if (!isName)
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_grid->addWidget(label, row, column);
    return label;
}

void FactsDialog::setFacts(const QList<Fact> &facts)
{
    const int rows = int(qMax(facts.size(), m_facts.size()));
    for (int row = 0; row < rows; ++row) {
        const Fact fact = facts.value(row);
        for (int column = 0; column < kColumns; ++column) {
            const QString text = column == 0 ? fact.name : fact.values.value(column - 1);
            TextLabel *label = cell(row, column);
            if (label->text() == text && label->isVisibleTo(this) == !text.isEmpty())
                continue;
            label->setContentsMargins(0, fact.isHead ? 3 * Theme::kStep : 0, 0, 0);
            label->setKind(kindOf(fact, column));
            label->setText(text);
            label->setVisible(!text.isEmpty());
        }
        // A value alone has the room of two.
        if (fact.values.size() == 1 && m_grid->itemAtPosition(row, 2)->widget()->isHidden())
            m_grid->addWidget(cell(row, 1), row, 1, 1, 2);
    }
    m_facts = facts;
}

QString FactsDialog::text() const
{
    QStringList lines{windowTitle()};
    if (!m_summary->text().isEmpty())
        lines.append(m_summary->text());
    for (const Fact &fact : m_facts)
        lines.append((QStringList{fact.name} + fact.values).join(u'\t'));
    return lines.join(u'\n') + u'\n';
}

void FactsDialog::copy()
{
    QApplication::clipboard()->setText(text());
    m_copy->setText(tr("Copied"));
}

} // namespace salon::client
